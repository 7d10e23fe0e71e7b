import { withRoom } from "./numbers.ts";

/**
 * What users hold, each user's in a table of his own: a head, then an open-addressing hash from a place to a row of what
 * is anchored there. All tables lie in one array of 32-bit words, so that a check touches few lines of memory.
 *
 * These are the offsets of fields in a head or a row. Role, allow and deny are masks of permissions, once for each word of
 * the catalogue: those of word w stand 3w further on.
 */
export const head = {
  /** From when (inclusive) until when the table holds: two 64-bit floats. */
  from: 0,
  until: 2,
  /** How many slots the hash has, less one. */
  mask: 4,
  /** Bits: what there is beside masks. */
  special: 5,
  /** All that is given, allowed and denied anywhere. */
  role: 6,
  allow: 7,
  deny: 8,
} as const;

/** Bits of `special`: rights by collections, all access somewhere, and a row of the account, so of everywhere. */
export const COLLECTIONS = 1;
export const ALL_ACCESS = 2;
export const EVERYWHERE = 4;

export const row = {
  /** The place's number and one more; 0 is an empty slot. */
  place: 0,
  /** 1 where it gives all access. */
  all: 1,
  role: 2,
  allow: 3,
  deny: 4,
} as const;

export const NO_ROW = -1;

/** Tables begin on a cache line: 16 words. */
const LINE = 16;

/** The table at 0 belongs to nobody and never holds: whoever has it is compiled when he is asked about. */
export const NO_TABLE = 0;

export class Tables {
  words: Int32Array<ArrayBuffer>;
  /** The same memory, for the times. */
  times: Float64Array<ArrayBuffer>;
  /** By user: where his table begins. */
  starts = new Int32Array(64);
  /** Words in a row, and from a table's start to its first row. */
  readonly stride: number;
  readonly headLength: number;
  #end: number;
  readonly #free = new Map<number, number[]>();

  constructor(wordsOfCatalogue: number) {
    this.stride = row.role + 3 * wordsOfCatalogue;
    this.headLength = head.role + 3 * wordsOfCatalogue;
    this.words = new Int32Array(1 << 14);
    this.times = new Float64Array(this.words.buffer);
    this.#end = this.#lengthOf(2);
    this.expire(NO_TABLE);
  }

  hold(user: number): void {
    this.starts = withRoom(this.starts, user);
  }

  /** Written so that a time that is no number is never taken to be known. */
  isLive(start: number, now: number): boolean {
    const at = start >> 1;
    return now >= (this.times[at] as number) && now < (this.times[at + 1] as number);
  }

  expire(start: number): void {
    this.setLife(start, Infinity, -Infinity);
  }

  setLife(start: number, from: number, until: number): void {
    this.times[start >> 1] = from;
    this.times[(start >> 1) + 1] = until;
  }

  /** An empty table for so many places, in place of what the user had. */
  renew(user: number, places: number): number {
    const slots = slotsFor(places);
    const before = this.starts[user] as number;
    const start =
      before !== NO_TABLE && this.words[before + head.mask] === slots - 1 ? before : this.#take(slots);
    if (start !== before) this.drop(user);
    this.words.fill(0, start, start + this.#lengthOf(slots));
    this.words[start + head.mask] = slots - 1;
    this.starts[user] = start;
    return start;
  }

  /** The user has no table any more. */
  drop(user: number): void {
    const start = this.starts[user] as number;
    if (start === NO_TABLE) return;
    const slots = (this.words[start + head.mask] as number) + 1;
    const free = this.#free.get(slots);
    if (free) free.push(start);
    else this.#free.set(slots, [start]);
    this.starts[user] = NO_TABLE;
  }

  /** The row of a place in the table that starts here, made now if there is none. */
  rowFor(start: number, place: number): number {
    const mask = this.words[start + head.mask] as number;
    for (let slot = slotOf(place, mask); ; slot = (slot + 1) & mask) {
      const at = start + this.headLength + slot * this.stride;
      if (this.words[at] === 0) this.words[at] = place + 1;
      if (this.words[at] === place + 1) return at;
    }
  }

  #take(slots: number): number {
    const free = this.#free.get(slots)?.pop();
    if (free !== undefined) return free;
    const start = this.#end;
    this.#end += this.#lengthOf(slots);
    this.words = withRoom(this.words, this.#end);
    this.times = new Float64Array(this.words.buffer);
    return start;
  }

  #lengthOf(slots: number): number {
    return Math.ceil((this.headLength + slots * this.stride) / LINE) * LINE;
  }
}

/** The row of a place in the hash that begins with this row; NO_ROW where nothing is anchored there. */
export function rowOf(words: Int32Array, first: number, stride: number, mask: number, place: number): number {
  for (let slot = slotOf(place, mask); ; slot = (slot + 1) & mask) {
    const at = first + slot * stride;
    const found = words[at] as number;
    if (found === place + 1) return at;
    if (found === 0) return NO_ROW;
  }
}

/** Spreads neighbouring places over the hash (Knuth's multiplicative method, 2^32 divided by the golden ratio). */
function slotOf(place: number, mask: number): number {
  return (Math.imul(place, 0x9e3779b1) >>> 12) & mask;
}

/** At most two thirds full, so that a look for what is not there ends soon. */
function slotsFor(places: number): number {
  let slots = 2;
  while (slots * 2 < places * 3) slots *= 2;
  return slots;
}
