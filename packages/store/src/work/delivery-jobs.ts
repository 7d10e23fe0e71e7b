import type { Millis, Principal } from "@gatefold/core";
import type {
  Delivery,
  DeliveryItem,
  DeliveryJob,
  DeliveryJobs,
  DeliveryState,
  DeliveryTally,
  NewDeliveryItem,
} from "../contract.ts";
import { batches } from "../database/batches.ts";
import type { Database, DeliveryJobItemRow, DeliveryJobRow, Writes } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";
import { deliveryOf, holders, insertFree, keyOf, newRow } from "./deliveries.ts";
import { addJobs } from "./queue.ts";

type NewJobOfMany = Parameters<DeliveryJobs["create"]>[0];
type ToReserve = Extract<NewDeliveryItem, { readonly reservation: object }>;

export function createDeliveryJobs(db: Database): DeliveryJobs {
  return {
    create: (job, wanted) => inTransaction(db, (writes) => create(writes, job, wanted)),
    async get(account, id) {
      const row = await byId(db, account, id).selectAll().executeTakeFirst();
      return row && jobOf(row);
    },
    list: (account, filter) => list(db, account, filter),
    tallies: (account, jobs) => tallies(db, account, jobs),
    items: (account, job, range) => items(db, account, job, range),
    changed: (jobs, since) => changed(db, jobs, since),
    async cancel(account, id, now) {
      const query = db.updateTable("deliveryJobs").set({ cancelledAt: now }).where("account", "=", account);
      await query.where("id", "=", id).where("cancelledAt", "is", null).execute();
    },
  };
}

function byId(db: Database, account: string, id: string) {
  return db.selectFrom("deliveryJobs").where("account", "=", account).where("id", "=", id);
}

async function create(db: Writes, job: NewJobOfMany, wanted: readonly NewDeliveryItem[]): Promise<void> {
  const held = await reserveAll(
    db,
    wanted.filter((item) => "reservation" in item),
  );
  const { principal, asked, ...columns } = job;
  const row: DeliveryJobRow = {
    ...columns,
    user: principal.user,
    principal: JSON.stringify(principal),
    asked: JSON.stringify(asked ?? null),
    items: wanted.length,
    cancelledAt: null,
  };
  await db.insertInto("deliveryJobs").values(row).execute();
  const rows = wanted.map((item, place) => itemRow(job, item, place + 1, held));
  for (const some of batches(rows)) await db.insertInto("deliveryJobItems").values(some).execute();
}

/** What holds each key in the end, by `keyOf`: this job's own reservation, or somebody's before it. */
async function reserveAll(db: Writes, wanted: readonly ToReserve[]): Promise<ReadonlyMap<string, Delivery>> {
  const held = new Map<string, Delivery>();
  // In one order whoever asks, so that of two who ask for the same none waits for the other in a circle.
  const sorted = wanted
    .map((item) => ({ item, key: keyOf(item.reservation) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
  for (const some of batches(sorted)) {
    const rows = some.map(({ item }) => newRow(item.reservation, item.work.runAt));
    const made = new Set(await insertFree(db, rows));
    for (const row of rows.filter(({ id }) => made.has(id))) held.set(keyOf(row), deliveryOf(row));
    const others = await holders(
      db,
      rows.filter(({ id }) => !made.has(id)),
    );
    for (const other of others) held.set(keyOf(other), other);
    await addJobs(
      db,
      some.flatMap(({ item, key }) => queued(item, held.get(key))),
    );
  }
  return held;
}

function queued({ reservation, work, look }: ToReserve, holder: Delivery | undefined) {
  if (holder?.id === reservation.id) return [work];
  // A person wants to know: it is looked for on the platform before anything else.
  return holder?.state === "unknown" ? [{ ...look, body: { ...bodyOf(look), delivery: holder.id } }] : [];
}

const bodyOf = ({ body }: ToReserve["look"]): object =>
  typeof body === "object" && body !== null ? body : {};

function itemRow(
  { account, id: job }: NewJobOfMany,
  item: NewDeliveryItem,
  number: number,
  held: ReadonlyMap<string, Delivery>,
): DeliveryJobItemRow {
  const none = { delivery: null, existing: 0 };
  if (!("reservation" in item)) return { account, job, number, ...none, ...item };
  const { id, asset, connection } = item.reservation;
  const place = { account, job, number, asset, connection };
  const delivery = held.get(keyOf(item.reservation));
  if (!delivery) {
    const message = "This delivery was let go at the same moment; ask again.";
    return { ...place, ...none, code: "DELIVERY_MOVED", message };
  }
  const existing = delivery.id === id ? 0 : 1;
  return { ...place, delivery: delivery.id, existing, code: null, message: null };
}

async function list(
  db: Database,
  account: string,
  { user, before, limit }: Parameters<DeliveryJobs["list"]>[1],
): Promise<DeliveryJob[]> {
  let query = db.selectFrom("deliveryJobs").selectAll().where("account", "=", account);
  if (user !== undefined) query = query.where("user", "=", user);
  if (before !== undefined) {
    query = query.where((build) =>
      build(
        build.refTuple("requestedAt", "id"),
        "<",
        byId(db, account, before).select(["requestedAt", "id"]).$asTuple("requestedAt", "id"),
      ),
    );
  }
  const rows = await query.orderBy("requestedAt", "desc").orderBy("id", "desc").limit(limit).execute();
  return rows.map(jobOf);
}

async function tallies(db: Database, account: string, jobs: readonly string[]) {
  if (jobs.length === 0) return new Map<string, DeliveryTally[]>();
  const rows = await db
    .selectFrom("deliveryJobItems as item")
    .leftJoin("deliveries as of", (join) =>
      join.onRef("of.account", "=", "item.account").onRef("of.id", "=", "item.delivery"),
    )
    .select(({ fn }) => [
      "item.job",
      "item.existing",
      "of.state",
      fn.coalesce("of.code", "item.code").as("why"),
      fn.countAll<number>().as("count"),
      fn.min("of.nextAt").as("nextAt"),
    ])
    .where("item.account", "=", account)
    .where("item.job", "in", jobs)
    .groupBy(({ fn }) => ["item.job", "item.existing", "of.state", fn.coalesce("of.code", "item.code")])
    .execute();
  const byJob = Map.groupBy(rows, ({ job }) => job);
  return new Map([...byJob].map(([job, lines]) => [job, lines.map(tallyOf)]));
}

function tallyOf(row: {
  readonly state: string | null;
  readonly existing: number;
  readonly why: string | null;
  readonly count: number;
  readonly nextAt: Millis | null;
}): DeliveryTally {
  const { state, existing, why: code, count, nextAt } = row;
  return { state: (state ?? "refused") as DeliveryState, existing: existing === 1, code, count, nextAt };
}

async function items(
  db: Database,
  account: string,
  job: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<DeliveryItem[]> {
  const rows = await db
    .selectFrom("deliveryJobItems")
    .selectAll()
    .where("account", "=", account)
    .where("job", "=", job)
    .where("number", ">", after)
    .orderBy("number")
    .limit(limit)
    .execute();
  const ids = rows.flatMap(({ delivery }) => delivery ?? []);
  const found = new Map<string, Delivery>();
  for (const some of batches(ids)) {
    const query = db.selectFrom("deliveries").selectAll().where("account", "=", account);
    for (const row of await query.where("id", "in", some).execute()) found.set(row.id, deliveryOf(row));
  }
  return rows.map((row) => itemOf(row, found.get(row.delivery ?? "") ?? null));
}

async function changed(db: Database, jobs: Parameters<DeliveryJobs["changed"]>[0], since: Millis) {
  if (jobs.length === 0) return [];
  const accounts = [...new Set(jobs.map(({ account }) => account))];
  const rows = await db
    .selectFrom("deliveryJobItems as item")
    .innerJoin("deliveries", (join) =>
      join.onRef("deliveries.account", "=", "item.account").onRef("deliveries.id", "=", "item.delivery"),
    )
    .selectAll("deliveries")
    .select(["item.job as itemJob", "item.number as itemNumber", "item.existing as itemExisting"])
    .where("item.account", "in", accounts)
    .where(
      "item.job",
      "in",
      jobs.map(({ id }) => id),
    )
    .where("deliveries.updatedAt", ">=", since)
    .orderBy("item.job")
    .orderBy("item.number")
    .execute();
  return rows.map(({ itemJob: job, itemNumber: number, itemExisting: existing, ...row }) => {
    const { account, asset, connection, id: delivery } = row;
    const item = { account, job, number, asset, connection, delivery, existing, code: null, message: null };
    return itemOf(item, deliveryOf(row));
  });
}

function itemOf(row: DeliveryJobItemRow, delivery: Delivery | null): DeliveryItem {
  const { job, number, asset, connection, existing, code, message } = row;
  return { job, number, asset, connection, existing: existing === 1, delivery, code, message };
}

function jobOf({ user: _user, principal, asked, ...columns }: DeliveryJobRow): DeliveryJob {
  return {
    ...columns,
    principal: JSON.parse(principal) as Principal,
    asked: JSON.parse(asked) as unknown,
  };
}
