import { type Change, type Kind, kinds, State } from "@gatefold/core";
import { batches } from "../database/batches.ts";
import { columnsOf, type EntityRow, entityOf, rowOf, tableOf } from "../database/entities.ts";
import type { Database, Writes } from "../database/tables.ts";

/** Writes what these changes leave behind into the current-state tables. */
export async function writeChanges(db: Writes, account: string, changes: readonly Change[]): Promise<void> {
  for (const kind of kinds) {
    const ofKind = changes.filter((change) => change.kind === kind);
    const gone = ofKind.filter(({ after }) => after === undefined).map(({ id }) => id);
    const rows = ofKind.flatMap(({ after }) => (after === undefined ? [] : [rowOf(kind, account, after)]));
    for (const ids of batches(gone)) await removeRows(db, kind, account, ids);
    for (const batch of batches(rows)) await writeRows(db, kind, batch);
  }
}

/** The state as the tables hold it. */
export async function loadState(db: Database, account: string, revision: number): Promise<State> {
  const state = new State();
  for (const kind of kinds) {
    for (const row of await readRows(db, kind, account)) state.put(kind, row.id, entityOf(kind, row));
  }
  state.revision = revision;
  return state;
}

export async function readRows(db: Database, kind: Kind, account: string): Promise<EntityRow[]> {
  const rows = await db.selectFrom(tableOf(kind)).selectAll().where("account", "=", account).execute();
  return rows as EntityRow[];
}

async function removeRows(db: Writes, kind: Kind, account: string, ids: string[]): Promise<void> {
  await db.deleteFrom(tableOf(kind)).where("account", "=", account).where("id", "in", ids).execute();
}

async function writeRows(db: Writes, kind: Kind, rows: EntityRow[]): Promise<void> {
  const properties = columnsOf(kind).map(([property]) => property);
  await db
    .insertInto(tableOf(kind))
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["account", "id"])
        .doUpdateSet((build) =>
          Object.fromEntries(properties.map((property) => [property, build.ref(`excluded.${property}`)])),
        ),
    )
    .execute();
}
