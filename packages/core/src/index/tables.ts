import { withRoom } from "./numbers.ts";

/**
 * What users hold, each user's in a table of his own: a head, then rows of what is anchored at places, then an
 * open-addressing hash from a place to its row. Places at which the same role alone is anchored share its row. All
 * tables lie in one array of 32-bit words, so that a check touches few lines of memory.
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
  /** Where the next row will be, and the table's length. */
  end: 6,
  length: 7,
  /** Where the hash begins. */
  slots: 8,
  /** All that is given, allowed and denied anywhere. */
  role: 9,
  allow: 10,
  deny: 11,
} as const;

/**
 * Bits of `special`: rights by collections, all access somewhere, a row of the account, so of everywhere, and a time from
 * which or until which the table holds.
 */
export const COLLECTIONS = 1;
export const ALL_ACCESS = 2;
export const EVERYWHERE = 4;
export const TIMED = 8;

export const row = {
  /** The place's number and one more; 0 where several places share the row. */
  place: 0,
  /** 1 where it gives all access. */
  all: 1,
  role: 2,
  allow: 3,
  deny: 4,
} as const;

export const NO_ROW = -1;

/** A slot of the hash: the place's number and one more, 0 where it is empty; and where the row is. */
const SLOT = 2;

/** Tables begin on a cache line: 16 words. */
const LINE = 16;

/** Where nobody's table is: whoever starts here has none, and the words that are here give nothing. */
export const NO_TABLE = 0;

export class Tables {
  words: Int32Array<ArrayBuffer>;
  /** The same memory, for the times. */
  times: Float64Array<ArrayBuffer>;
  /** By user: where his table begins. */
  starts = new Int32Array(64);
  /** Words in a row, and from a table's start to its first row. */
  readonly rowLength: number;
  readonly headLength: number;
  #end: number;
  readonly #free = new Map<number, number[]>();

  constructor(wordsOfCatalogue: number) {
    this.rowLength = row.role + 3 * wordsOfCatalogue;
    this.headLength = head.role + 3 * wordsOfCatalogue;
    this.words = new Int32Array(1 << 14);
    this.times = new Float64Array(this.words.buffer);
    this.#end = this.#lengthOf(2, 0);
  }

  /** Does the table that starts here tell what its user holds now? */
  isLive(start: number, now: number): boolean {
    if (!(start > NO_TABLE)) return false;
    if (!((this.words[start + head.special] as number) & TIMED)) return true;
    const at = start >> 1;
    // Written so that a time that is no number is never taken to be known.
    return now >= (this.times[at] as number) && now < (this.times[at + 1] as number);
  }

  setLife(start: number, from: number, until: number): void {
    this.times[start >> 1] = from;
    this.times[(start >> 1) + 1] = until;
  }

  /** An empty table for so many places and rows, in place of what the user had. */
  renew(user: number, places: number, rows: number): number {
    const slots = slotsFor(places);
    const length = this.#lengthOf(slots, rows);
    this.starts = withRoom(this.starts, user);
    const before = this.starts[user] as number;
    const start =
      before !== NO_TABLE && this.words[before + head.length] === length ? before : this.#take(length);
    if (start !== before) this.drop(user);
    this.words.fill(0, start, start + length);
    this.words[start + head.mask] = slots - 1;
    this.words[start + head.end] = start + this.headLength;
    this.words[start + head.slots] = start + this.headLength + rows * this.rowLength;
    this.words[start + head.length] = length;
    this.starts[user] = start;
    return start;
  }

  /** The user has no table any more. */
  drop(user: number): void {
    const start = this.starts[user] ?? NO_TABLE;
    if (start === NO_TABLE) return;
    const length = this.words[start + head.length] as number;
    const free = this.#free.get(length);
    if (free) free.push(start);
    else this.#free.set(length, [start]);
    this.starts[user] = NO_TABLE;
  }

  /** A new row of the table that starts here, for several places. */
  newRow(start: number): number {
    const at = this.words[start + head.end] as number;
    this.words[start + head.end] = at + this.rowLength;
    return at;
  }

  /** Gives a place this row; false where it has one already. */
  share(start: number, place: number, shared: number): boolean {
    const slot = this.#slotFor(start, place);
    if (this.words[slot + 1] !== 0) return false;
    this.words[slot + 1] = shared;
    return true;
  }

  /** The row of this place alone, made now if there is none: of what it shared till now, it gets a copy. */
  rowFor(start: number, place: number): number {
    const { words } = this;
    const slot = this.#slotFor(start, place);
    const shared = words[slot + 1] as number;
    if (shared !== 0 && words[shared + row.place] === place + 1) return shared;
    const own = this.newRow(start);
    if (shared !== 0) words.copyWithin(own, shared, shared + this.rowLength);
    words[own + row.place] = place + 1;
    words[slot + 1] = own;
    return own;
  }

  #slotFor(start: number, place: number): number {
    const mask = this.words[start + head.mask] as number;
    const first = this.words[start + head.slots] as number;
    for (let slot = slotOf(place, mask); ; slot = (slot + 1) & mask) {
      const at = first + slot * SLOT;
      if (this.words[at] === 0) this.words[at] = place + 1;
      if (this.words[at] === place + 1) return at;
    }
  }

  #take(length: number): number {
    const free = this.#free.get(length)?.pop();
    if (free !== undefined) return free;
    const start = this.#end;
    this.#end += length;
    // Whole lines, so that the times fit in evenly.
    this.words = withRoom(this.words, this.#end - 1);
    this.times = new Float64Array(this.words.buffer);
    return start;
  }

  #lengthOf(slots: number, rows: number): number {
    return Math.ceil((this.headLength + slots * SLOT + rows * this.rowLength) / LINE) * LINE;
  }
}

/** The row of a place in the hash that begins with this slot; NO_ROW where nothing is anchored there. */
export function rowOf(words: Int32Array, first: number, mask: number, place: number): number {
  for (let slot = slotOf(place, mask); ; slot = (slot + 1) & mask) {
    const at = first + slot * SLOT;
    const found = words[at] as number;
    if (found === place + 1) return words[at + 1] as number;
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
