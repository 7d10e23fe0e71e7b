import { withRoom } from "./numbers.ts";

/**
 * What users hold. Each user has a **head**: what a check looks at whoever asks. It tells where his **table** is: an
 * open-addressing hash from a place to what is anchored there, and rows with the particulars. Places at which the same
 * role alone is anchored share its row. All heads lie in one array of 32-bit words and all tables in another, so that a
 * check touches few lines of memory: half of one for the head, a quarter of one for each place that is found.
 *
 * These are the offsets of fields in a head. Masks of permissions are there once for each word of the catalogue: those of
 * word w stand 2w further on.
 */
export const head = {
  /** Where the hash begins. */
  slots: 0,
  /** Bits that tell what there is beside masks; above them, how many slots the hash has, less one. */
  traits: 1,
  /** 64 bits: a place whose bit is not set has nothing anchored. */
  places: 2,
  /** All that roles give, anywhere. */
  given: 4,
  /** All that overrides allow or deny, anywhere. */
  overridden: 5,
} as const;

const FIRST_MASK = head.given;

/**
 * Bits of `traits`: there is a table, rights by collections, all access somewhere, and a time from which or until which
 * the table holds.
 */
export const MADE = 1;
export const COLLECTIONS = 2;
export const ALL_ACCESS = 4;
export const TIMED = 8;

const TRAIT_BITS = 8;

/** A slot of the hash. */
export const slot = {
  /** The place's number and one more; 0 where the slot is empty. */
  place: 0,
  /** Where the row is. */
  row: 1,
  /** What roles give here: a mask for each word of the catalogue. */
  given: 2,
} as const;

/** A row; masks of word w stand 3w further on. */
export const row = {
  /** The place's number and one more; 0 where several places share the row. */
  place: 0,
  /** 1 where it gives all access. */
  all: 1,
  role: 2,
  allow: 3,
  deny: 4,
} as const;

/** What stands before the hash, by how far before. */
const before = {
  /** From when (inclusive) until when the table holds: two 64-bit floats. */
  from: 8,
  until: 6,
  /** Where the next row will be, and the table's length. */
  end: 4,
  length: 3,
} as const;

const BEFORE = before.from;

/** Tables begin on a cache line: 16 words. Heads are whole halves of one. */
const LINE = 16;

/** The head of whoever has no table: all zero, so it gives nothing. */
export const NOBODY = 0;

export class Tables {
  heads: Int32Array<ArrayBuffer>;
  words: Int32Array<ArrayBuffer>;
  /** The same memory, for the times. */
  times: Float64Array<ArrayBuffer>;
  /** Words in a head, a slot and a row. */
  readonly headLength: number;
  readonly slotLength: number;
  readonly rowLength: number;
  #end = 0;
  readonly #free = new Map<number, number[]>();

  constructor(wordsOfCatalogue: number) {
    this.headLength = upTo(FIRST_MASK + 2 * wordsOfCatalogue, LINE / 2);
    this.slotLength = slot.given + wordsOfCatalogue;
    this.rowLength = row.role + 3 * wordsOfCatalogue;
    this.heads = new Int32Array(64 * this.headLength);
    this.words = new Int32Array(1 << 14);
    this.times = new Float64Array(this.words.buffer);
  }

  /** Where the user's head is, be there a table or not. */
  headOf(user: number): number {
    return (user + 1) * this.headLength;
  }

  /** Does the table with this head tell what its user holds now? */
  isLive(at: number, now: number): boolean {
    const traits = this.heads[at + head.traits] as number;
    if (!(traits & MADE)) return false;
    if (!(traits & TIMED)) return true;
    const slots = this.heads[at + head.slots] as number;
    const from = this.times[(slots - before.from) >> 1] as number;
    const until = this.times[(slots - before.until) >> 1] as number;
    // Written so that a time that is no number is never taken to be known.
    return now >= from && now < until;
  }

  setLife(at: number, from: number, until: number): void {
    const slots = this.heads[at + head.slots] as number;
    this.times[(slots - before.from) >> 1] = from;
    this.times[(slots - before.until) >> 1] = until;
    if (from > -Infinity || until < Infinity) this.set(at + head.traits, TIMED);
  }

  /** An empty table for so many places and rows, in place of what the user had. Answers its head. */
  renew(user: number, places: number, rows: number): number {
    this.drop(user);
    const count = slotsFor(places);
    const length = upTo(BEFORE + count * this.slotLength + rows * this.rowLength, LINE);
    const slots = this.#take(length) + BEFORE;
    this.words.fill(0, slots - BEFORE, slots - BEFORE + length);
    this.words[slots - before.end] = slots + count * this.slotLength;
    this.words[slots - before.length] = length;
    const at = this.headOf(user);
    this.heads = withRoom(this.heads, at + this.headLength);
    this.heads[at + head.slots] = slots;
    this.heads[at + head.traits] = ((count - 1) << TRAIT_BITS) | MADE;
    return at;
  }

  /** The user has no table any more. */
  drop(user: number): void {
    const at = this.headOf(user);
    const slots = this.heads[at + head.slots] ?? 0;
    if (slots === 0) return;
    const length = this.words[slots - before.length] as number;
    const free = this.#free.get(length);
    if (free) free.push(slots - BEFORE);
    else this.#free.set(length, [slots - BEFORE]);
    this.heads.fill(0, at, at + this.headLength);
  }

  /** A new row of the table with this head, for several places. */
  newRow(at: number): number {
    const end = (this.heads[at + head.slots] as number) - before.end;
    const found = this.words[end] as number;
    this.words[end] = found + this.rowLength;
    return found;
  }

  /** The slot of this place, taken now if it has none. */
  slotFor(at: number, place: number): number {
    const { words, heads, slotLength } = this;
    const mask = maskIn(heads[at + head.traits] as number);
    const first = heads[at + head.slots] as number;
    const spread = spreadOf(place);
    this.set(at + head.places + wordOf(spread), 1 << bitOf(spread));
    for (let next = slotOf(spread, mask); ; next = (next + 1) & mask) {
      const found = first + next * slotLength;
      if (words[found] === 0) words[found] = place + 1;
      if (words[found] === place + 1) return found;
    }
  }

  /** The row of the place alone that has this slot, made now if there is none: of what it shared till now, it gets a copy. */
  rowFor(at: number, found: number): number {
    const { words } = this;
    const shared = words[found + slot.row] as number;
    if (shared !== 0 && words[shared + row.place] === words[found]) return shared;
    const own = this.newRow(at);
    if (shared !== 0) words.copyWithin(own, shared, shared + this.rowLength);
    words[own + row.place] = words[found] as number;
    words[found + slot.row] = own;
    return own;
  }

  /** Sets these bits in a field of a head. */
  set(field: number, bits: number): void {
    this.heads[field] = (this.heads[field] as number) | bits;
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
}

/** How many slots the hash has, less one. */
export function maskIn(traits: number): number {
  return traits >>> TRAIT_BITS;
}

/** Spreads neighbouring places over all bits (Knuth's multiplicative method, 2^32 divided by the golden ratio). */
export function spreadOf(place: number): number {
  return Math.imul(place, 0x9e3779b1);
}

export function slotOf(spread: number, mask: number): number {
  return (spread >>> 12) & mask;
}

/** Which of the head's 64 bits is a place's: it has its word and its bit there from the upper end. */
export function wordOf(spread: number): number {
  return (spread >>> 26) & 1;
}

export function bitOf(spread: number): number {
  return spread >>> 27;
}

/** At most two thirds full, so that a look for what is not there ends soon. */
function slotsFor(places: number): number {
  let slots = 2;
  while (slots * 2 < places * 3) slots *= 2;
  return slots;
}

function upTo(length: number, multiple: number): number {
  return Math.ceil(length / multiple) * multiple;
}
