import { EventRefused } from "../errors.ts";
import type { Entities, Kind } from "../model.ts";
import type { Change, State } from "./state.ts";

/** The state as an event's rule sees it: reads that insist, writes that are logged. */
export class Draft {
  readonly state: State;
  readonly #log: Change[];

  constructor(state: State, log: Change[]) {
    this.state = state;
    this.#log = log;
  }

  need<K extends Kind>(kind: K, id: string): Entities[K] {
    const row = this.state.get(kind, id);
    if (row) return row;
    throw new EventRefused("UNKNOWN_ID", `There is no ${kind} "${id}".`, { kind, id });
  }

  /** Checks that every id names a row of this kind. */
  needAll(kind: Kind, ids: Iterable<string>): void {
    for (const id of ids) this.need(kind, id);
  }

  create<K extends Kind>(kind: K, row: Entities[K] & { id: string }): void {
    if (this.state.get(kind, row.id)) {
      throw new EventRefused("DUPLICATE_ID", `There is already a ${kind} "${row.id}".`, { kind, id: row.id });
    }
    this.#put(kind, row.id, row);
  }

  change<K extends Kind>(kind: K, id: string, patch: Partial<Entities[K]>): void {
    this.#put(kind, id, { ...this.need(kind, id), ...patch });
  }

  replace<K extends Kind>(kind: K, row: Entities[K] & { id: string }): void {
    this.#put(kind, row.id, row);
  }

  remove(kind: Kind, id: string): void {
    this.need(kind, id);
    this.#put(kind, id, undefined);
  }

  #put<K extends Kind>(kind: K, id: string, row: Entities[K] | undefined): void {
    this.#log.push(this.state.put(kind, id, row));
  }
}
