import type { DecisionCode } from "../decisions/decision.ts";
import type { State } from "../state/state.ts";
import { ACCOUNT, ASSET, MARKED, parentIn, type Places, RESTRICTED } from "./places.ts";
import type { CollectionRight, Rights } from "./rights.ts";
import { ALL_ACCESS, COLLECTIONS, EVERYWHERE, head, NO_ROW, row, rowOf } from "./tables.ts";

const TO_ALLOW = row.allow - row.role;
/** What the short path does not look at. */
const BESIDE_ROWS = COLLECTIONS | ALL_ACCESS;

export const YES = 1;
const NO = 0;
export const UNSURE = -1;

/**
 * The short path: has the user all of these, where nothing denies one of them and no all access or collection is in
 * question? Else UNSURE. It is told all it looks at, so that the machine keeps it in hand.
 */
export function findsAtOnce(
  words: Int32Array,
  nodes: Int32Array,
  table: number,
  from: number,
  word: number,
  wanted: number,
): number {
  const fields = table + 3 * word;
  const special = words[table + head.special] as number;
  if ((special & BESIDE_ROWS) !== 0 || ((words[fields + head.deny] as number) & wanted) !== 0) return UNSURE;
  const somewhere = (words[fields + head.role] as number) | (words[fields + head.allow] as number);
  if ((somewhere & wanted) !== wanted) return NO;
  const mask = words[table + head.mask] as number;
  const first = words[table + head.slots] as number;
  const role = 3 * word + row.role;
  let missing = wanted;
  for (let at = from; at !== ACCOUNT;) {
    const node = nodes[at] as number;
    if (node & MARKED) {
      const found = rowOf(words, first, mask, at);
      if (found !== NO_ROW) {
        missing &= ~((words[found + role] as number) | (words[found + role + TO_ALLOW] as number));
        if (missing === 0) return YES;
      }
    }
    if (node & RESTRICTED) return NO;
    at = parentIn(node);
  }
  if (!(special & EVERYWHERE)) return NO;
  const last = rowOf(words, first, mask, ACCOUNT);
  missing &= ~((words[last + role] as number) | (words[last + role + TO_ALLOW] as number));
  return missing === 0 ? YES : NO;
}

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

  /** Has the user, whose table begins here, all of these? */
  finds(user: number, table: number, from: number, word: number, wanted: number): boolean {
    const short = findsAtOnce(this.#rights.tables.words, this.#places.nodes, table, from, word, wanted);
    if (short !== UNSURE) return short === YES;
    this.up(user, table, from, word, wanted, false);
    return this.granted(wanted) === wanted;
  }

  /** By what the user has one permission, or why not. */
  cause(user: number, table: number, from: number, word: number, bit: number): DecisionCode {
    const { words } = this.#rights.tables;
    const fields = table + 3 * word;
    const overridden = (words[fields + head.allow] as number) | (words[fields + head.deny] as number);
    if ((overridden & bit) === 0 && ((words[table + head.special] as number) & BESIDE_ROWS) === 0) {
      return this.finds(user, table, from, word, bit) ? "ROLE" : "NO_GRANT";
    }
    this.up(user, table, from, word, bit, true);
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
  up(user: number, table: number, from: number, word: number, wanted: number, causes: boolean): void {
    const { words } = this.#rights.tables;
    const { nodes } = this.#places;
    const fields = 3 * word;
    const special = words[table + head.special] as number;
    const denies = (words[table + head.deny + fields] as number) & wanted;
    const allows = (words[table + head.allow + fields] as number) & wanted;
    const mayBeAll = (special & ALL_ACCESS) !== 0;
    const contested = causes ? denies | allows : denies;
    this.#begin(user, special, from, word);
    const first = words[table + head.slots] as number;
    const mask = words[table + head.mask] as number;
    let { everything, given } = this;
    let allowed = 0;
    let denied = 0;
    /** Those whose nearest override has not been met. */
    let open = wanted;
    let walled = false;
    for (let at = from; ;) {
      const node = nodes[at] as number;
      const found = node & MARKED ? rowOf(words, first, mask, at) : NO_ROW;
      if (found !== NO_ROW) {
        const deny = (words[found + row.deny + fields] as number) & open;
        const allow = (words[found + row.allow + fields] as number) & open & ~deny;
        denied |= deny;
        open &= ~(deny | allow);
        if (words[found + row.all] !== 0) everything = true;
        if (!walled) {
          allowed |= allow;
          given |= words[found + row.role + fields] as number;
        }
        const isHad = everything || (!(causes && mayBeAll) && ((allowed | given) & wanted) === wanted);
        if (isHad && (open & contested) === 0) break;
      }
      if (at === ACCOUNT) break;
      // What is inherited stops here, but for denies and all access.
      if (node & RESTRICTED) {
        walled = true;
        if (!mayBeAll && (open & contested) === 0) break;
      }
      at = parentIn(node);
    }
    this.denied = denied;
    this.allowed = allowed;
    this.given = given;
    this.everything = everything;
  }

  /** What collections give of an asset, which is nearer than any folder. */
  #begin(user: number, special: number, from: number, word: number): void {
    this.everything = false;
    this.given = 0;
    if (!(special & COLLECTIONS) || !((this.#places.nodes[from] as number) & ASSET)) return;
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
