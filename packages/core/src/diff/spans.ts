import type { Millis } from "../model.ts";

/** What somebody gains or loses at a place, from one moment to another (null: for good). */
export interface Span {
  readonly effect: "gains" | "loses";
  readonly permission: string;
  readonly from: Millis;
  readonly until: Millis | null;
}

/** What is allowed at each of some moments, from the first on; each list holds until the next one's moment. */
export type Answers = readonly (readonly string[])[];

/** The differences between two sides, with neighbouring moments as one. */
export function spansOf(moments: readonly Millis[], before: Answers, after: Answers): Span[] {
  const spans: Span[] = [];
  const begun = new Map<string, Pick<Span, "effect" | "from">>();
  const end = (permission: string, until: Millis | null) => {
    const span = begun.get(permission);
    if (span) spans.push({ ...span, permission, until });
    begun.delete(permission);
  };
  for (const [at, from] of moments.entries()) {
    const differences = differencesOf(before[at] ?? [], after[at] ?? []);
    for (const [permission, { effect }] of begun) {
      if (differences.get(permission) !== effect) end(permission, from);
    }
    for (const [permission, effect] of differences) {
      if (!begun.has(permission)) begun.set(permission, { effect, from });
    }
  }
  for (const permission of begun.keys()) end(permission, null);
  return spans;
}

function differencesOf(before: readonly string[], after: readonly string[]): Map<string, Span["effect"]> {
  const differences = new Map<string, Span["effect"]>();
  if (before === after) return differences;
  const old = new Set(before);
  for (const permission of after) if (!old.delete(permission)) differences.set(permission, "gains");
  for (const permission of old) differences.set(permission, "loses");
  return differences;
}
