/** `error`: it can never have an effect. `warning`: it has none as things stand. `note`: worth tidying up, or knowing. */
export type Severity = "error" | "warning" | "note";

/** Every finding there is. A code's severity never depends on the case. */
export const severities = {
  /** A need of the permission is asked elsewhere, so nobody can ever be allowed it. */
  PERMISSION_IMPOSSIBLE: "error",

  /** The role's plan feature is missing, so nothing that gives it gives anything. */
  ROLE_VOID: "warning",
  /** Its list of folders is empty. */
  ROLE_NOWHERE: "error",
  ROLE_EMPTY: "note",
  ROLE_UNHELD: "note",
  /** One of the role's permissions waits for a plan feature, or for a connection. */
  TOGGLE_PLAN: "warning",
  TOGGLE_CONNECTOR: "warning",
  /** A permission over the account, in a role that is narrowed to folders. */
  TOGGLE_NARROWED: "warning",
  /** What the permission needs is given by nothing that any holder of the role has. */
  TOGGLE_NEED: "warning",
  /** A wildcard that stands for no permission. */
  TOGGLE_NOTHING: "note",

  /** It ends before it begins. */
  GRANT_WINDOW: "error",
  GRANT_OVER: "note",
  /** It counts only together with another grant, and that is never in force with it, or no longer its holder's. */
  GRANT_LIFELESS: "warning",
  /** Its list of folders is empty. */
  GRANT_NOWHERE: "error",
  /** The role's folders and the grant's have nothing in common. */
  GRANT_APART: "error",
  /** All that it could reach lies behind restricted folders. */
  GRANT_WALLED: "warning",
  GRANT_EMPTY_COLLECTION: "note",
  /** Another grant gives all of it, for at least as long. */
  GRANT_REDUNDANT: "warning",

  OVERRIDE_WINDOW: "error",
  OVERRIDE_OVER: "note",
  /** A permission over the account, overridden at a folder. */
  OVERRIDE_LEVEL: "error",
  /** Another override says the same at the same place, for at least as long. */
  OVERRIDE_REPEATED: "warning",
  /** A deny at the same place wins. */
  ALLOW_DENIED: "warning",
  /** An allow from outside, where all folders are restricted. */
  ALLOW_WALLED: "warning",
  ALLOW_PLAN: "warning",
  ALLOW_CONNECTOR: "warning",
  /** Nothing that the person holds could allow it there anyway. */
  DENY_OF_NOTHING: "note",

  GROUP_EMPTY: "note",
  /** Active, and may do nothing at all. */
  USER_IDLE: "note",
  /** Suspended, with rights that come back with him. */
  USER_SUSPENDED: "note",
  /** Nobody may do anything there, nor below; the topmost such folder. */
  FOLDER_UNREACHED: "note",
} as const satisfies Readonly<Record<string, Severity>>;

export type FindingCode = keyof typeof severities;

/** Something that says less than it seems to, or nothing. `describeFinding` says it in words. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly kind: "permission" | "role" | "grant" | "override" | "group" | "user" | "folder";
  readonly id: string;
  /** Of a role: the entry of its permissions it is about. Of a permission: the need. */
  readonly item?: string;
  /** What it waits for (a plan feature, a connector, a permission), or the grant or override that makes it idle. */
  readonly because?: string;
}

export function finding(
  code: FindingCode,
  kind: Finding["kind"],
  id: string,
  more: Pick<Finding, "item" | "because"> = {},
): Finding {
  return { code, severity: severities[code], kind, id, ...more };
}
