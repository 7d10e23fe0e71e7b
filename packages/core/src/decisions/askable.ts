import type { DecisionCode, DenyCode, Explanation } from "./decision.ts";
import type { Gate } from "./gates.ts";

/** What a person is told about himself: no roles and no people. */
export interface Askable {
  readonly effect: "allow" | "deny";
  readonly code: DecisionCode;
  readonly permission: string;
  readonly at: string | null;
  readonly need?: { readonly permission: string; readonly code: DenyCode };
  readonly gate?: Gate;
  /** What to ask for, and where; no permissions where asking for rights would not help. */
  readonly ask: { readonly permissions: readonly string[]; readonly at: string | null };
}

/** An explanation without roles and people. What failed for want of a right can be asked for; a gate can't. */
export function askable(explanation: Explanation): Askable {
  const { effect, code, permission, at, need, gate } = explanation;
  return {
    effect,
    code,
    permission,
    at,
    ...(need ? { need } : {}),
    ...(gate ? { gate } : {}),
    ask: { permissions: permissionsToAskFor(explanation), at },
  };
}

function permissionsToAskFor({ code, permission, need }: Explanation): string[] {
  const failed = need?.code ?? code;
  if (failed !== "NO_GRANT" && failed !== "OVERRIDE_DENY") return [];
  return need ? [permission, need.permission] : [permission];
}
