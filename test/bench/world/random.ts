/** A seeded source of chance: the same seed gives the same world on every machine. */
export interface Chance {
  /** A whole number from 0 on, below `limit`. */
  below(limit: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** So many of the numbers below `limit`, none twice. */
  some(count: number, limit: number): number[];
}

/** Mulberry32: 32 bits of state are plenty where nothing is secret. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(fraction() * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    happens: (probability) => fraction() < probability,
    pick: <Item>(items: readonly Item[]) => items[below(items.length)] as Item,
    some: (count, limit) => {
      const chosen = new Set<number>();
      while (chosen.size < Math.min(count, limit)) chosen.add(below(limit));
      return [...chosen];
    },
  };
}
