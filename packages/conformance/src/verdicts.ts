import { inspect } from "node:util";

/** What a failed check has to say. */
export interface Finding {
  /** What a connector does that passes. */
  readonly expected: string;
  /** What this one did. */
  readonly seen: string;
  /** What to do about it. */
  readonly mend: string;
}

export type Result =
  | { readonly outcome: "pass"; readonly note: string | null }
  | { readonly outcome: "skip"; readonly reason: string }
  | ({ readonly outcome: "fail" } & Finding);

/** Ends a check. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(sentenceOf(finding));
    this.finding = finding;
  }
}

export const sentenceOf = ({ expected, seen, mend }: Finding): string =>
  `expected: ${expected}\n    seen: ${seen}\n    mend: ${mend}`;

/** Ends the check unless it is so. */
export function hold(so: boolean, finding: Finding): asserts so {
  if (!so) throw new CheckFailed(finding);
}

/** What became of a call: its answer, or what it threw. */
export type Became<T> =
  | { readonly kind: "answer"; readonly answer: T }
  | { readonly kind: "thrown"; readonly error: unknown };

export const became = async <T>(work: Promise<T>): Promise<Became<T>> => {
  try {
    return { kind: "answer", answer: await work };
  } catch (error) {
    return { kind: "thrown", error };
  }
};

/** In one line, for a finding. */
export const told = (what: Became<unknown>): string =>
  what.kind === "answer" ? `it answered ${short(what.answer)}` : `it threw ${named(what.error)}`;

export const named = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : short(error);

export const short = (value: unknown): string =>
  inspect(value, { depth: 3, breakLength: Infinity }).slice(0, 300);

/** What was thrown is an error of one of these classes. */
export const threw = (what: Became<unknown>, ...names: readonly string[]): boolean =>
  what.kind === "thrown" && what.error instanceof Error && names.includes(what.error.name);
