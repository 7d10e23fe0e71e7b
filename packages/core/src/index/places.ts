import type { Asset, Folder, Millis } from "../model.ts";
import type { State } from "../state/state.ts";
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

/** The parent's number in a node. There is room for 33 million places. */
export function parentIn(node: number): number {
  return node >>> FLAG_BITS;
}

/**
 * Folders and assets as one tree of numbers, each knowing only its parent: nothing inherited is stored, so that moving
 * a subtree is one write. An asset's parent is its folder.
 */
export class Places {
  /** By place: its parent's number and what it is, in one word. Public for the walks, everything's inner loop. */
  nodes = new Int32Array(64);
  readonly #ids = [""];
  readonly #folders = new Map<string, number>();
  readonly #assets = new Map<string, number>();
  /** Only of assets that have an end. */
  readonly #expires = new Map<number, Millis>();

  constructor(state: State) {
    this.mark(ACCOUNT);
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
    return this.#there(this.#folders.get(id));
  }

  asset(id: string): number | undefined {
    return this.#there(this.#assets.get(id));
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
    return ((this.nodes[place] as number) & THERE) !== 0;
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
    while (at !== ACCOUNT && !((this.nodes[at] as number) & RESTRICTED)) at = this.parent(at);
    return at;
  }

  parent(place: number): number {
    return parentIn(this.nodes[place] as number);
  }

  mark(place: number): void {
    this.nodes[place] = (this.nodes[place] as number) | MARKED;
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
    const before = this.nodes[place] as number;
    this.nodes[place] = (parent << FLAG_BITS) | flags | (before & (MARKED | KEPT));
    return (before & THERE) !== 0 && parentIn(before) !== parent;
  }

  #remove(numbers: Map<string, number>, id: string): boolean {
    const place = numbers.get(id);
    if (place === undefined) return false;
    const kept = (this.nodes[place] as number) & (MARKED | KEPT);
    this.nodes[place] = (ACCOUNT << FLAG_BITS) | kept;
    this.#expires.delete(place);
    // What was only tried, and nobody came to name, leaves no trace: its number is the last, and free again.
    if (kept !== 0 || place !== this.#ids.length - 1) return false;
    numbers.delete(id);
    this.#ids.pop();
    return false;
  }

  #keep(place: number): number {
    this.nodes[place] = (this.nodes[place] as number) | KEPT;
    return place;
  }

  /** A parent may be named before it is put itself. */
  #numberOf(numbers: Map<string, number>, id: string): number {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const place = this.#ids.length;
    numbers.set(id, place);
    this.#ids.push(id);
    this.nodes = withRoom(this.nodes, place);
    return place;
  }
}
