import { GatefoldError, type Millis } from "@gatefold/core";
import { sql } from "kysely";
import type { Append, KeySecrets, SealedSecrets } from "../contract.ts";
import type { Database, Writes } from "../database/tables.ts";
import { mustStillSeal } from "./live-keys.ts";
import type { Sealing } from "./sealing.ts";

export function createSealedSecrets(db: Database, sealing: Sealing): SealedSecrets {
  return {
    async open(account, connection) {
      const row = await db
        .selectFrom("sealedSecrets")
        .selectAll()
        .where("account", "=", account)
        .where("connection", "=", connection)
        .executeTakeFirst();
      return row && (await sealing.open(row));
    },
  };
}

export async function holdsSecrets(db: Database): Promise<boolean> {
  return (await db.selectFrom("sealedSecrets").select("account").limit(1).execute()).length > 0;
}

export function createKeySecrets(db: Database): KeySecrets {
  return {
    async find(key) {
      const row = await db.selectFrom("keySecrets").selectAll().where("key", "=", key).executeTakeFirst();
      if (!row) return undefined;
      const { account, hash, previousHash, previousUntil } = row;
      const isRolled = previousHash !== null && previousUntil !== null;
      return { account, hash, previous: isRolled ? { hash: previousHash, until: previousUntil } : null };
    },
    async used(uses) {
      const rows = [...uses];
      for (let from = 0; from < rows.length; from += usesAtOnce) {
        await noteUses(db, rows.slice(from, from + usesAtOnce));
      }
    },
    async lastUses(account, keys) {
      if (keys.length === 0) return new Map();
      const rows = await db
        .selectFrom("keySecrets")
        .select(["key", "lastUsed"])
        .where("account", "=", account)
        .where("key", "in", keys)
        .execute();
      return new Map(rows.flatMap(({ key, lastUsed }) => (lastUsed === null ? [] : [[key, lastUsed]])));
    },
  };
}

/** A statement takes some thousands of values; each use takes five. */
const usesAtOnce = 500;

async function noteUses(db: Database, uses: readonly (readonly [string, Millis])[]): Promise<void> {
  const cases = uses.map(([key, at]) => sql`when ${key} then cast(${at} as bigint)`);
  const at = sql<number>`case ${sql.ref("key")} ${sql.join(cases, sql` `)} end`;
  const keys = uses.map(([key]) => key);
  await db
    .updateTable("keySecrets")
    .set({ lastUsed: at })
    .where("key", "in", keys)
    .where((eb) => eb.or([eb("lastUsed", "is", null), eb("lastUsed", "<", at)]))
    .execute();
}

export async function writeSealed(
  db: Writes,
  sealing: Sealing,
  account: string,
  { connection, secrets }: NonNullable<Append["sealed"]>,
): Promise<void> {
  if (secrets === null) {
    await db
      .deleteFrom("sealedSecrets")
      .where("account", "=", account)
      .where("connection", "=", connection)
      .execute();
    return;
  }
  const row = sealing.seal(account, connection, secrets);
  const { masterKey, nonce, sealed } = row;
  await mustStillSeal(db, masterKey);
  await db
    .insertInto("sealedSecrets")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["account", "connection"]).doUpdateSet({ masterKey, nonce, sealed }),
    )
    .execute();
}

export async function writeKeySecret(
  db: Writes,
  account: string,
  { key, hash, previousUntil }: NonNullable<Append["keySecret"]>,
): Promise<void> {
  if (hash === null) {
    await db.deleteFrom("keySecrets").where("account", "=", account).where("key", "=", key).execute();
    return;
  }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("keySecrets")
    .values({ key, account, hash, previousHash: null, previousUntil: null, lastUsed: null })
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet((eb) =>
          previousUntil === undefined
            ? { hash, previousHash: null, previousUntil: null }
            : { hash, previousHash: eb.ref("keySecrets.hash"), previousUntil },
        )
        .where("keySecrets.account", "=", account),
    )
    .executeTakeFirst();
  // Fail closed: a key's id names one account's key, and no other account's may take its place.
  if (numInsertedOrUpdatedRows !== 1n) {
    throw new GatefoldError("DUPLICATE_ID", "This key's id is taken; make a key with a new one.", { key });
  }
}
