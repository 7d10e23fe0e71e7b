import type { Millis } from "../model.ts";

/** May this user do this here? `at`: a folder's or an asset's id, or null for the account. */
export interface Query {
  readonly user: string;
  /** A permission's id or alias. */
  readonly permission: string;
  readonly at: string | null;
  /** The one clock reading of this decision. */
  readonly now: Millis;
  /** The connection it must go through, where one is named. */
  readonly connection?: string | undefined;
}

/** Of several reasons the first of: an override, all access, a role. */
export type AllowCode = "OVERRIDE_ALLOW" | "ALL_ACCESS" | "ROLE";

/** Gates in the order in which they are asked. */
export type GateCode =
  | "USER_SUSPENDED"
  | "ACCOUNT_SUSPENDED"
  | "PLAN_FEATURE_MISSING"
  | "CONNECTOR_OFF"
  | "CONNECTION_ELSEWHERE"
  | "ASSET_EXPIRED"
  | "ASSET_NOT_APPROVED";

/** `STALE` is said at enforcement points alone: they can't know whether they decide on the latest rights. */
export type DenyCode = "UNKNOWN" | GateCode | "OVERRIDE_DENY" | "NO_GRANT" | "NEEDS" | "STALE";

export type DecisionCode = AllowCode | DenyCode;

const allowCodes = new Set<DecisionCode>(["OVERRIDE_ALLOW", "ALL_ACCESS", "ROLE"]);

export function isAllow(code: DecisionCode): code is AllowCode {
  return allowCodes.has(code);
}

/** The answer. Never a bare boolean inside the system. */
export type Decision =
  | { readonly effect: "allow"; readonly code: AllowCode; readonly revision: number }
  | { readonly effect: "deny"; readonly code: DenyCode; readonly revision: number };

/** One sufficient reason: a grant (with the group it came by), or an override. `anchor`: where it takes hold; null is everywhere. */
export type Reason =
  | {
      readonly kind: "role" | "all-access";
      readonly grant: string;
      readonly role: string;
      readonly group: string | null;
      readonly anchor: string | null;
      readonly until: Millis | null;
    }
  | {
      readonly kind: "override-allow" | "override-deny";
      readonly override: string;
      readonly anchor: string | null;
      readonly until: Millis | null;
    };

/**
 * Why something held did not count: `plan`: its role waits for a plan feature; `narrowed`: an account-level right is held for
 * some folders only; `other-folder`: held elsewhere; `restricted`: it stops at a restricted folder on the way down.
 */
export type MissedCause =
  | "plan"
  | "lacks-permission"
  | "expired"
  | "not-yet"
  | "narrowed"
  | "other-folder"
  | "restricted";

/** A near miss: what one thing keeps this grant or override from allowing. */
export type Missed =
  | {
      readonly cause: MissedCause;
      readonly grant: string;
      readonly role: string;
      readonly group: string | null;
    }
  | { readonly cause: MissedCause; readonly override: string };

/** A grant that could be given: un-narrowed at the account, else on exactly the folder or asset that was asked. */
export interface Fix {
  readonly kind: "grant";
  readonly user: string;
  readonly role: string;
  readonly folders: readonly string[] | null;
  readonly asset: string | null;
}

/** A decision with its causes, in full: for who may explain access here. For oneself there is `askable`. */
export type Explanation = Decision & {
  readonly user: string;
  /** The permission's id, also where an alias was asked. */
  readonly permission: string;
  readonly at: string | null;
  readonly now: Millis;
  /** All sufficient reasons: those that allow, or the overrides that deny; with `NEEDS` those that deny the need. */
  readonly by: readonly Reason[];
  /** Of the need, where that is what nobody gave; empty where nothing held could change the answer. */
  readonly missed: readonly Missed[];
  /** With `NEEDS`: the deepest failing need, and the code it failed with. */
  readonly need?: { readonly permission: string; readonly code: DenyCode };
  /** With a gate's code, also a need's: what it waits for, e.g. the plan feature or the connector. */
  readonly gate?: { readonly code: GateCode; readonly wants: string | null };
  /** The smallest set of grants that would allow it; empty where none would, or none is needed. */
  readonly fix: readonly Fix[];
};

/** Somebody who may, and by which rights. */
export interface Holder {
  readonly user: string;
  readonly code: AllowCode;
  readonly by: readonly Reason[];
}
