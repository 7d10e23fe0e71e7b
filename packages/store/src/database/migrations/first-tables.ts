import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** Every table of the first version. Written out, not drawn from the code that uses them: a migration never changes. */
export async function firstTables(db: Kysely<unknown>): Promise<void> {
  await journalTables(db);
  await placeTables(db);
  await accessTables(db);
  await credentialTables(db);
  await workTables(db);
}

async function journalTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("heads")
    .addColumn("account", "text", (column) => column.primaryKey())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("entries")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("change", "text", (column) => column.notNull())
    .addColumn("principal", "text", (column) => column.notNull())
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("event", "text", (column) => column.notNull())
    .addColumn("previous", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("entriesKey", ["account", "seq"])
    .execute();
  await schema
    .createTable("texts")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("path", "text", (column) => column.notNull())
    .addColumn("salt", "text")
    .addColumn("text", "text")
    .addPrimaryKeyConstraint("textsKey", ["account", "seq", "path"])
    .addForeignKeyConstraint("textsEntry", ["account", "seq"], "entries", ["account", "seq"])
    .execute();
}

/** A current-state table: under its account and id, the columns of these names. */
async function entityTable(
  { schema }: Kysely<unknown>,
  name: string,
  columns: { texts?: string[]; optionalTexts?: string[]; optionalTimes?: string[]; flags?: string[] },
): Promise<void> {
  let table: CreateTableBuilder<string, string> = schema
    .createTable(name)
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint(`${name}Key`, ["account", "id"]);
  for (const text of columns.texts ?? []) table = table.addColumn(text, "text", (column) => column.notNull());
  for (const text of columns.optionalTexts ?? []) table = table.addColumn(text, "text");
  for (const time of columns.optionalTimes ?? []) table = table.addColumn(time, "bigint");
  for (const flag of columns.flags ?? []) {
    table = table.addColumn(flag, "integer", (column) => column.notNull());
  }
  await table.execute();
}

async function placeTables(db: Kysely<unknown>): Promise<void> {
  await entityTable(db, "accounts", { texts: ["name", "status", "plan"] });
  await entityTable(db, "folders", {
    texts: ["name"],
    optionalTexts: ["parent"],
    flags: ["restricted", "workspace"],
  });
  await entityTable(db, "assets", {
    texts: ["folder", "name"],
    optionalTexts: ["version"],
    optionalTimes: ["expires"],
    flags: ["approved"],
  });
  await entityTable(db, "collections", { texts: ["folder", "name", "assets"] });
  await entityTable(db, "connections", {
    texts: ["connector", "name", "settings"],
    optionalTexts: ["folder"],
  });
}

async function accessTables(db: Kysely<unknown>): Promise<void> {
  await entityTable(db, "permissions", {
    texts: ["level", "needs", "description", "aliases"],
    optionalTexts: ["feature", "connector"],
  });
  await entityTable(db, "roles", {
    texts: ["name", "description", "permissions", "folders"],
    optionalTexts: ["feature"],
    flags: ["allAccess"],
  });
  await entityTable(db, "users", {
    texts: ["username", "name", "kind", "status"],
    optionalTexts: ["email"],
  });
  await entityTable(db, "groups", { texts: ["name", "members"] });
  await entityTable(db, "grants", {
    texts: ["role", "reason"],
    optionalTexts: ["user", "group", "folders", "asset", "collection", "givenBy"],
    optionalTimes: ["from", "until"],
  });
  await entityTable(db, "overrides", {
    texts: ["user", "effect", "permission", "reason"],
    optionalTexts: ["folder", "givenBy"],
    optionalTimes: ["from", "until"],
  });
  await entityTable(db, "keys", {
    texts: ["owner", "name"],
    optionalTexts: ["permissions", "folders", "connections"],
    optionalTimes: ["until"],
  });
}

async function credentialTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("sealedSecrets")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("masterKey", "text", (column) => column.notNull())
    .addColumn("nonce", "text", (column) => column.notNull())
    .addColumn("sealed", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("sealedSecretsKey", ["account", "connection"])
    .execute();
  await schema
    .createTable("keySecrets")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
}

async function workTables(db: Kysely<unknown>): Promise<void> {
  await deliveriesTable(db);
  await fetchLinksTable(db);
  await db.schema
    .createTable("jobs")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("lane", "text")
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("runAt", "bigint", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("leasedUntil", "bigint")
    .execute();
  await db.schema.createIndex("jobsDue").on("jobs").columns(["runAt", "id"]).execute();
  await db.schema.createIndex("jobsLeased").on("jobs").column("leasedUntil").execute();
  await actsTable(db);
}

async function deliveriesTable({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("deliveries")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("asset", "text", (column) => column.notNull())
    .addColumn("version", "text", (column) => column.notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("marker", "text", (column) => column.notNull())
    .addColumn("user", "text", (column) => column.notNull())
    .addColumn("principal", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("externalId", "text")
    .addColumn("externalUrl", "text")
    .addColumn("code", "text")
    .addColumn("message", "text")
    .addColumn("requestedAt", "bigint", (column) => column.notNull())
    .addColumn("updatedAt", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("deliveriesKey", ["account", "id"])
    .execute();
  // The claim itself: while a delivery holds its key, no second one can be written.
  await schema
    .createIndex("deliveriesHeld")
    .unique()
    .on("deliveries")
    .columns(["account", "connection", "version", "target"])
    .where(sql.ref("state"), "in", ["waiting", "sending", "delivered", "unknown"])
    .execute();
  await schema
    .createIndex("deliveriesNewest")
    .on("deliveries")
    .columns(["account", "requestedAt", "id"])
    .execute();
}

async function fetchLinksTable({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("fetchLinks")
    .addColumn("hash", "text", (column) => column.primaryKey())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("delivery", "text", (column) => column.notNull())
    .addColumn("version", "text", (column) => column.notNull())
    .addColumn("expires", "bigint", (column) => column.notNull())
    .addColumn("left", "integer", (column) => column.notNull())
    .execute();
  await schema.createIndex("fetchLinksEnd").on("fetchLinks").column("expires").execute();
}

async function actsTable({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("actHeads")
    .addColumn("account", "text", (column) => column.primaryKey())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("acts")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("user", "text", (column) => column.notNull())
    .addColumn("principal", "text", (column) => column.notNull())
    .addColumn("act", "text", (column) => column.notNull())
    .addColumn("permission", "text", (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("version", "text")
    .addColumn("connection", "text")
    .addColumn("effect", "text", (column) => column.notNull())
    .addColumn("code", "text", (column) => column.notNull())
    .addColumn("revision", "bigint", (column) => column.notNull())
    .addColumn("request", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("actsKey", ["account", "seq"])
    .execute();
  await schema.createIndex("actsOfUser").on("acts").columns(["account", "user", "seq"]).execute();
  await schema.createIndex("actsAtPlace").on("acts").columns(["account", "place", "seq"]).execute();
}
