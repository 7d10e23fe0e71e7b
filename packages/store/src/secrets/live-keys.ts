import { GatefoldError } from "@gatefold/core";
import type { Database, Writes } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";
import type { Sealing } from "./sealing.ts";

/** The key was replaced, here or by another process, and must seal nothing more. */
export class MasterKeyRetired extends GatefoldError {
  override readonly name = "MasterKeyRetired";
  declare readonly code: "MASTER_KEY_RETIRED";

  constructor(id: string) {
    super(
      "MASTER_KEY_RETIRED",
      "This master key was replaced by a rotation; put the file in place that the rotation wrote.",
      { masterKey: id },
    );
  }
}

/**
 * A transaction that seals something: where the key was replaced meanwhile, once more with the one that came. Not even
 * one that is under way can leave a row behind that a dropped key would have to open.
 */
export async function inSealingTransaction<T>(
  db: Database,
  sealing: Sealing,
  work: (writes: Writes) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(db, work);
  } catch (error) {
    if (!(error instanceof MasterKeyRetired)) throw error;
    await sealing.refresh();
    return await inTransaction(db, work);
  }
}

/** Throws `MASTER_KEY_RETIRED`; else the key can't be retired before this transaction ends. */
export async function mustStillSeal(db: Writes, id: string): Promise<void> {
  const row = await db
    .selectFrom("masterKeys")
    .select("retired")
    .where("id", "=", id)
    .forShare()
    .executeTakeFirst();
  if (row?.retired === 1) throw new MasterKeyRetired(id);
  if (!row) await register(db, id);
}

/** As one that seals, unless it is known. */
export async function register(db: Database, id: string): Promise<void> {
  await db
    .insertInto("masterKeys")
    .values({ id, retired: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Waits for those who seal by it right now; from then on nobody does. */
export async function retire(db: Database, id: string): Promise<void> {
  await db
    .insertInto("masterKeys")
    .values({ id, retired: 1 })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ retired: 1 }))
    .execute();
}

export async function mustNotBeRetired(db: Database, id: string): Promise<void> {
  const row = await db.selectFrom("masterKeys").select("retired").where("id", "=", id).executeTakeFirst();
  if (row?.retired === 1) throw new MasterKeyRetired(id);
}
