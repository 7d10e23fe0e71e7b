import type { z } from "zod";
import { Refusal } from "./problems.ts";

/** The value in its domain type, or `INVALID_REQUEST` that lists what is wrong and where. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: string,
): z.output<Schema> {
  const problem = unsound(value, MAX_DEPTH);
  if (problem) throw invalid([{ path: part, message: problem }]);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.map((issue) => ({ path: [part, ...issue.path].join("."), message: issue.message })),
  );
}

/** Of many faults the first few are told, each in short: an answer is no longer for a longer request. */
export function invalid(all: readonly { readonly path: string; readonly message: string }[]): Refusal {
  const errors = all
    .slice(0, MOST_ERRORS)
    .map(({ path, message }) => ({ path: shortened(path), message: shortened(message) }));
  const [first] = errors;
  const sentence = first ? `${first.path}: ${first.message}` : "Look at what the operation takes.";
  return new Refusal("INVALID_REQUEST", sentence, { errors });
}

const MOST_ERRORS = 20;
const LONGEST_TEXT = 300;

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT).toWellFormed()}…` : text;
}

const MAX_DEPTH = 32;

/** Names that mean something to JavaScript, and so are never a name of ours. */
const reserved: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * What no schema would look for: text that is not Unicode or can't be stored, names that reach for a prototype, and
 * values nested so deep that walking them overflows.
 */
function unsound(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") {
    return value.isWellFormed() && !value.includes("\0") ? undefined : "Text must be Unicode without NUL.";
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (depth === 0) return `Values can't be nested deeper than ${MAX_DEPTH}.`;
  for (const [key, inner] of Object.entries(value)) {
    const problem = reserved.has(key) ? `"${key}" can't be a key.` : unsound(key, depth);
    const deeper = problem ?? unsound(inner, depth - 1);
    if (deeper) return deeper;
  }
  return undefined;
}
