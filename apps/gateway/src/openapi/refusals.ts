import { z } from "zod";
import type { Operation } from "../http/operation.ts";
import type { ProblemCode } from "../http/problems.ts";

/** What a decision can deny with: asked of every key's owner, and again by nearly every operation. */
const decisions = [
  "UNKNOWN",
  "NO_GRANT",
  "OVERRIDE_DENY",
  "NEEDS",
  "ACCOUNT_SUSPENDED",
  "PLAN_FEATURE_MISSING",
  "CREDENTIAL_SCOPE",
] as const;

const always = [
  "INVALID_REQUEST",
  "UNAUTHENTICATED",
  "RATE_LIMITED",
  "NOT_FOUND",
  "STALE",
  "INTERNAL",
  ...decisions,
] as const;

const json = ["MALFORMED_JSON", "TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"] as const;
const picture = [
  "TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "NOT_A_PICTURE",
  "PICTURE_DAMAGED",
  "PICTURE_TOO_LARGE",
  "PICTURE_NOT_ALONE",
] as const;

/** What anything that is to be done once can meet. */
const named = ["IDEMPOTENCY_KEY_REUSED", "IDEMPOTENCY_UNDER_WAY"] as const;

/** What any change of the account can meet: rights to change (rule 11), soundness, and others who change it too. */
const changes = [
  "RIGHT_MISSING",
  "BEYOND_OWN",
  "ALL_ACCESS_NEEDED",
  "LAST_ADMIN",
  "DUPLICATE_ID",
  "CYCLE",
  "NOT_EMPTY",
  "IN_USE",
  "INVALID",
  "HEAD_MOVED",
  "CLAIM_LOST",
  "PRECONDITION_FAILED",
  "PREVIEW_STALE",
  "DIFF_TOO_LARGE",
] as const;

export function doesOf({ method, does }: Pick<Operation, "method" | "does">): "read" | "change" | "work" {
  return does ?? (method === "GET" ? "read" : "change");
}

/** Every code that an operation can answer. A test that is answered another one fails. */
export function refusalsOf(operation: Operation): ReadonlySet<ProblemCode> {
  const { answersSecret, body, refuses = [] } = operation;
  const does = doesOf(operation);
  const bodys = body === null ? [] : body instanceof z.ZodType ? json : picture;
  return new Set([
    ...always,
    ...bodys,
    ...(does === "read" ? [] : named),
    ...(answersSecret || does === "change" ? (["IDEMPOTENCY_REPLAYED"] as const) : []),
    ...(does === "change" ? changes : []),
    ...refuses,
  ]);
}
