import type { State } from "../state/state.ts";
import { ACCOUNT, ASSET, MARKED, type Places, RESTRICTED } from "./places.ts";
import type { CollectionRight, Rights } from "./rights.ts";
import { ALL_ACCESS, ALLOW, DENY, NO_ROW, PLACE, ROLE, rowOf } from "./table.ts";

/**
 * One way up from a place, for some permissions (bits of one word). What it finds is in its fields until the next walk,
 * so that asking allocates nothing.
 */
export class Walk {
  /** By bit: the nearest override denies it. */
  denied = 0;
  /** By bit: the nearest override allows it, on this side of the nearest restricted folder. */
  allowed = 0;
  /** By bit: a role names it. */
  given = 0;
  /** A role of all access reaches the place. */
  everything = false;
  readonly #state: State;
  readonly #places: Places;

  constructor(state: State, places: Places) {
    this.#state = state;
    this.#places = places;
  }

  /** Which of the wanted permissions the user has. */
  granted(wanted: number): number {
    const byRoles = this.everything ? -1 : this.given;
    return (this.allowed | (byRoles & ~this.denied)) & wanted;
  }

  /**
   * The user's table must be prepared. `causes`: go on until it is known by what each is had or denied; else only until
   * it is known whether all of them are had.
   */
  up(rights: Rights, user: number, from: number, word: number, wanted: number, causes: boolean): void {
    const { words, stride, starts, masks } = rights.tables;
    const { parents, flags } = this.#places;
    const start = starts[user] as number;
    const mask = masks[user] as number;
    const fields = 3 * word;
    const denies = (words[start + fields + DENY] as number) & wanted;
    const allows = (words[start + fields + ALLOW] as number) & wanted;
    const mayBeAll = words[start + ALL_ACCESS] !== 0;
    const contested = causes ? denies | allows : denies;
    this.#begin(rights, user, from, word);
    if (words[start + PLACE] === 0) {
      const possible = mayBeAll ? wanted : ((words[start + fields + ROLE] as number) & wanted) | allows;
      if (causes ? (possible | denies) === 0 : possible !== wanted) return;
    }
    let { everything, given } = this;
    let allowed = 0;
    let denied = 0;
    /** Those whose nearest override has not been met. */
    let open = wanted;
    let walled = false;
    for (let at = from; ; at = parents[at] as number) {
      const flag = flags[at] as number;
      const row = flag & MARKED ? rowOf(words, start + stride, stride, mask, at) : NO_ROW;
      if (row !== NO_ROW) {
        const deny = (words[row + fields + DENY] as number) & open;
        const allow = (words[row + fields + ALLOW] as number) & open & ~deny;
        denied |= deny;
        open &= ~(deny | allow);
        if (words[row + ALL_ACCESS] !== 0) everything = true;
        if (!walled) {
          allowed |= allow;
          given |= words[row + fields + ROLE] as number;
        }
        if (
          (open & contested) === 0 &&
          (everything || (((allowed | given) & wanted) === wanted && !(causes && mayBeAll)))
        )
          break;
      }
      if (at === ACCOUNT) break;
      // What is inherited stops here, but for denies and all access.
      if (flag & RESTRICTED) {
        walled = true;
        if (!mayBeAll && (open & contested) === 0) break;
      }
    }
    this.denied = denied;
    this.allowed = allowed;
    this.given = given;
    this.everything = everything;
  }

  /** What collections give of an asset, which is nearer than any folder. */
  #begin(rights: Rights, user: number, from: number, word: number): void {
    this.denied = 0;
    this.allowed = 0;
    this.given = 0;
    this.everything = false;
    const { words, starts } = rights.tables;
    if (words[(starts[user] as number) + PLACE] === 0 || !((this.#places.flags[from] as number) & ASSET))
      return;
    for (const right of rights.collectionsOf(user)) {
      if (!this.#reaches(right, from)) continue;
      this.everything ||= right.role.allAccess;
      this.given |= right.role.mask[word] as number;
    }
  }

  /** Not where a restricted folder is above the asset and not above the collection; all access stops there too. */
  #reaches({ collection, role }: CollectionRight, asset: number): boolean {
    const places = this.#places;
    const id = places.idOf(asset);
    if (id === null || !this.#state.lists("collectionsWith", id, collection)) return false;
    if (role.folders && !role.folders.some((folder) => places.isWithin(asset, folder))) return false;
    const wall = places.wallOf(asset);
    const home = places.folder(this.#state.get("collection", collection)?.folder ?? "");
    return wall === ACCOUNT || (home !== undefined && places.isWithin(home, wall));
  }
}
