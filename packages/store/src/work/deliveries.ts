import { GatefoldError, type Principal } from "@gatefold/core";
import { sql } from "kysely";
import type { Deliveries, Delivery, DeliveryState, NewJob } from "../contract.ts";
import type { Database, DeliveryRow, Writes } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";
import { addJob } from "./queue.ts";

/** The states that hold the key; the partial unique index over them is what makes it a claim. */
const HOLDING: readonly DeliveryState[] = ["waiting", "sending", "delivered", "unknown"];
/** Written out in the statement: a database takes the partial index only where it can see that it fits. */
const holding = HOLDING.map((state) => sql.lit<string>(state));

type Reservation = Parameters<Deliveries["reserve"]>[0];
type Filter = Parameters<Deliveries["list"]>[1];

export function createDeliveries(db: Database): Deliveries {
  return {
    reserve: (delivery, job) => inTransaction(db, (writes) => reserve(writes, delivery, job)),
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
  };
}

async function reserve(db: Writes, reservation: Reservation, job: NewJob) {
  const row = newRow(reservation);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("deliveries")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["account", "connection", "version", "target"])
        .where("state", "in", holding)
        .doNothing(),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return { reserved: false, delivery: await holder(db, row) };
  await addJob(db, job);
  return { reserved: true, delivery: deliveryOf(row) };
}

function newRow({ principal, ...reservation }: Reservation): DeliveryRow {
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
    updatedAt: reservation.requestedAt,
  };
}

async function holder(db: Writes, { account, connection, version, target }: DeliveryRow): Promise<Delivery> {
  const row = await db
    .selectFrom("deliveries")
    .selectAll()
    .where("account", "=", account)
    .where("connection", "=", connection)
    .where("version", "=", version)
    .where("target", "=", target)
    .where("state", "in", holding)
    .executeTakeFirst();
  if (row) return deliveryOf(row);
  throw new GatefoldError("DELIVERY_MOVED", "This delivery was let go at the same moment; ask again.");
}

function byId(db: Database, account: string, id: string) {
  return db.selectFrom("deliveries").where("account", "=", account).where("id", "=", id);
}

async function list(db: Database, account: string, filter: Filter): Promise<Delivery[]> {
  const { user, connection, asset, before, limit } = filter;
  let query = db.selectFrom("deliveries").selectAll().where("account", "=", account);
  if (user !== undefined) query = query.where("user", "=", user);
  if (connection !== undefined) query = query.where("connection", "=", connection);
  if (asset !== undefined) query = query.where("asset", "=", asset);
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

function deliveryOf(row: DeliveryRow): Delivery {
  const { user: _user, principal, state, ...columns } = row;
  return {
    ...columns,
    state: state as DeliveryState,
    principal: JSON.parse(principal) as Principal,
  };
}
