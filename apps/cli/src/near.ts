import { closestMatch } from "leven";

/** "Did you mean …?" where one of the names is a slip away from what was typed; else nothing. */
export function didYouMean(typed: string, names: readonly string[]): string[] {
  const near = nearest(typed, names);
  return near === undefined ? [] : [`Did you mean "${near}"?`];
}

/** At most a third of the letters may differ, and at most three; letters' case does not count. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const slips = Math.min(3, Math.floor(typed.length / 3));
  if (slips === 0) return undefined;
  const byLetters = new Map(names.map((name) => [name.toLowerCase(), name]));
  // The library compares below its limit, so one more than is allowed.
  const match = closestMatch(typed.toLowerCase(), [...byLetters.keys()], { maxDistance: slips + 1 });
  return match === undefined ? undefined : byLetters.get(match);
}
