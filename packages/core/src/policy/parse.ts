import type { z } from "zod";
import type { DecisionCode, Query } from "../decisions/decision.ts";
import type { Millis } from "../model.ts";
import type { State } from "../state/state.ts";
import { buildState } from "./build.ts";
import { checkCycles } from "./cycles.ts";
import { type PolicyProblem, PolicyError, pathOf, refuseOn } from "./errors.ts";
import { readNames } from "./names.ts";
import { type FindingPaths, pathsIn } from "./paths.ts";
import { checkReferences } from "./references.ts";
import { documentSchema, querySchema } from "./schema.ts";

/** What a document expects of one query; `code` where it says so. */
export interface PolicyCase {
  readonly query: Query;
  readonly expect: "allow" | "deny";
  readonly code: DecisionCode | null;
}

/** A document that was read: what it says, as the engine asks it. */
export interface Policy {
  /** At revision 0: no journal stands behind it. */
  readonly state: State;
  /** The time of a query that names none. */
  readonly now: Millis;
  readonly cases: readonly PolicyCase[];
  /** Where in the document stands what `lint` finds in the state. */
  readonly pathOf: FindingPaths;
}

/** Reads a policy document, version 1. Throws `PolicyError` with the path of what is wrong. */
export function parsePolicy(document: unknown): Policy {
  const parsed = parsedBy(documentSchema, document);
  const { names, problems } = readNames(parsed);
  refuseOn([...problems, ...checkReferences(parsed, names), ...checkCycles(parsed, names)]);
  const cases = parsed.cases.map(({ expect, code, ...query }): PolicyCase => ({
    query: asQuery(query, parsed.now),
    expect,
    code: code ?? null,
  }));
  return { state: buildState(parsed, names), now: parsed.now, cases, pathOf: pathsIn(parsed, names) };
}

/** Reads one query of a batch; `now` counts where it names no time. Throws `PolicyError`. */
export function parseQuery(value: unknown, now: Millis): Query {
  return asQuery(parsedBy(querySchema, value), now);
}

function asQuery(query: z.output<typeof querySchema>, now: Millis): Query {
  return { ...query, now: query.now ?? now, connection: query.connection ?? undefined };
}

function parsedBy<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: (issue) => sentenceOf(issue) });
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues.flatMap((issue) => problemsOf(issue, []));
  throw new PolicyError(first ?? { path: "", code: "INVALID", message: "This can't be read." }, others);
}

function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.input === undefined ? "This is required." : undefined;
}

function problemsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): PolicyProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: pathOf([...path, key]),
      code: "UNKNOWN_KEY",
      message: "There is no such key; take it away, or correct its name.",
    }));
  }
  if (issue.code === "invalid_union") {
    const meant = branchMeant(issue.errors);
    if (meant) return meant.flatMap((inner) => problemsOf(inner, path));
  }
  return [{ path: pathOf(path), code: "INVALID", message: issue.message }];
}

/** The form that was meant where one of several is allowed: the only one that was of the right type itself. */
function branchMeant(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const fits = branches.filter((issues) =>
    issues.every(({ code, path }) => path.length > 0 || !["invalid_type", "invalid_value"].includes(code)),
  );
  return fits.length === 1 ? fits[0] : undefined;
}
