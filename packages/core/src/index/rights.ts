import { type Held, type Holdings, holdingsOf, isLive, type Window } from "../decisions/holdings.ts";
import type { Millis, Override } from "../model.ts";
import type { State } from "../state/state.ts";
import type { People } from "./people.ts";
import type { CompiledCatalogue, WordMask } from "./permissions.ts";
import { ACCOUNT, type Places } from "./places.ts";
import { type CompiledRole, compileRole, numbered } from "./roles.ts";
import { ALL_ACCESS, COLLECTIONS, head, NOBODY, row, slot, Tables } from "./tables.ts";

/** A right by a collection: as if on each of its assets. */
export interface CollectionRight {
  readonly collection: string;
  readonly role: CompiledRole;
}

/** Where a grant of a role takes hold: places, or ACCOUNT alone for everywhere. */
interface Anchors {
  readonly role: CompiledRole;
  readonly places: readonly number[];
}

const everywhere: readonly number[] = [ACCOUNT];

/** What each user holds at one moment, compiled when he is first asked about and again when it has changed. */
export class Rights {
  readonly tables: Tables;
  readonly #people: People;
  readonly #state: State;
  readonly #places: Places;
  readonly #catalogue: CompiledCatalogue;
  readonly #roles = new Map<string, CompiledRole>();
  #rolesByFolder: Map<number, CompiledRole[]> | undefined;
  readonly #collections = new Map<number, CollectionRight[]>();
  /** Users with a grant that lies under two folders at once: where that is changes as folders move. */
  readonly #leaning = new Set<number>();

  constructor(state: State, people: People, places: Places, catalogue: CompiledCatalogue) {
    this.#state = state;
    this.#people = people;
    this.#places = places;
    this.#catalogue = catalogue;
    this.tables = new Tables(catalogue.words);
  }

  /** The head of the user's table, made right for this moment if it isn't. */
  tableOf(user: number, now: Millis): number {
    const at = this.tables.headOf(user);
    return this.tables.isLive(at, now) ? at : this.#compile(user, now);
  }

  collectionsOf(user: number): readonly CollectionRight[] {
    return this.#collections.get(user) ?? [];
  }

  /** What somebody holds has changed. */
  forget(id: string): void {
    const user = this.#people.find(id);
    if (user !== undefined) this.tables.drop(user);
  }

  /** A role has changed, and so has what each user holds whose table was made with it. */
  forgetRole(id: string): void {
    for (const user of this.#roles.get(id)?.holders ?? []) this.tables.drop(user);
    this.#roles.delete(id);
    this.#rolesByFolder = undefined;
  }

  /** Folders or assets have moved. */
  forgetLeaning(): void {
    for (const user of this.#leaning) this.forget(this.#people.idOf(user));
    this.#leaning.clear();
  }

  /** The roles whose list begins at this folder; at ACCOUNT, those that reach everywhere. */
  rolesFrom(folder: number): readonly CompiledRole[] {
    this.#rolesByFolder ??= this.#sortRoles();
    return this.#rolesByFolder.get(folder) ?? [];
  }

  #role(id: string): CompiledRole | undefined {
    const known = this.#roles.get(id);
    if (known) return known;
    const role = this.#state.get("role", id);
    const compiled = role && compileRole(role, this.#catalogue, this.#places);
    if (compiled) this.#roles.set(id, compiled);
    return compiled;
  }

  #sortRoles(): Map<number, CompiledRole[]> {
    const byFolder = new Map<number, CompiledRole[]>();
    for (const { id } of this.#state.all("role")) {
      const role = this.#role(id);
      for (const folder of new Set(role?.folders ?? everywhere)) {
        const roles = byFolder.get(folder) ?? [];
        byFolder.set(folder, roles);
        if (role) roles.push(role);
      }
    }
    return byFolder;
  }

  #compile(user: number, now: Millis): number {
    // Fails closed here: whoever may not act has no table, and so no rights; nor has anybody at a time that is no number.
    if (!this.#people.isActive(user) || Number.isNaN(now)) return NOBODY;
    const holdings = holdingsOf(this.#state, this.#people.idOf(user));
    const overrides = holdings.overrides.filter((override) => isLive(override, now));
    const collections: CollectionRight[] = [];
    const anchors: Anchors[] = [];
    for (const held of holdings.grants) {
      const role = this.#role(held.role.id);
      role?.holders.add(user);
      if (!role?.live || !isLive(held.grant, now)) continue;
      if (held.grant.collection === null) anchors.push({ role, places: this.#anchorsOf(user, held, role) });
      else collections.push({ collection: held.grant.collection, role });
    }
    const places = anchors.flatMap((anchor) => anchor.places);
    // A row for each role, one for each override, and one for each place that more than one role is anchored at.
    const rows = anchors.length + overrides.length + places.length - new Set(places).size;
    const at = this.tables.renew(user, places.length + overrides.length, rows);
    for (const anchor of anchors) this.#give(at, anchor);
    for (const override of overrides) this.#override(at, override);
    if (collections.length > 0) this.tables.set(at + head.traits, COLLECTIONS);
    if (collections.length > 0) this.#collections.set(user, collections);
    else this.#collections.delete(user);
    const { from, until } = lifeOf(holdings, now);
    this.tables.setLife(at, from, until);
    return at;
  }

  #anchorsOf(user: number, { grant }: Held, role: CompiledRole): readonly number[] {
    const ofGrant =
      grant.asset === null
        ? grant.folders && numbered(grant.folders, this.#places)
        : [this.#places.numberOfAsset(grant.asset)];
    if (ofGrant === null) return role.folders ?? everywhere;
    if (role.folders === null) return ofGrant;
    this.#leaning.add(user);
    const { folders } = role;
    const within = (inner: readonly number[], outer: readonly number[]) =>
      inner.filter((place) => outer.some((folder) => this.#places.isWithin(place, folder)));
    return [...within(ofGrant, folders), ...within(folders, ofGrant)];
  }

  #give(at: number, { role, places }: Anchors): void {
    if (places.length === 0) return;
    const { tables } = this;
    const shared = tables.newRow(at);
    this.#addRole(shared, role);
    if (role.allAccess) tables.set(at + head.traits, ALL_ACCESS);
    for (let word = 0; word < role.mask.length; word += 1) {
      tables.set(at + head.given + 2 * word, role.mask[word] as number);
    }
    for (const place of places) {
      const found = this.#anchor(at, place);
      if (tables.words[found + slot.row] === 0) tables.words[found + slot.row] = shared;
      else this.#addRole(tables.rowFor(at, found), role);
      for (let word = 0; word < role.mask.length; word += 1) {
        this.#set(found + slot.given + word, role.mask[word] as number);
      }
    }
  }

  #addRole(at: number, role: CompiledRole): void {
    if (role.allAccess) this.#set(at + row.all, 1);
    for (let word = 0; word < role.mask.length; word += 1) {
      this.#set(at + row.role + 3 * word, role.mask[word] as number);
    }
  }

  #override(at: number, { folder, permission, effect }: Override): void {
    const found = this.#anchor(at, folder === null ? ACCOUNT : this.#places.numberOfFolder(folder));
    const own = this.tables.rowFor(at, found);
    for (const { word, mask } of this.#masksOf(permission)) {
      this.#set(own + row[effect] + 3 * word, mask);
      this.tables.set(at + head.overridden + 2 * word, mask);
    }
  }

  #masksOf(permission: string): WordMask[] {
    if (permission === "*")
      return Array.from({ length: this.#catalogue.words }, (_, word) => ({ word, mask: -1 }));
    const compiled = this.#catalogue.permissions[this.#catalogue.byName.find(permission) ?? -1];
    // An override names an id: what an alias stands for is not its.
    return compiled?.permission.id === permission ? [{ word: compiled.word, mask: compiled.bit }] : [];
  }

  /** The slot of a place at which something is held. */
  #anchor(at: number, place: number): number {
    this.#places.mark(place);
    return this.tables.slotFor(at, place);
  }

  #set(field: number, bits: number): void {
    const { words } = this.tables;
    words[field] = (words[field] as number) | bits;
  }
}

/** From the last beginning or end of something held until the next, nothing changes by time alone. */
function lifeOf({ grants, overrides }: Holdings, now: Millis): { from: number; until: number } {
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
  return { from, until };
}
