import { type Entities, type Kind, kinds } from "@gatefold/core";
import type { Head } from "../contract.ts";
import { columnsOf, type EntityRow } from "../database/entities.ts";
import type { Fault } from "./links.ts";
import type { Replay } from "./replay.ts";

type TableRows = ReadonlyMap<Kind, readonly EntityRow[]>;

/** The first row of the tables that is not what the journal makes it. */
export function differenceOf(replay: Replay, tables: TableRows, head: Head): Fault | undefined {
  for (const kind of kinds) {
    const difference = differenceIn(kind, replay, tables.get(kind) ?? []);
    if (difference) return { seq: head.seq, problem: "state-differs", message: difference };
  }
  return undefined;
}

function differenceIn(kind: Kind, replay: Replay, rows: readonly EntityRow[]): string | undefined {
  const { state, erased } = replay;
  const rowById = new Map(rows.map((row) => [row.id, row]));
  for (const entity of state.all(kind)) {
    const row = rowById.get(entity.id);
    if (!row) return `The ${kind} "${entity.id}" is missing from its table.`;
    const property = differingProperty(kind, entity, row, erased);
    if (property !== undefined) {
      return `The ${kind} "${entity.id}" differs from the journal in its table (${property}).`;
    }
    rowById.delete(entity.id);
  }
  const [extra] = rowById.keys();
  return extra === undefined
    ? undefined
    : `The ${kind} "${extra}" stands in its table, but not in the journal.`;
}

/** Compared as stored, so that nothing in the table needs to be readable. */
function differingProperty<K extends Kind>(
  kind: K,
  entity: Entities[K],
  row: EntityRow,
  erased: ReadonlySet<unknown>,
): string | undefined {
  const differing = columnsOf(kind).find(([property, column]) => {
    const value: unknown = entity[property as keyof Entities[K]];
    return !erased.has(value) && column.write(value) !== row[property];
  });
  return differing?.[0];
}
