import { GatefoldError } from "../errors.ts";

/** `INVALID`: of the wrong form; the others: a key, an id or a circle that must not be there. */
export type PolicyProblemCode = "INVALID" | "UNKNOWN_KEY" | "UNKNOWN_ID" | "DUPLICATE_ID" | "CYCLE";

/** One thing that is wrong with a document, and where: `folders[3].parent`; empty for the document as a whole. */
export interface PolicyProblem {
  readonly path: string;
  readonly code: PolicyProblemCode;
  readonly message: string;
}

/** A policy document that can't be used. Its code, message and path are the first problem's. */
export class PolicyError extends GatefoldError {
  override readonly name = "PolicyError";
  readonly path: string;
  readonly problems: readonly PolicyProblem[];

  constructor(first: PolicyProblem, others: readonly PolicyProblem[] = []) {
    super(first.code, first.path === "" ? first.message : `${first.path}: ${first.message}`, {
      path: first.path,
    });
    this.path = first.path;
    this.problems = [first, ...others];
  }
}

/** Throws what was found, if anything was. */
export function refuseOn(problems: readonly PolicyProblem[]): void {
  const [first, ...others] = problems;
  if (first) throw new PolicyError(first, others);
}

/** A path as people read it: `["folders", 3, "parent"]` is `folders[3].parent`. */
export function pathOf(keys: readonly PropertyKey[]): string {
  let path = "";
  for (const key of keys) {
    if (typeof key === "number") path += `[${key}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(String(key)))
      path += path === "" ? String(key) : `.${String(key)}`;
    else path += `[${JSON.stringify(String(key))}]`;
  }
  return path;
}
