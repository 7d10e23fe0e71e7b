import { ageOf, holds, MARKED, placeIn, RESTRICTED } from "./places.ts";
import {
  ALL_ACCESS,
  bitOf,
  COLLECTIONS,
  head,
  MADE,
  maskIn,
  slot,
  slotOf,
  spreadOf,
  type Tables,
  TIMED,
  wordOf,
} from "./tables.ts";

// The inner loop of everything. What is imported is looked up at each use, where it may not be there yet; the module's own
// constants are known to the machine. So here all are its own.
const { slots, traits, places, given, overridden } = head;
const { given: givenHere } = slot;
const marked = MARKED;
const restricted = RESTRICTED;
const [age, isOfAge, target] = [ageOf, holds, placeIn];
const [spreadBits, firstSlot, maskOf, word64, bit64] = [spreadOf, slotOf, maskIn, wordOf, bitOf];

/** What the short path does not look at. */
const besideRows = COLLECTIONS | ALL_ACCESS;
const made = MADE;
const madeOrTimed = MADE | TIMED;

const yes = 1;
const no = 0;
const unsure = -1;
const notHere = -1;

/** What the short path answers. */
export const answers = { yes, no, unsure } as const;

/** Where nothing of the user's is anchored. */
export const NOT_HERE = notHere;

/** Is there a table with this head, which holds at any time? */
export function isLasting({ heads }: Tables, at: number): boolean {
  return ((heads[at + traits] as number) & madeOrTimed) === made;
}

/**
 * Has the user, whose head is here, all of these permissions, where no override, all access or collection is in question
 * and all links hold? Else `unsure`.
 */
export function findsAtOnce(
  { heads, words, slotLength }: Tables,
  nodes: Int32Array,
  at: number,
  from: number,
  word: number,
  wanted: number,
): number {
  const masks = at + 2 * word;
  if (((heads[at + traits] as number) & besideRows) !== 0) return unsure;
  if (((heads[masks + overridden] as number) & wanted) !== 0) return unsure;
  if (((heads[masks + given] as number) & wanted) !== wanted) return no;
  const now = age(nodes);
  let missing = wanted;
  for (let place = from; ;) {
    const node = nodes[2 * place] as number;
    if (node & marked) {
      const found = probe(heads, words, slotLength, at, place);
      if (found !== notHere) {
        missing &= ~(words[found + givenHere + word] as number);
        if (missing === 0) return yes;
      }
    }
    // So the account is, above which there is nothing.
    if (node & restricted) return no;
    const link = nodes[2 * place + 1] as number;
    if (!isOfAge(link, now)) return unsure;
    place = target(link);
  }
}

/** The slot of a place in the table with this head, or NOT_HERE. */
export function slotAt({ heads, words, slotLength }: Tables, at: number, place: number): number {
  return probe(heads, words, slotLength, at, place);
}

function probe(heads: Int32Array, words: Int32Array, slotLength: number, at: number, place: number): number {
  const spread = spreadBits(place);
  const among = heads[at + places + word64(spread)] as number;
  if (((among >>> bit64(spread)) & 1) === 0) return notHere;
  const first = heads[at + slots] as number;
  const mask = maskOf(heads[at + traits] as number);
  for (let next = firstSlot(spread, mask); ; next = (next + 1) & mask) {
    const here = first + next * slotLength;
    const found = words[here] as number;
    if (found === place + 1) return here;
    if (found === 0) return notHere;
  }
}
