import { type Held, type Holdings, holdingsOf, isLive, type Window } from "../decisions/holdings.ts";
import type { Millis, Override } from "../model.ts";
import type { State } from "../state/state.ts";
import { type Numbers, withRoom } from "./numbers.ts";
import type { CompiledCatalogue } from "./permissions.ts";
import { ACCOUNT, type Places } from "./places.ts";
import { type CompiledRole, compileRole, numbered } from "./roles.ts";
import { ALL_ACCESS, ALLOW, DENY, PLACE, ROLE, strideOf, Tables } from "./table.ts";

/** A right by a collection: as if on each of its assets. */
export interface CollectionRight {
  readonly collection: string;
  readonly role: CompiledRole;
}

/** Where a grant of a role takes hold: places, or ACCOUNT alone for everywhere. */
interface Anchors {
  readonly held: Held;
  readonly role: CompiledRole;
  readonly places: readonly number[];
}

const everywhere: readonly number[] = [ACCOUNT];

/** What each user holds at one moment, compiled when he is first asked about and again when it has changed. */
export class Rights {
  readonly tables: Tables;
  readonly #users: Numbers;
  readonly #state: State;
  readonly #places: Places;
  readonly #catalogue: CompiledCatalogue;
  /** By user: from when until when his table holds. A table that is not to be used ends before it begins. */
  #from = new Float64Array(64);
  #until = new Float64Array(64);
  readonly #roles = new Map<string, CompiledRole>();
  readonly #collections = new Map<number, CollectionRight[]>();
  /** Users with a grant that lies under two folders at once: where that is changes as folders move. */
  readonly #leaning = new Set<number>();

  constructor(state: State, users: Numbers, places: Places, catalogue: CompiledCatalogue) {
    this.#state = state;
    this.#users = users;
    this.#places = places;
    this.#catalogue = catalogue;
    this.tables = new Tables(strideOf(catalogue.words));
    if (users.size > 0) this.hold(users.size - 1);
  }

  /** Makes the user's table right for this moment, if it isn't. */
  prepare(user: number, now: Millis): void {
    // Written so that a time that is no number is never taken to be known.
    if (now < (this.#until[user] as number) && now >= (this.#from[user] as number)) return;
    this.#compile(user, now);
  }

  collectionsOf(user: number): readonly CollectionRight[] {
    return this.#collections.get(user) ?? [];
  }

  /** Makes room for a user of this number. */
  hold(user: number): void {
    this.#from = withRoom(this.#from, user);
    this.#until = withRoom(this.#until, user);
    this.tables.hold(user);
  }

  /** What somebody holds has changed. */
  forget(id: string): void {
    const user = this.#users.find(id);
    if (user !== undefined) this.#until[user] = 0;
    if (user !== undefined) this.#from[user] = Infinity;
  }

  forgetRole(id: string): void {
    this.#roles.delete(id);
  }

  /** Folders or assets have moved. */
  forgetLeaning(): void {
    for (const user of this.#leaning) this.forget(this.#users.idOf(user));
    this.#leaning.clear();
  }

  role(id: string): CompiledRole | undefined {
    const known = this.#roles.get(id);
    if (known) return known;
    const role = this.#state.get("role", id);
    const compiled = role && compileRole(role, this.#catalogue, this.#places);
    if (compiled) this.#roles.set(id, compiled);
    return compiled;
  }

  #compile(user: number, now: Millis): void {
    const holdings = holdingsOf(this.#state, this.#users.idOf(user));
    const overrides = holdings.overrides.filter((override) => isLive(override, now));
    const collections: CollectionRight[] = [];
    const anchors: Anchors[] = [];
    for (const held of holdings.grants) {
      const role = this.role(held.role.id);
      if (!role?.live || !isLive(held.grant, now)) continue;
      if (held.grant.collection === null)
        anchors.push({ held, role, places: this.#anchorsOf(user, held, role) });
      else collections.push({ collection: held.grant.collection, role });
    }
    this.tables.renew(
      user,
      anchors.reduce((sum, { places }) => sum + places.length, overrides.length),
    );
    for (const { role, places } of anchors) for (const place of places) this.#give(user, place, role);
    for (const override of overrides) this.#override(user, override);
    this.#setCollections(user, collections);
    this.#setLife(user, holdings, now);
  }

  #anchorsOf(user: number, { grant }: Held, role: CompiledRole): readonly number[] {
    const ofGrant =
      grant.asset === null
        ? grant.folders && numbered(grant.folders, this.#places)
        : [this.#places.asset(grant.asset) ?? []].flat();
    if (ofGrant === null) return role.folders ?? everywhere;
    if (role.folders === null) return ofGrant;
    this.#leaning.add(user);
    const { folders } = role;
    const within = (inner: readonly number[], outer: readonly number[]) =>
      inner.filter((place) => outer.some((folder) => this.#places.isWithin(place, folder)));
    return [...within(ofGrant, folders), ...within(folders, ofGrant)];
  }

  #give(user: number, place: number, role: CompiledRole): void {
    const row = this.#rowAt(user, place);
    if (role.allAccess) this.#add(user, row + ALL_ACCESS, 1);
    for (let word = 0; word < role.mask.length; word += 1) {
      this.#add(user, row + ROLE + 3 * word, role.mask[word] as number);
    }
  }

  #override(user: number, { folder, permission, effect }: Override): void {
    const place = folder === null ? ACCOUNT : this.#places.folder(folder);
    if (place === undefined) return;
    const row = this.#rowAt(user, place);
    const field = effect === "allow" ? ALLOW : DENY;
    for (const [word, mask] of this.#masksOf(permission)) this.#add(user, row + field + 3 * word, mask);
  }

  #masksOf(permission: string): [word: number, mask: number][] {
    if (permission === "*") return Array.from({ length: this.#catalogue.words }, (_, word) => [word, -1]);
    const compiled = this.#catalogue.byName.get(permission);
    return compiled ? [[compiled.word, compiled.bit]] : [];
  }

  #rowAt(user: number, place: number): number {
    this.#places.mark(place);
    return this.tables.row(user, place);
  }

  /** Sets bits of a field, and of the same field of the row of what he has anywhere. */
  #add(user: number, field: number, mask: number): void {
    const { words, stride, starts } = this.tables;
    const start = starts[user] as number;
    const anywhere = start + ((field - start) % stride);
    words[field] = (words[field] as number) | mask;
    words[anywhere] = (words[anywhere] as number) | mask;
  }

  #setCollections(user: number, collections: CollectionRight[]): void {
    const { words, starts } = this.tables;
    if (collections.length === 0) this.#collections.delete(user);
    else this.#collections.set(user, collections);
    words[(starts[user] as number) + PLACE] = collections.length === 0 ? 0 : 1;
  }

  /** The table holds from the last beginning or end of something held until the next. */
  #setLife(user: number, { grants, overrides }: Holdings, now: Millis): void {
    let from = -Infinity;
    let until = Infinity;
    const note = (window: Window) => {
      for (const edge of [window.from, window.until]) {
        if (edge === null) continue;
        if (edge <= now) from = Math.max(from, edge);
        else until = Math.min(until, edge);
      }
    };
    for (const { grant } of grants) note(grant);
    for (const override of overrides) note(override);
    this.#from[user] = from;
    this.#until[user] = until;
  }
}
