import { setImmediate } from "node:timers/promises";
import type { Millis } from "@gatefold/core";
import type { Database } from "../database/tables.ts";
import type { Cutoffs, LetGo, Retention } from "./contract.ts";

/** Rows that go at a time: others write in between. */
const AT_ONCE = 1000;
const ENDED = ["delivered", "refused", "failed", "cancelled", "removed"];
/** States in which nothing is on the platform by us, or not any more. */
const GONE = ["refused", "failed", "cancelled", "removed"];

export function createRetention(db: Database): Retention {
  return {
    async sweep(now, unlessAfter, before) {
      if (!(await claimed(db, now, unlessAfter))) return undefined;
      return {
        acts: await sweepActs(db, before.acts),
        looks: await sweepLooks(db, before.looks),
        deliveries: await emptyDeliveries(db, before.deliveryDetails),
      };
    },
  };
}

/** The row is the claim: of two that would sweep now, the second finds that it was done. */
async function claimed(db: Database, now: Millis, unlessAfter: Millis): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("sweeps")
    .values({ name: "retention", at: now })
    .onConflict((conflict) =>
      conflict.column("name").doUpdateSet({ at: now }).where("sweeps.at", "<=", unlessAfter),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function sweepActs(db: Database, before: Cutoffs["acts"]): Promise<LetGo["acts"]> {
  if (before === null) return 0;
  const accounts = await db.selectFrom("actHeads").select("account").execute();
  let gone = 0;
  for (const { account } of accounts) {
    gone += await inPieces(async () => {
      const old = db
        .selectFrom("acts")
        .select("seq")
        .where("account", "=", account)
        .where("at", "<", before)
        .orderBy("at")
        .limit(AT_ONCE);
      const query = db.deleteFrom("acts").where("account", "=", account).where("seq", "in", old);
      return Number((await query.executeTakeFirst()).numDeletedRows);
    });
  }
  return gone;
}

/** A minute's looks at a time: they have no number of their own. */
async function sweepLooks(db: Database, before: Cutoffs["looks"]): Promise<LetGo["looks"]> {
  if (before === null) return 0;
  let gone = 0;
  for (;;) {
    const { minute } = await db
      .selectFrom("looks")
      .select(({ fn }) => fn.min("minute").as("minute"))
      .where("minute", "<", before)
      .executeTakeFirstOrThrow();
    if (minute === null) return gone;
    const { numDeletedRows } = await db.deleteFrom("looks").where("minute", "=", minute).executeTakeFirst();
    gone += Number(numDeletedRows);
    await setImmediate();
  }
}

async function emptyDeliveries(db: Database, before: Cutoffs["deliveryDetails"]): Promise<number> {
  if (before === null) return 0;
  const told = await db
    .updateTable("deliveries")
    .set({ message: null })
    .where("updatedAt", "<", before)
    .where("state", "in", ENDED)
    .where("message", "is not", null)
    .executeTakeFirst();
  const gone = await db
    .updateTable("deliveries")
    .set({ externalId: null, externalUrl: null })
    .where("updatedAt", "<", before)
    .where("state", "in", GONE)
    .where((build) => build.or([build("externalId", "is not", null), build("externalUrl", "is not", null)]))
    .executeTakeFirst();
  return Number(told.numUpdatedRows) + Number(gone.numUpdatedRows);
}

async function inPieces(piece: () => Promise<number>): Promise<number> {
  for (let all = 0; ;) {
    const some = await piece();
    all += some;
    if (some < AT_ONCE) return all;
    await setImmediate();
  }
}
