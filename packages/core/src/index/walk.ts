import type { DecisionCode } from "../decisions/decision.ts";
import type { State } from "../state/state.ts";
import { ACCOUNT, ASSET, MARKED, type Places, RESTRICTED } from "./places.ts";
import type { CollectionRight, Rights } from "./rights.ts";
import { answers, findsAtOnce, NOT_HERE, slotAt } from "./short-path.ts";
import { ALL_ACCESS, COLLECTIONS, head, row, slot } from "./tables.ts";

/**
 * One way up from a place, for some permissions: bits of one word of the catalogue. What it finds is in its fields until
 * the next walk, so that asking allocates nothing.
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
  readonly #rights: Rights;

  constructor(state: State, places: Places, rights: Rights) {
    this.#state = state;
    this.#places = places;
    this.#rights = rights;
  }

  /** Has the user, whose head is here, all of these? */
  finds(user: number, at: number, from: number, word: number, wanted: number): boolean {
    this.#places.linkUp(from);
    const short = findsAtOnce(this.#rights.tables, this.#places.nodes, at, from, word, wanted);
    if (short !== answers.unsure) return short === answers.yes;
    this.up(user, at, from, word, wanted, false);
    return this.granted(wanted) === wanted;
  }

  /** By what the user has one permission, or why not. */
  cause(user: number, at: number, from: number, word: number, bit: number): DecisionCode {
    const short = findsAtOnce(this.#rights.tables, this.#places.nodes, at, from, word, bit);
    if (short !== answers.unsure) return short === answers.yes ? "ROLE" : "NO_GRANT";
    this.up(user, at, from, word, bit, true);
    if (this.denied & bit) return "OVERRIDE_DENY";
    if (this.allowed & bit) return "OVERRIDE_ALLOW";
    if (this.everything) return "ALL_ACCESS";
    // Here everything fails closed: what nothing allows is denied.
    return this.given & bit ? "ROLE" : "NO_GRANT";
  }

  /** Which of the wanted permissions the last walk found the user to have. */
  granted(wanted: number): number {
    const byRoles = this.everything ? -1 : this.given;
    return (this.allowed | (byRoles & ~this.denied)) & wanted;
  }

  /**
   * Looks for all that decides. `causes`: until it is known by what each is had or denied; else only until it is known
   * whether all of them are had.
   */
  up(user: number, at: number, from: number, word: number, wanted: number, causes: boolean): void {
    const { tables } = this.#rights;
    const { heads, words } = tables;
    const places = this.#places;
    const fields = 3 * word;
    const traits = heads[at + head.traits] as number;
    const contested = (heads[at + head.overridden + 2 * word] as number) & wanted;
    const mayBeAll = (traits & ALL_ACCESS) !== 0;
    this.#begin(user, traits, from, word);
    let { everything, given } = this;
    let allowed = 0;
    let denied = 0;
    /** Those whose nearest override has not been met. */
    let open = wanted;
    let walled = false;
    for (let place = from; ; place = places.above(place)) {
      const node = places.nodeOf(place);
      const found = node & MARKED ? slotAt(tables, at, place) : NOT_HERE;
      if (found !== NOT_HERE) {
        const here = words[found + slot.row] as number;
        const deny = (words[here + row.deny + fields] as number) & open;
        const allow = (words[here + row.allow + fields] as number) & open & ~deny;
        denied |= deny;
        open &= ~(deny | allow);
        if (words[here + row.all] !== 0) everything = true;
        if (!walled) {
          allowed |= allow;
          given |= words[here + row.role + fields] as number;
        }
        const isHad = everything || (!(causes && mayBeAll) && ((allowed | given) & wanted) === wanted);
        if (isHad && (open & contested) === 0) break;
      }
      if (place === ACCOUNT) break;
      // What is inherited stops here, but for denies and all access.
      if (node & RESTRICTED) {
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
  #begin(user: number, traits: number, from: number, word: number): void {
    this.everything = false;
    this.given = 0;
    if (!(traits & COLLECTIONS) || !(this.#places.nodeOf(from) & ASSET)) return;
    for (const right of this.#rights.collectionsOf(user)) {
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
