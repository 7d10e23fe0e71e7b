/** A set of permissions: a bit for each, in 32-bit words. Sets of one catalogue have as many words. */
export type Bits = Int32Array<ArrayBuffer>;

export function isEmpty(set: Bits): boolean {
  return set.every((word) => word === 0);
}

export function meets(one: Bits, other: Bits): boolean {
  for (let at = 0; at < one.length; at += 1) if ((one[at] as number) & (other[at] as number)) return true;
  return false;
}

/** Is all of this set in that one? */
export function isWithin(inner: Bits, outer: Bits): boolean {
  for (let at = 0; at < inner.length; at += 1)
    if ((inner[at] as number) & ~(outer[at] as number)) return false;
  return true;
}

export function both(one: Bits, other: Bits): Bits {
  return one.map((word, at) => word & (other[at] as number));
}

export function either(one: Bits, other: Bits): Bits {
  return one.map((word, at) => word | (other[at] as number));
}

export function without(set: Bits, other: Bits): Bits {
  return set.map((word, at) => word & ~(other[at] as number));
}

export function count(set: Bits): number {
  let sum = 0;
  for (let at = 0; at < set.length; at += 1) {
    // Clears the lowest bit until none is left.
    for (let word = set[at] as number; word !== 0; word &= word - 1) sum += 1;
  }
  return sum;
}

/** The number of the first permission in it; undefined where it is empty. */
export function first(set: Bits): number | undefined {
  for (let at = 0; at < set.length; at += 1) {
    const word = set[at] as number;
    if (word !== 0) return at * 32 + 31 - Math.clz32(word & -word);
  }
  return undefined;
}

export function has(set: Bits, permission: number): boolean {
  return (((set[permission >>> 5] as number) >>> (permission & 31)) & 1) === 1;
}
