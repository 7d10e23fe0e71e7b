import { withRoom } from "./numbers.ts";

/**
 * A user's rights as rows of one pool of 32-bit words: first a row of all that he has anywhere, then an open-addressing
 * hash from a place to what is anchored there. A row is `[place + 1, all access, then role, allow and deny of each word]`.
 * These are the fields' offsets; in the first row the place's field says whether there are rights by collections.
 */
export const PLACE = 0;
export const ALL_ACCESS = 1;
export const ROLE = 2;
export const ALLOW = 3;
export const DENY = 4;

export const NO_ROW = -1;

export function strideOf(words: number): number {
  return 2 + 3 * words;
}

/** The row of a place in the hash whose first row this is; NO_ROW where nothing is anchored there. */
export function rowOf(words: Int32Array, first: number, stride: number, mask: number, place: number): number {
  for (let slot = slotOf(place, mask); ; slot = (slot + 1) & mask) {
    const row = first + slot * stride;
    const found = words[row] as number;
    if (found === place + 1) return row;
    if (found === 0) return NO_ROW;
  }
}

/** Spreads neighbouring places over the hash (Knuth's multiplicative method, 2^32 divided by the golden ratio). */
function slotOf(place: number, mask: number): number {
  return (Math.imul(place, 0x9e3779b1) >>> 12) & mask;
}

/** The tables of all users in one array; a table that is given back is used again for the next of its size. */
export class Tables {
  words = new Int32Array(1 << 14);
  /** By user: where his table begins, and how many slots it has, less one. */
  starts = new Int32Array(64);
  masks = new Int32Array(64);
  readonly stride: number;
  #end = 0;
  readonly #free = new Map<number, number[]>();

  constructor(stride: number) {
    this.stride = stride;
  }

  hold(user: number): void {
    this.starts = withRoom(this.starts, user);
    this.masks = withRoom(this.masks, user);
  }

  /** An empty table for so many places. What the user had before is given back. */
  renew(user: number, places: number): void {
    const slots = slotsFor(places);
    const before = this.masks[user] as number;
    if (before !== slots - 1) {
      // A user without a table has the mask 0, which no table has.
      if (before > 0) this.#release(before + 1, this.starts[user] as number);
      this.starts[user] = this.#take(slots);
      this.masks[user] = slots - 1;
    }
    const start = this.starts[user] as number;
    this.words.fill(0, start, start + (1 + slots) * this.stride);
  }

  /** Where the row of a place is, made now if there is none. */
  row(user: number, place: number): number {
    const { words, stride } = this;
    const mask = this.masks[user] as number;
    const first = (this.starts[user] as number) + stride;
    for (let slot = slotOf(place, mask); ; slot = (slot + 1) & mask) {
      const row = first + slot * stride;
      if (words[row] === place + 1) return row;
      if (words[row] === 0) {
        words[row] = place + 1;
        return row;
      }
    }
  }

  #take(slots: number): number {
    const free = this.#free.get(slots)?.pop();
    if (free !== undefined) return free;
    const start = this.#end;
    this.#end += (1 + slots) * this.stride;
    this.words = withRoom(this.words, this.#end);
    return start;
  }

  #release(slots: number, start: number): void {
    const free = this.#free.get(slots);
    if (free) free.push(start);
    else this.#free.set(slots, [start]);
  }
}

/** At most half full, so that a look for what is not there ends soon. */
function slotsFor(places: number): number {
  let slots = 2;
  while (slots < places * 2) slots *= 2;
  return slots;
}
