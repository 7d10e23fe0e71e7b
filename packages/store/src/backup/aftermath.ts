import { GatefoldError, type Millis } from "@gatefold/core";
import type { Database, Writes } from "../database/tables.ts";
import type { Aftermath } from "./contract.ts";

/** Whether API keys open again as they did when the backup was made; `except` those, if they are suspended. */
export type KeysAfter =
  | { readonly suspend: false }
  | { readonly suspend: true; readonly except: readonly string[] };

/** Nothing that was under way then is taken up by itself: it may have been done since. */
export async function afterRestore(db: Writes, now: Millis, keys: KeysAfter): Promise<Aftermath> {
  const { numUpdatedRows: toLookAt } = await db
    .updateTable("deliveries")
    .set({ state: "unknown", updatedAt: now, ...restored })
    .where("state", "in", ["waiting", "sending"])
    .executeTakeFirst();
  // What looked again by itself does so no more: the queue is emptied.
  await db.updateTable("deliveries").set({ nextAt: null }).where("nextAt", "is not", null).execute();
  const { numDeletedRows: jobs } = await db.deleteFrom("jobs").executeTakeFirst();
  const { numDeletedRows: links } = await db.deleteFrom("fetchLinks").executeTakeFirst();
  const keysSuspended = keys.suspend ? await suspendKeys(db, keys.except) : 0;
  return {
    toLookAt: Number(toLookAt),
    jobs: Number(jobs),
    links: Number(links),
    keys: await countKeys(db),
    keysSuspended,
  };
}

const restored = {
  code: "RESTORED",
  message:
    "It was on its way when the backup was made that this was restored from, and may have arrived since; deliver it again to have it looked for first.",
};

/** A key without its secret's hash opens nothing until it is rolled. */
async function suspendKeys(db: Writes, except: readonly string[]): Promise<number> {
  const kept = await db
    .selectFrom("keySecrets")
    .select("key")
    .where("key", "in", [...except, ""])
    .execute();
  if (kept.length === 0) {
    throw new GatefoldError(
      "NO_KEY_LEFT",
      "With every key suspended nobody could come in; name one that is in good hands, with --keep-key ID.",
    );
  }
  const { numDeletedRows } = await db
    .deleteFrom("keySecrets")
    .where(
      "key",
      "not in",
      kept.map(({ key }) => key),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function countKeys(db: Database): Promise<number> {
  const { rows } = await db
    .selectFrom("keySecrets")
    .select(({ fn }) => fn.countAll<number>().as("rows"))
    .executeTakeFirstOrThrow();
  return rows;
}
