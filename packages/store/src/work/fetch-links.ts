import type { FetchLinks } from "../contract.ts";
import type { Database } from "../database/tables.ts";

export function createFetchLinks(db: Database): FetchLinks {
  return {
    async add(link, now) {
      await db.deleteFrom("fetchLinks").where("expires", "<=", now).execute();
      await db.insertInto("fetchLinks").values(link).execute();
    },
    /** One statement, so that two who fetch at once never share the last fetch. */
    take: (hash, now) =>
      db
        .updateTable("fetchLinks")
        .set(({ eb }) => ({ left: eb("left", "-", 1) }))
        .where("hash", "=", hash)
        .where("expires", ">", now)
        .where("left", ">", 0)
        .returningAll()
        .executeTakeFirst(),
  };
}
