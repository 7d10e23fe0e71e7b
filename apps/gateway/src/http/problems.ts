import { GatefoldError } from "@gatefold/core";

/** Facts that go into an answer beside code and sentence; only what the caller may know. */
export type Facts = Readonly<Record<string, unknown>>;

/** A request that is refused at the door, with what its answer says. */
export class Refusal extends GatefoldError {
  override readonly name = "Refusal";
  declare readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  /** `facts` are members of the answer: everything in them is shown to the caller. */
  constructor(
    code: ProblemCode,
    message: string,
    facts: Facts = {},
    headers: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(code, message, facts, options);
    this.headers = headers;
  }
}

/** Hidden or missing: nobody can tell which. */
export function notFound(): Refusal {
  return new Refusal("NOT_FOUND", "not here or not yours");
}

/** Nothing can be decided, or nothing can be written, for now. The cause is for the log. */
export function stale(cause?: unknown): Refusal {
  const unwritable = cause instanceof GatefoldError ? unwritableBy.get(cause.code) : undefined;
  const detail =
    unwritable === undefined
      ? "The journal can't be reached, so nothing is decided for now; try again in a second."
      : `${unwritable}, so nothing was changed; what is only read goes on. Try again later.`;
  return new Refusal(
    "STALE",
    detail,
    {},
    { "Retry-After": unwritable === undefined ? "1" : "30" },
    { cause },
  );
}

/** Whoever runs the server must see to it. */
const unwritableBy: ReadonlyMap<string, string> = new Map([
  ["STORE_FULL", "The server's disk is full"],
  ["STORE_READ_ONLY", "The server's database can only be read"],
]);

/** Every code that an answer can carry: its HTTP status, and a title that is the same whatever happened. */
export const problems = {
  // Asking
  INVALID_REQUEST: { status: 400, title: "The request is not understood" },
  MALFORMED_JSON: { status: 400, title: "The body is not JSON" },
  UNAUTHENTICATED: { status: 401, title: "Who is asking is not known" },
  NOT_FOUND: { status: 404, title: "Not found" },
  RATE_LIMITED: { status: 429, title: "Too many requests" },
  PRECONDITION_FAILED: { status: 412, title: "It is not what you read" },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: "The key was used for another request" },
  IDEMPOTENCY_UNDER_WAY: { status: 409, title: "It is being done" },
  IDEMPOTENCY_REPLAYED: { status: 409, title: "It was done already" },
  CLAIM_LOST: { status: 409, title: "It took too long" },
  METHOD_NOT_ALLOWED: { status: 405, title: "Not a method of this address" },
  TOO_LARGE: { status: 413, title: "The body is too large" },
  RANGE_NOT_SATISFIABLE: { status: 416, title: "There are no such bytes" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: "Not a content type this address takes" },

  // Decisions
  UNKNOWN: { status: 403, title: "Refused" },
  NO_GRANT: { status: 403, title: "Refused" },
  OVERRIDE_DENY: { status: 403, title: "Refused" },
  NEEDS: { status: 403, title: "Refused" },
  USER_SUSPENDED: { status: 403, title: "Refused" },
  ACCOUNT_SUSPENDED: { status: 403, title: "Refused" },
  PLAN_FEATURE_MISSING: { status: 403, title: "Refused" },
  CONNECTOR_OFF: { status: 403, title: "Refused" },
  CONNECTION_ELSEWHERE: { status: 403, title: "Refused" },
  ASSET_EXPIRED: { status: 403, title: "Refused" },
  ASSET_NOT_APPROVED: { status: 403, title: "Refused" },
  CREDENTIAL_SCOPE: { status: 403, title: "Refused" },
  CREDENTIAL_ENDED: { status: 401, title: "The key has ended" },
  STALE: { status: 503, title: "Nothing can be decided right now" },

  // Rights to change (rule 11)
  RIGHT_MISSING: { status: 403, title: "Refused" },
  BEYOND_OWN: { status: 403, title: "Nobody gives what they don't hold" },
  ALL_ACCESS_NEEDED: { status: 403, title: "Refused" },
  FOUNDING_ONLY: { status: 403, title: "Refused" },
  LAST_ADMIN: { status: 409, title: "Somebody must keep all access" },

  // Changes
  UNKNOWN_ID: { status: 404, title: "Not found" },
  DUPLICATE_ID: { status: 409, title: "It is there already" },
  NAME_TAKEN: { status: 409, title: "The name is taken" },
  CYCLE: { status: 409, title: "It would run in a circle" },
  NOT_EMPTY: { status: 409, title: "It is not empty" },
  IN_USE: { status: 409, title: "It is in use" },
  INVALID: { status: 400, title: "The change is not sound" },
  OVERTAKEN: { status: 409, title: "It was changed again since" },
  NOT_UNDOABLE: { status: 409, title: "It can't be undone" },
  VERSION_REPLACED: { status: 409, title: "The picture was replaced" },
  CONNECTION_AMBIGUOUS: { status: 409, title: "More than one connection would do" },
  SECRETS_NEEDED: { status: 409, title: "The credentials must be given anew" },
  DELIVERY_MOVED: { status: 409, title: "The delivery changed meanwhile" },
  DELIVERY_STATE: { status: 409, title: "The delivery does not stand where this could be done" },
  DELIVERY_NOT_SEEN: { status: 409, title: "The platform does not show it" },
  EXTERNAL_ID_TAKEN: { status: 409, title: "Another delivery is known by this id" },
  NOTHING_TO_DELIVER: { status: 422, title: "There is nothing to deliver" },
  JOB_TOO_LARGE: { status: 422, title: "Too much for one job" },
  PLAN_LIMIT: { status: 409, title: "The plan's limit is reached" },
  PREVIEW_STALE: { status: 409, title: "The preview no longer holds" },
  DIFF_TOO_LARGE: { status: 422, title: "Too much to compare" },
  JOURNAL_CHANGED: { status: 409, title: "The journal is not what was signed" },
  HEAD_MOVED: { status: 409, title: "The account changed meanwhile" },

  // Permits
  PERMIT_UNKNOWN: { status: 403, title: "Refused" },
  PERMIT_USED: { status: 403, title: "Refused" },
  PERMIT_EXPIRED: { status: 403, title: "Refused" },
  PERMIT_MISMATCH: { status: 403, title: "Refused" },

  // Platforms
  CONNECTOR_CONFIG: { status: 422, title: "The connection's settings can't work" },
  PLATFORM_REJECTED: { status: 422, title: "The platform said no" },
  PULL_NOT_AUTHENTIC: { status: 403, title: "Refused" },
  PLATFORM_UNSUPPORTED: { status: 422, title: "The platform can't do this" },
  PLATFORM_NOT_FOUND: { status: 424, title: "The platform does not have it" },
  PLATFORM_AUTH: { status: 424, title: "The platform does not take the credentials" },
  PLATFORM_SCOPE: { status: 424, title: "The credentials may not do this" },
  PLATFORM_RATE_LIMITED: { status: 424, title: "The platform wants fewer calls" },
  PLATFORM_DAILY_QUOTA: { status: 424, title: "The platform's daily number is used up" },
  PLATFORM_UNAVAILABLE: { status: 424, title: "The platform can't be reached" },
  PLATFORM_UNREADABLE: { status: 424, title: "The platform's answer is not understood" },
  OUTCOME_UNKNOWN: { status: 424, title: "The platform's answer was lost" },
  CANCELLED: { status: 424, title: "It was stopped" },

  // Pictures
  NOT_A_PICTURE: { status: 422, title: "Not a picture" },
  PICTURE_DAMAGED: { status: 422, title: "The picture is damaged" },
  PICTURE_TOO_LARGE: { status: 422, title: "The picture is too large" },
  PICTURE_NOT_ALONE: { status: 422, title: "The file holds more than a picture" },

  INTERNAL: { status: 500, title: "Something broke on our side" },
} as const satisfies Record<string, { status: number; title: string }>;

/** The database is away, or too busy: whoever asked reads `STALE`, and asks again; the log and the operator read these. */
export const awayCodes = ["STORE_UNAVAILABLE", "STORE_CONTENDED", "STORE_FULL", "STORE_READ_ONLY"] as const;

/** Faults on our side: whoever asked reads `INTERNAL`; the log and the operator read these. */
export const internalCodes = [
  "BACKUP_DAMAGED",
  "BACKUP_NEWER",
  "BACKUP_OF_NOTHING",
  "BACKUP_UNREADABLE",
  "BACKUP_UNSOUND",
  "BLOB_CHANGED",
  "BLOB_MISSING",
  "BLOB_NAME_INVALID",
  "MASTER_KEY_BUSY",
  "MASTER_KEY_INVALID",
  "MASTER_KEY_MISSING",
  "MASTER_KEY_RETIRED",
  "MASTER_KEY_SHARED",
  "MASTER_KEY_WRONG",
  "NO_KEY_LEFT",
  "PRESET_CLASH",
  "RESTORE_NOT_EMPTY",
  "SCHEMA_NEWER",
  "SECRETS_CHANGED",
  "SETTINGS_INVALID",
  "SIGNING_KEY_INVALID",
  "SIGNING_KEY_MISSING",
  "SIGNING_KEY_SHARED",
  "SIGNING_KEY_WRONG",
  "STORE_CORRUPT",
  "STORE_REFUSED",
  "STORE_UNREADABLE",
  "UNFOUNDED",
  "UNKNOWN_PRESET",
  "UNSTORABLE",
] as const;

export type ProblemCode = keyof typeof problems;

/** What a platform, or its connector, can say no with. */
export const platformRefusals = [
  "CONNECTOR_CONFIG",
  "PLATFORM_REJECTED",
  "PLATFORM_UNSUPPORTED",
  "PLATFORM_NOT_FOUND",
  "PLATFORM_AUTH",
  "PLATFORM_SCOPE",
  "PLATFORM_RATE_LIMITED",
  "PLATFORM_DAILY_QUOTA",
  "PLATFORM_UNAVAILABLE",
  "PLATFORM_UNREADABLE",
  "OUTCOME_UNKNOWN",
  "CANCELLED",
] as const satisfies readonly ProblemCode[];

/** What a decision about letting a picture out can deny with, beyond what any decision can. */
export const deliveryRefusals = [
  "CONNECTOR_OFF",
  "CONNECTION_ELSEWHERE",
  "ASSET_EXPIRED",
  "ASSET_NOT_APPROVED",
  "CREDENTIAL_ENDED",
] as const satisfies readonly ProblemCode[];

/** An answer in the form of RFC 9457. */
export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the caller is told about an error. What is not known to be fit for him says nothing but that it happened. */
export function problemOf(error: unknown): Problem {
  if (isAway(error)) return problemOf(stale(error));
  if (!(error instanceof GatefoldError) || !isProblemCode(error.code)) return internal;
  // An id in a request that names nothing reads as every other missing thing does.
  if (error.code === "NOT_FOUND" || error.code === "UNKNOWN_ID") return missing;
  const facts = error instanceof Refusal ? error.details : {};
  const headers = error instanceof Refusal ? error.headers : {};
  return problem(error.code, error.message, facts, headers);
}

/** Nothing failed for good: it may go through as soon as the database answers again. */
export function isAway(error: unknown): boolean {
  return error instanceof GatefoldError && awayCodes.some((code) => code === error.code);
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

function problem(code: ProblemCode, detail: string, facts: Facts = {}, headers = {}): Problem {
  const { status, title } = problems[code];
  const type = `urn:gatefold:problem:${code.toLowerCase().replaceAll("_", "-")}`;
  return { status, headers, body: { type, title, status, code, detail, ...facts } };
}

const missing = problem("NOT_FOUND", notFound().message);
const internal = problem("INTERNAL", "It is not your request's fault; name the request id if you report it.");
