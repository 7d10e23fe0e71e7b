import leven, { closestMatch } from "leven";

/** "Did you mean …?" where one of the names is a slip away from what was typed; else nothing. */
export function didYouMean(typed: string, names: readonly string[]): string[] {
  const near = nearest(typed, names);
  return near === undefined ? [] : [`Did you mean "${near}"?`];
}

/** At most a third of the letters may differ, and at most three, or their order; letters' case does not count. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const slips = Math.min(3, Math.floor(typed.length / 3));
  if (slips === 0) return undefined;
  const byLetters = new Map(names.map((name) => [name.toLowerCase(), name]));
  const wanted = typed.toLowerCase();
  // One more than is allowed: the library counts two letters that changed places as two.
  const match = closestMatch(wanted, [...byLetters.keys()], { maxDistance: slips + 1 });
  if (match === undefined) return undefined;
  const isSlip = leven(wanted, match) <= slips || sorted(wanted) === sorted(match);
  return isSlip ? byLetters.get(match) : undefined;
}

const sorted = (word: string) => Array.from(word).toSorted().join("");
