import type { DecisionCode, Query } from "../decisions/decision.ts";
import type { Group, Millis } from "../model.ts";
import type { Change, State } from "../state/state.ts";
import type { Bits } from "./bits.ts";
import { Connectors } from "./connectors.ts";
import { Gates } from "./gates.ts";
import { Numbers } from "./numbers.ts";
import { People } from "./people.ts";
import {
  compileCatalogue,
  type CompiledCatalogue,
  type CompiledPermission,
  type Part,
} from "./permissions.ts";
import { ACCOUNT, Places, THERE } from "./places.ts";
import { Rights } from "./rights.ts";
import type { CompiledRole } from "./roles.ts";
import { answers, findsAtOnce, isLasting } from "./short-path.ts";
import { Walk } from "./walk.ts";

// Constants of the module's own, since those that are imported are looked up at each use.
const there = THERE;
const { yes, unsure } = answers;
const [findsShortly, holdsAtAnyTime] = [findsAtOnce, isLasting];

/**
 * A state in numbers: what decides, near the machine's limit. It follows each row that is put into the state. Users,
 * permissions and places have **handles** for callers that ask often: numbers that stay good as long as the index, and
 * name nothing once their thing is gone. What is not named is denied.
 */
export class CompiledIndex {
  readonly #state: State;
  readonly #places: Places;
  readonly #people: People;
  readonly #permissions = new Numbers();
  readonly #connectors: Connectors;
  readonly #gates: Gates;
  #catalogue: CompiledCatalogue;
  #rights: Rights;
  #walk: Walk;
  /** Whose members are looked up when next somebody asks, so that many changes in a row cost one look. */
  readonly #staleGroups = new Set<string>();
  #catalogueIsStale = false;
  #isStale = false;

  constructor(state: State) {
    this.#state = state;
    this.#people = new People(state);
    this.#places = new Places(state);
    this.#connectors = new Connectors(state, this.#places);
    this.#gates = new Gates(this.#places, this.#connectors);
    this.#catalogue = compileCatalogue(state, this.#permissions);
    this.#rights = new Rights(state, this.#people, this.#places, this.#catalogue);
    this.#walk = new Walk(state, this.#places, this.#rights);
  }

  /** Undefined where there is no such user; likewise with the two below. */
  user(id: string): number | undefined {
    return this.#people.find(id);
  }

  /** By id or alias. */
  permission(name: string): number | undefined {
    if (this.#isStale) this.#settle();
    return this.#catalogue.byName.find(name);
  }

  /** A folder's or an asset's id; null is the account. */
  place(id: string | null): number | undefined {
    return this.#places.handle(id);
  }

  /** The same for who asks at once, and does not keep the number. */
  placeNow(id: string | null): number | undefined {
    return this.#places.find(id);
  }

  /** May they? Allocates nothing. `connection`: the id of the one it must go through. */
  can(user: number, permission: number, place: number, now: Millis, connection?: string): boolean {
    if (this.#isStale) this.#settle();
    const { plainMasks, plainWords } = this.#catalogue;
    const mask = plainMasks[permission];
    const { nodes } = this.#places;
    // Numbers that are not whole would be read from the middle of something.
    const areWhole = user >>> 0 === user && place >>> 0 === place;
    if (!mask || !areWhole || !((nodes[2 * place] as number) & there) || Number.isNaN(now))
      return this.#canWithGates(user, permission, place, now, connection);
    const { tables } = this.#rights;
    let at = tables.headOf(user);
    if (!holdsAtAnyTime(tables, at)) at = this.#rights.tableOf(user, now);
    const word = plainWords[permission] as number;
    const short = findsShortly(tables, nodes, at, place, word, mask);
    return short === unsure ? this.#walk.finds(user, at, place, word, mask) : short === yes;
  }

  /** May they, and by what, or why not? */
  decide(user: number, permission: number, place: number, now: Millis, connection?: string): DecisionCode {
    if (this.#isStale) this.#settle();
    const compiled = this.#catalogue.permissions[permission];
    if (
      !compiled ||
      !this.#catalogue.account ||
      !this.#people.isThere(user) ||
      !this.#gates.fits(compiled, place) ||
      Number.isNaN(now)
    )
      return "UNKNOWN";
    if (!this.#people.isActive(user)) return "USER_SUSPENDED";
    if (!this.#catalogue.open) return "ACCOUNT_SUSPENDED";
    const gate = this.#gates.firstShut(compiled, place, now, connection);
    if (gate) return gate;
    const table = this.#rights.tableOf(user, now);
    const own = this.#walk.cause(user, table, place, compiled.word, compiled.bit);
    if (own === "OVERRIDE_DENY" || own === "NO_GRANT" || compiled.needs.length === 0) return own;
    return this.can(user, permission, place, now, connection) ? own : "NEEDS";
  }

  /** The same by ids. What is not known is denied. */
  decideQuery({ user, permission, at, now, connection }: Query): DecisionCode {
    const who = this.user(user);
    const what = this.permission(permission);
    const where = this.placeNow(at);
    if (who === undefined || what === undefined || where === undefined) return "UNKNOWN";
    return this.decide(who, what, where, now, connection);
  }

  /** The ids of all permissions that are allowed at a place, in the catalogue's order. */
  permissionsAt(user: number, place: number, now: Millis): string[] {
    if (this.#isStale) this.#settle();
    const { inOrder, open } = this.#catalogue;
    if (!open || !this.#people.isActive(user)) return [];
    const table = this.#rights.tableOf(user, now);
    const here = this.#maskAt(user, table, place);
    const atAccount = place === ACCOUNT ? here : this.#maskAt(user, table, ACCOUNT);
    return inOrder
      .filter((compiled) => {
        const { closure } = compiled;
        return (
          closure?.planned &&
          this.#gates.fits(compiled, place) &&
          covers(here, closure.here) &&
          covers(atAccount, closure.atAccount) &&
          (closure.isPlain || this.#gates.areOpen(closure, place, now, undefined))
        );
      })
      .map(({ permission }) => permission.id);
  }

  /** What the user is given at a place, by roles and overrides alone: gates and needs aside. */
  givenAt(user: number, place: number, now: Millis): Bits {
    if (this.#isStale) this.#settle();
    return this.#maskAt(user, this.#rights.tableOf(user, now), place);
  }

  /** The permissions that are asked at places like this one. */
  askedAt(place: number): Bits {
    const { inOrder } = this.#catalogue;
    return this.setOf(
      inOrder.flatMap((compiled) => (this.#gates.fits(compiled, place) ? compiled.number : [])),
    );
  }

  setOf(permissions: readonly number[]): Bits {
    const set = new Int32Array(this.#catalogue.words);
    for (const number of permissions) {
      set[number >>> 5] = (set[number >>> 5] as number) | (1 << (number & 31));
    }
    return set;
  }

  /** The roles that reach this place if they are given there; `unwalled`: those that do if they are given un-narrowed. */
  rolesReaching(place: number): { readonly all: Set<CompiledRole>; readonly unwalled: Set<CompiledRole> } {
    if (this.#isStale) this.#settle();
    const all = new Set<CompiledRole>();
    const unwalled = new Set<CompiledRole>();
    const wall = this.#places.wallOf(place);
    let isWalled = false;
    for (let at = place; ; at = this.#places.parent(at)) {
      for (const role of this.#rights.rolesFrom(at)) {
        all.add(role);
        if (!isWalled) unwalled.add(role);
      }
      if (at === ACCOUNT) return { all, unwalled };
      isWalled ||= at === wall;
    }
  }

  /** A row of the state has changed. */
  follow(change: Change): void {
    (this.#followers[change.kind] as ((change: Change) => void) | undefined)?.(change);
  }

  readonly #followers: { [K in Change["kind"]]?: (change: Extract<Change, { kind: K }>) => void } = {
    account: () => this.#renewCatalogue(),
    permission: () => this.#renewCatalogue(),
    folder: ({ id, after }) => {
      if (this.#places.putFolder(id, after)) this.#rights.forgetLeaning();
    },
    asset: ({ id, after }) => {
      if (this.#places.putAsset(id, after)) this.#rights.forgetLeaning();
    },
    role: ({ id }) => this.#rights.forgetRole(id),
    group: ({ before, after }) => this.#forgetMembers(before, after),
    user: ({ id, after }) => {
      this.#people.put(id, after);
      this.#rights.forget(id);
    },
    grant: ({ before, after }) => {
      for (const grant of [before, after]) {
        if (grant?.user) this.#rights.forget(grant.user);
        if (grant?.group) this.#staleGroups.add(grant.group);
        if (grant?.group) this.#isStale = true;
      }
    },
    override: ({ before, after }) => {
      for (const override of [before, after]) if (override) this.#rights.forget(override.user);
    },
    connection: ({ before, after }) => {
      for (const connection of [before, after]) if (connection) this.#connectors.forget(connection.connector);
    },
  };

  #canWithGates(
    user: number,
    permission: number,
    place: number,
    now: Millis,
    connection: string | undefined,
  ): boolean {
    const compiled = this.#catalogue.permissions[permission];
    const closure = compiled?.closure;
    if (!closure?.planned || !this.#catalogue.open || !this.#people.isActive(user) || Number.isNaN(now))
      return false;
    if (!this.#gates.fits(compiled as CompiledPermission, place)) return false;
    if (!closure.isPlain && !this.#gates.areOpen(closure, place, now, connection)) return false;
    const table = this.#rights.tableOf(user, now);
    return (
      this.#holds(user, table, place, closure.here) && this.#holds(user, table, ACCOUNT, closure.atAccount)
    );
  }

  #holds(user: number, table: number, place: number, { masks }: Part): boolean {
    for (let at = 0; at < masks.length; at += 1) {
      const { word, mask } = masks[at] as Part["masks"][number];
      if (!this.#walk.finds(user, table, place, word, mask)) return false;
    }
    return true;
  }

  #maskAt(user: number, table: number, place: number): Bits {
    const mask = new Int32Array(this.#catalogue.words);
    for (let word = 0; word < mask.length; word += 1) {
      this.#walk.up(user, table, place, word, -1, true);
      mask[word] = this.#walk.granted(-1);
    }
    return mask;
  }

  #forgetMembers(before: Group | undefined, after: Group | undefined): void {
    if (before?.members === after?.members) return;
    const [old, now] = [new Set(before?.members), new Set(after?.members)];
    for (const member of old) if (!now.has(member)) this.#rights.forget(member);
    for (const member of now) if (!old.has(member)) this.#rights.forget(member);
  }

  #renewCatalogue(): void {
    this.#catalogueIsStale = true;
    this.#isStale = true;
  }

  #settle(): void {
    this.#isStale = false;
    if (this.#catalogueIsStale) {
      this.#catalogueIsStale = false;
      this.#catalogue = compileCatalogue(this.#state, this.#permissions);
      this.#rights = new Rights(this.#state, this.#people, this.#places, this.#catalogue);
      this.#walk = new Walk(this.#state, this.#places, this.#rights);
    }
    for (const group of this.#staleGroups) {
      for (const member of this.#state.get("group", group)?.members ?? []) this.#rights.forget(member);
    }
    this.#staleGroups.clear();
  }
}

function covers(mask: Bits, { masks }: Part): boolean {
  return masks.every((one) => ((mask[one.word] as number) & one.mask) === one.mask);
}
