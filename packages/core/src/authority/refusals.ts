import type { EventType } from "../state/events.ts";
import type { Millis } from "../model.ts";
import type { CredentialLimit } from "./decide-as.ts";

/**
 * - `CREDENTIAL_ENDED`: the credential opens nothing any more.
 * - `RIGHT_MISSING`: a right that the write asks for; `limit` where the owner holds it and his credential does not.
 * - `BEYOND_OWN`: somebody would gain what the principal does not hold there himself, or not for as long.
 * - `ALL_ACCESS_NEEDED`: only all access will do; `at` null: everywhere, without a deny or an end.
 * - `LAST_ADMIN`: nobody would be left with all access everywhere, without a deny or an end.
 * - `FOUNDING_ONLY`: changes only when an account is founded.
 */
export type AuthorityCode =
  | "CREDENTIAL_ENDED"
  | "RIGHT_MISSING"
  | "BEYOND_OWN"
  | "ALL_ACCESS_NEEDED"
  | "LAST_ADMIN"
  | "FOUNDING_ONLY";

/** Why a write may not be. */
export interface AuthorityRefusal {
  readonly code: AuthorityCode;
  /** The event it is about; null where it is about the write as a whole. */
  readonly event: EventType | null;
  readonly permission: string | null;
  /** A folder or an asset, or null: the account, or everywhere. It may be hidden from the principal: check before it is shown. */
  readonly at: string | null;
  readonly limit: CredentialLimit | null;
  /** With `BEYOND_OWN`: the moment at which it is not held; what is given must end by then, if it is later than now. */
  readonly from: Millis | null;
  /** One sentence: what is missing and what to do. It names no place and no person. */
  readonly message: string;
}

const plain = { event: null, permission: null, at: null, limit: null, from: null };

export const credentialEnded: AuthorityRefusal = {
  ...plain,
  code: "CREDENTIAL_ENDED",
  limit: "CREDENTIAL_ENDED",
  message: "This key is revoked or has ended, or its owner is not active; use another one.",
};

export const lastAdmin: AuthorityRefusal = {
  ...plain,
  code: "LAST_ADMIN",
  message:
    "Nobody active would be left with all access everywhere and no end; give that to somebody else first, then try again.",
};

export const foundingOnly: AuthorityRefusal = {
  ...plain,
  code: "FOUNDING_ONLY",
  message:
    "An account's plan and its catalogue of permissions are set from outside; nobody in it can change them.",
};

export function rightMissing(
  permission: string,
  at: string | null,
  limit: CredentialLimit | null,
  where = at === null ? "for the whole account" : "there",
): AuthorityRefusal {
  const message =
    limit === null
      ? `You need ${permission} ${where}; ask somebody who holds it.`
      : `You may, but this key is cut down to less: use one that reaches ${permission} there.`;
  return { ...plain, code: "RIGHT_MISSING", permission, at, limit, message };
}

export function beyondOwn(
  permission: string,
  at: string | null,
  from: Millis,
  now: Millis,
): AuthorityRefusal {
  const message =
    from > now
      ? `This would give ${permission} for longer than you hold it yourself; let it end by ${new Date(from).toISOString()}.`
      : `This would give ${permission} where you, with this key, don't hold it yourself; give less, or ask somebody who does.`;
  return { ...plain, code: "BEYOND_OWN", permission, at, from, message };
}

export function widerKey(): AuthorityRefusal {
  const message =
    "A key can't make one that reaches further or lives longer than itself; cut the new one down as much.";
  return { ...plain, code: "BEYOND_OWN", limit: "CREDENTIAL_SCOPE", message };
}

export function allAccessNeeded(at: string | null, why: string): AuthorityRefusal {
  const where = at === null ? "everywhere, without a deny or an end" : "there";
  return {
    ...plain,
    code: "ALL_ACCESS_NEEDED",
    at,
    message: `${why}: only somebody with all access ${where} may.`,
  };
}
