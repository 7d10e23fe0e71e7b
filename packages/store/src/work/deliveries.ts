import { GatefoldError, type Millis, type Principal } from "@gatefold/core";
import { type ExpressionBuilder, sql } from "kysely";
import type {
  Deliveries,
  Delivery,
  DeliveryFilter,
  DeliveryState,
  NewJob,
  Reservation,
} from "../contract.ts";
import { batches } from "../database/batches.ts";
import type { Database, DeliveryRow, Tables, Writes } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";
import { addJob } from "./queue.ts";

/** The states that hold the key; the partial unique index over them is what makes it a claim. */
const HOLDING: readonly DeliveryState[] = ["waiting", "sending", "delivered", "unknown"];
/** Written out in the statement: a database takes the partial index only where it can see that it fits. */
const holding = HOLDING.map((state) => sql.lit<string>(state));

type InsteadOf = NonNullable<Parameters<Deliveries["reserve"]>[2]>;

export function createDeliveries(db: Database): Deliveries {
  return {
    reserve: (delivery, job, insteadOf) =>
      inTransaction(db, (writes) => reserve(writes, delivery, job, insteadOf)),
    async get(account, id) {
      const row = await byId(db, account, id).selectAll().executeTakeFirst();
      return row && deliveryOf(row);
    },
    list: (account, filter) => list(db, account, filter),
    async update(account, id, patch, from) {
      let query = db.updateTable("deliveries").set(patch).where("account", "=", account).where("id", "=", id);
      if (from !== undefined) query = query.where("state", "in", from);
      // A key that was let go is taken again by `reserve` alone: somebody else may hold it by now.
      if (patch.state !== undefined && HOLDING.includes(patch.state))
        query = query.where("state", "in", holding);
      const { numUpdatedRows } = await query.executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    cancelWaiting: (account, ids, now) => cancelWaiting(db, account, ids, now),
  };
}

async function reserve(db: Writes, reservation: Reservation, job: NewJob, insteadOf?: InsteadOf) {
  if (insteadOf) await letGo(db, reservation, insteadOf);
  const row = newRow(reservation, job.runAt);
  const [made] = await insertFree(db, [row]);
  if (made === undefined) {
    const [holder] = await holders(db, [row]);
    if (holder) return { reserved: false, delivery: holder };
    throw new GatefoldError("DELIVERY_MOVED", "This delivery was let go at the same moment; ask again.");
  }
  await addJob(db, job);
  if (insteadOf) {
    const { account, id: delivery } = row;
    const items = db.updateTable("deliveryJobItems").set({ delivery });
    await items.where("account", "=", account).where("delivery", "=", insteadOf.id).execute();
  }
  return { reserved: true, delivery: deliveryOf(row) };
}

async function letGo(db: Writes, { account, requestedAt }: Reservation, { id, ...reason }: InsteadOf) {
  const { numUpdatedRows } = await db
    .updateTable("deliveries")
    .set({ ...reason, state: "failed", leftAt: requestedAt, updatedAt: requestedAt })
    .where("account", "=", account)
    .where("id", "=", id)
    .where("state", "in", ["unknown", "failed"])
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  throw new GatefoldError("DELIVERY_MOVED", "The delivery changed at the same moment; look at it again.");
}

/** Inserts those whose key is free; answers their ids. */
export async function insertFree(db: Writes, rows: readonly DeliveryRow[]): Promise<string[]> {
  const made = await db
    .insertInto("deliveries")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["account", "connection", "version", "target"])
        .where("state", "in", holding)
        .doNothing(),
    )
    .returning("id")
    .execute();
  return made.map(({ id }) => id);
}

export function newRow({ principal, ...reservation }: Reservation, runAt: Millis): DeliveryRow {
  const { requestedAt } = reservation;
  return {
    ...reservation,
    user: principal.user,
    principal: JSON.stringify(principal),
    state: "waiting",
    attempts: 0,
    externalId: null,
    externalUrl: null,
    code: null,
    message: null,
    updatedAt: requestedAt,
    nextAt: runAt > requestedAt ? runAt : null,
    tryingSince: null,
    leftAt: null,
  };
}

type Key = Pick<Delivery, "account" | "connection" | "version" | "target">;

/** What holds the keys of these rows, which are of one account: as far as they are held. */
export async function holders(db: Writes, rows: readonly Key[]): Promise<Delivery[]> {
  const [first] = rows;
  if (!first) return [];
  const wanted = new Set(rows.map(keyOf));
  const held = await db
    .selectFrom("deliveries")
    .selectAll()
    .where("account", "=", first.account)
    .where("connection", "in", [...new Set(rows.map(({ connection }) => connection))])
    .where("version", "in", [...new Set(rows.map(({ version }) => version))])
    .where("state", "in", holding)
    .execute();
  return held.filter((row) => wanted.has(keyOf(row))).map(deliveryOf);
}

/** Tells keys apart within an account. */
export function keyOf({ connection, version, target }: Omit<Key, "account">): string {
  return JSON.stringify([connection, version, target]);
}

async function cancelWaiting(db: Database, account: string, ids: readonly string[], now: Millis) {
  const cancelled = new Set<string>();
  for (const some of batches(ids)) {
    const rows = await db
      .updateTable("deliveries")
      .set({ state: "cancelled", code: null, message: null, nextAt: null, updatedAt: now })
      .where("account", "=", account)
      .where("id", "in", some)
      .where("state", "=", "waiting")
      .returning("id")
      .execute();
    for (const { id } of rows) cancelled.add(id);
  }
  return cancelled;
}

function byId(db: Database, account: string, id: string) {
  return db.selectFrom("deliveries").where("account", "=", account).where("id", "=", id);
}

async function list(db: Database, account: string, filter: DeliveryFilter): Promise<Delivery[]> {
  const { user, connection, asset, externalId, needsALook, before, limit } = filter;
  let query = db.selectFrom("deliveries").selectAll().where("account", "=", account);
  if (user !== undefined) query = query.where("user", "=", user);
  if (connection !== undefined) query = query.where("connection", "=", connection);
  if (asset !== undefined) query = query.where("asset", "=", asset);
  if (externalId !== undefined) query = query.where("externalId", "=", externalId);
  if (needsALook !== undefined) query = query.where((build) => wantsALook(build, needsALook));
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
  return rows.map(deliveryOf);
}

/** What failed asks for no look where the same was asked for anew, and stands. */
function wantsALook(build: ExpressionBuilder<Tables, "deliveries">, codes: readonly string[]) {
  const anew = build
    .selectFrom("deliveries as anew")
    .select("anew.id")
    .whereRef("anew.account", "=", "deliveries.account")
    .whereRef("anew.connection", "=", "deliveries.connection")
    .whereRef("anew.version", "=", "deliveries.version")
    .whereRef("anew.target", "=", "deliveries.target")
    .where("anew.state", "in", holding);
  const failed = build.and([
    build("deliveries.state", "=", "failed"),
    build("deliveries.code", "in", [...codes]),
    build.not(build.exists(anew)),
  ]);
  return build.and([
    build("deliveries.leftAt", "is", null),
    build.or([build("deliveries.state", "=", "unknown"), failed]),
  ]);
}

export function deliveryOf(row: DeliveryRow): Delivery {
  const { user: _user, principal, state, ...columns } = row;
  return {
    ...columns,
    state: state as DeliveryState,
    principal: JSON.parse(principal) as Principal,
  };
}
