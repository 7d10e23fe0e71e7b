import type { Entities, Event, Kind, Principal } from "@gatefold/core";
import type { Kysely } from "kysely";
import { mentionRows } from "../../journal/mentions.ts";
import { batches } from "../batches.ts";

/** By what entries are found. No part of the chain: it could be made from it again, as is done here for what is there. */
export async function mentions(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("mentions")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("mentionsKey", ["account", "role", "id", "seq"])
    .execute();
  await schema.createIndex("entriesAt").on("entries").columns(["account", "at", "seq"]).execute();
  await schema.createIndex("actsAt").on("acts").columns(["account", "at", "seq"]).execute();
  await schema.createIndex("actsOfCode").on("acts").columns(["account", "code", "seq"]).execute();
  await fill(db.withTables<Rows>());
}

/** Written out, as the tables were then. */
type Rows = {
  entries: { account: string; seq: number; principal: string; event: string };
  mentions: { account: string; role: string; id: string; seq: number };
};

const PAGE = 500;

async function fill(db: Kysely<Rows>): Promise<void> {
  const accounts = await db.selectFrom("entries").select("account").distinct().execute();
  for (const { account } of accounts) {
    const made = new Map<string, Entities[Kind]>();
    for (let after = 0; ;) {
      const rows = await db
        .selectFrom("entries")
        .select(["account", "seq", "principal", "event"])
        .where("account", "=", account)
        .where("seq", ">", after)
        .orderBy("seq")
        .limit(PAGE)
        .execute();
      const found = rows.flatMap((row) => {
        const event = JSON.parse(row.event) as Event;
        const { user } = JSON.parse(row.principal) as Principal;
        const mentioned = mentionRows([row], [event], user, (kind, id) => made.get(`${kind}/${id}`));
        remember(made, event);
        return mentioned;
      });
      for (const batch of batches(found)) await db.insertInto("mentions").values(batch).execute();
      const last = rows.at(-1);
      if (!last) break;
      after = last.seq;
    }
  }
}

/** A thing stands under its kind's name in the event that makes it. */
function remember(made: Map<string, Entities[Kind]>, event: Event): void {
  const [kind = ""] = event.type.split(".");
  const thing = Object.entries(event).find(([name]) => name === kind)?.[1] as Entities[Kind] | undefined;
  if (thing && typeof thing === "object" && "id" in thing) made.set(`${kind}/${thing.id}`, thing);
}
