import type { Asset, Folder, Millis } from "../model.ts";
import type { State } from "../state/state.ts";
import { Names } from "./names.ts";
import { withRoom } from "./numbers.ts";

/** The account as a place: above all folders, and where account-level permissions are asked. */
export const ACCOUNT = 0;

/** What a place is, as bits below its parent's number. */
export const THERE = 1;
export const ASSET = 2;
export const RESTRICTED = 4;
export const WORKSPACE = 8;
export const APPROVED = 16;
/** Somebody's rights may change here; never set back, so a look too many is the worst of it. */
export const MARKED = 32;
/** Somebody's right, a role or a connection names it, or a caller has its number: it can't be another place's. */
const KEPT = 64;

const FLAG_BITS = 7;

/** Where somebody's rights may change: nothing is lost by passing all other places. */
const STOP = RESTRICTED | MARKED;

/** The last age of links; then they are wiped, and it begins again with 1. An age of 0 is never. */
const LAST_AGE = (1 << FLAG_BITS) - 1;

/** The number of a place in a node or a link. There is room for 33 million places. */
export function placeIn(word: number): number {
  return word >>> FLAG_BITS;
}

/** The age of all links that hold: the account has nothing above it, so this is where its link would be. */
export function ageOf(nodes: Int32Array): number {
  return nodes[ACCOUNT + 1] as number;
}

/** Does the link hold at this age? */
export function holds(link: number, age: number): boolean {
  return (link & LAST_AGE) === age;
}

/**
 * Folders and assets as one tree of numbers, each knowing its parent: nothing inherited is stored, so that moving a
 * subtree is one write. An asset's parent is its folder. Besides, each place that was asked about links to the nearest
 * one above it that is marked or restricted, so that walks pass the others. Links are made on the way, and age: where a
 * change may make one pass what it must not, all of an age end at once.
 */
export class Places {
  /**
   * By place two words: its parent's number and what it is; and its link with the link's age. Public for the walks,
   * everything's inner loop.
   */
  nodes = new Int32Array(128);
  readonly #ids = [""];
  readonly #folders = new Names();
  readonly #assets = new Names();
  /** Only of assets that have an end. */
  readonly #expires = new Map<number, Millis>();

  constructor(state: State) {
    // All is held at the account or below it, and nothing is above.
    this.nodes[ACCOUNT] = MARKED | RESTRICTED;
    this.nodes[ACCOUNT + 1] = 1;
    for (const folder of state.all("folder")) this.putFolder(folder.id, folder);
    for (const asset of state.all("asset")) this.putAsset(asset.id, asset);
  }

  /** For callers that keep the number: it will never be another place's. */
  handle(id: string | null): number | undefined {
    const place = this.find(id);
    if (place !== undefined) this.#keep(place);
    return place;
  }

  /** ACCOUNT for null; undefined where there is no such place. A folder comes before an asset of the same id. */
  find(id: string | null): number | undefined {
    if (id === null) return ACCOUNT;
    const folder = this.folder(id);
    return folder === undefined ? this.asset(id) : folder;
  }

  folder(id: string): number | undefined {
    return this.#there(this.#folders.find(id));
  }

  asset(id: string): number | undefined {
    return this.#there(this.#assets.find(id));
  }

  /** The number of a folder that something names, be it there by now or not. */
  numberOfFolder(id: string): number {
    return this.#keep(this.#numberOf(this.#folders, id));
  }

  numberOfAsset(id: string): number {
    return this.#keep(this.#numberOf(this.#assets, id));
  }

  /** Is it a folder or an asset that is there? */
  isThere(place: number): boolean {
    return (this.nodeOf(place) & THERE) !== 0;
  }

  /** Null for the account. */
  idOf(place: number): string | null {
    return place === ACCOUNT ? null : (this.#ids[place] as string);
  }

  /** When the asset ends; undefined where it doesn't. */
  expires(place: number): Millis | undefined {
    return this.#expires.get(place);
  }

  /** Is this place at or below that folder? */
  isWithin(place: number, folder: number): boolean {
    for (let at = place; at !== ACCOUNT; at = this.parent(at)) if (at === folder) return true;
    return false;
  }

  /** The nearest restricted folder at or above the place; ACCOUNT where there is none. */
  wallOf(place: number): number {
    let at = place;
    while (at !== ACCOUNT && !(this.nodeOf(at) & RESTRICTED)) at = this.parent(at);
    return at;
  }

  nodeOf(place: number): number {
    return this.nodes[2 * place] as number;
  }

  parent(place: number): number {
    return placeIn(this.nodeOf(place));
  }

  /** The nearest place above this one that is marked or restricted, or the account. */
  above(place: number): number {
    const link = this.nodes[2 * place + 1] as number;
    return holds(link, ageOf(this.nodes)) ? placeIn(link) : this.#link(place);
  }

  /** All links from here up hold from now on. */
  linkUp(from: number): void {
    for (let at = from; at !== ACCOUNT;) at = this.above(at);
  }

  mark(place: number): void {
    this.#set(place, this.nodeOf(place) | MARKED);
  }

  /** Answers whether it was there and moved. */
  putFolder(id: string, folder: Folder | undefined): boolean {
    if (!folder) return this.#remove(this.#folders, id);
    const parent = folder.parent === null ? ACCOUNT : this.numberOfFolder(folder.parent);
    return this.#put(
      this.#numberOf(this.#folders, id),
      parent,
      THERE | (folder.restricted ? RESTRICTED : 0) | (folder.workspace ? WORKSPACE : 0),
    );
  }

  putAsset(id: string, asset: Asset | undefined): boolean {
    if (!asset) return this.#remove(this.#assets, id);
    const place = this.#numberOf(this.#assets, id);
    if (asset.expires === null) this.#expires.delete(place);
    else this.#expires.set(place, asset.expires);
    return this.#put(
      place,
      this.numberOfFolder(asset.folder),
      THERE | ASSET | (asset.approved ? APPROVED : 0),
    );
  }

  #there(place: number | undefined): number | undefined {
    return place !== undefined && this.isThere(place) ? place : undefined;
  }

  #put(place: number, parent: number, flags: number): boolean {
    const was = this.nodeOf(place);
    this.#set(place, (parent << FLAG_BITS) | flags | (was & (MARKED | KEPT)));
    return (was & THERE) !== 0 && placeIn(was) !== parent;
  }

  #remove(numbers: Names, id: string): boolean {
    const place = numbers.find(id);
    if (place === undefined) return false;
    const kept = this.nodeOf(place) & (MARKED | KEPT);
    this.#set(place, (ACCOUNT << FLAG_BITS) | kept);
    this.#expires.delete(place);
    // What was only tried, and nobody came to name, leaves no trace: its number is the last, and free again.
    if (kept !== 0 || place !== this.#ids.length - 1) return false;
    numbers.delete(id);
    this.#ids.pop();
    return false;
  }

  #keep(place: number): number {
    this.#set(place, this.nodeOf(place) | KEPT);
    return place;
  }

  /**
   * The one way to change a node. A link that holds tells that others may pass the place, if it was no stop: those can't
   * be told, so all end. Links of others end at a stop, so that there its own alone is in question.
   */
  #set(place: number, node: number): void {
    const was = this.nodeOf(place);
    this.nodes[2 * place] = node;
    const isPassed = (was & STOP) === 0 && holds(this.nodes[2 * place + 1] as number, ageOf(this.nodes));
    const isMoved = placeIn(was) !== placeIn(node);
    if (isPassed && (isMoved || (node & STOP) !== 0)) this.#age();
    else if (isMoved) this.nodes[2 * place + 1] = 0;
  }

  #age(): void {
    const { nodes } = this;
    const age = ageOf(nodes) + 1;
    nodes[ACCOUNT + 1] = age;
    if (age <= LAST_AGE) return;
    for (let at = 1; at < nodes.length; at += 2) nodes[at] = 0;
    nodes[ACCOUNT + 1] = 1;
  }

  /** Links this place, and all on the way that are passed, to the nearest stop above. */
  #link(place: number): number {
    let stop = this.parent(place);
    while (stop !== ACCOUNT && (this.nodeOf(stop) & STOP) === 0) stop = this.parent(stop);
    const link = (stop << FLAG_BITS) | ageOf(this.nodes);
    for (let at = place; at !== stop; at = this.parent(at)) this.nodes[2 * at + 1] = link;
    return stop;
  }

  /** A parent may be named before it is put itself. */
  #numberOf(numbers: Names, id: string): number {
    const known = numbers.find(id);
    if (known !== undefined) return known;
    const place = this.#ids.length;
    numbers.set(id, place);
    this.#ids.push(id);
    this.nodes = withRoom(this.nodes, 2 * place + 1);
    return place;
  }
}
