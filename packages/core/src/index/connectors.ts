import type { State } from "../state/state.ts";
import { ACCOUNT, type Places } from "./places.ts";

/** Which connections of one connector serve which places. */
interface Served {
  readonly everywhere: boolean;
  readonly folders: ReadonlySet<number>;
  readonly byId: ReadonlyMap<string, number>;
}

/** The connections by connector, compiled when first asked about. */
export class Connectors {
  readonly #state: State;
  readonly #places: Places;
  readonly #served = new Map<string, Served | null>();

  constructor(state: State, places: Places) {
    this.#state = state;
    this.#places = places;
  }

  forget(connector: string): void {
    this.#served.delete(connector);
  }

  isOn(connector: string): boolean {
    return this.#of(connector) !== null;
  }

  /** Does one of them, or the one that is named, serve this place? At the account any will do. */
  serve(connector: string, place: number, named: string | undefined): boolean {
    const served = this.#of(connector);
    if (served === null) return false;
    if (named === undefined)
      return place === ACCOUNT || served.everywhere || this.#isUnder(place, served.folders);
    const folder = served.byId.get(named);
    if (folder === undefined) return false;
    return place === ACCOUNT || folder === ACCOUNT || this.#places.isWithin(place, folder);
  }

  #isUnder(place: number, folders: ReadonlySet<number>): boolean {
    for (let at = place; at !== ACCOUNT; at = this.#places.parent(at)) if (folders.has(at)) return true;
    return false;
  }

  #of(connector: string): Served | null {
    const known = this.#served.get(connector);
    if (known !== undefined) return known;
    const connections = this.#state.find("connectionsOf", connector);
    const byId = new Map<string, number>();
    for (const { id, folder } of connections) {
      byId.set(id, folder === null ? ACCOUNT : this.#places.numberOfFolder(folder));
    }
    const folders = new Set(byId.values());
    const served = connections.length === 0 ? null : { everywhere: folders.has(ACCOUNT), folders, byId };
    this.#served.set(connector, served);
    return served;
  }
}
