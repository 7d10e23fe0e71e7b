import { StoreContended } from "../errors.ts";
import type { Database, Writes } from "./tables.ts";

const TRIES = 5;

/** All of it or nothing; once more from the start where the database ended it for another writer's sake. */
export async function inTransaction<T>(db: Database, work: (writes: Writes) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!(error instanceof StoreContended) || tries === TRIES) throw error;
    }
  }
}
