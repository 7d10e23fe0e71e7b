import type { Askable } from "./askable.ts";
import type { DecisionCode, Explanation } from "./decision.ts";
import type { State } from "../state/state.ts";

/** What an id in a sentence stands for. */
export type NameKind = "user" | "role" | "place" | "feature" | "connector";

/** The name to show for an id. `place` is a folder or an asset. */
export type Names = (kind: NameKind, id: string) => string;

/**
 * One English sentence, the same in API, command line and Slack. Of a whole explanation it names the person and the
 * role; of what a person is told about himself, neither.
 */
export function sentence(explanation: Explanation | Askable, names: Names): string {
  const { effect, permission, at } = explanation;
  const subject = "user" in explanation ? names("user", explanation.user) : "You";
  const where = at === null ? "for the account" : `on "${names("place", at)}"`;
  const verb = effect === "allow" ? "may" : "may not";
  return `${subject} ${verb} use ${permission} ${where}: ${because(explanation, names)}.`;
}

/**
 * Names from the state. An asset's folder is named before it (`Winter/frost.png`) where the reader sees that folder;
 * above a singly shared asset he does not.
 */
export function namesFrom(state: State, seesFolder: (id: string) => boolean = () => false): Names {
  const placeName = (id: string) => {
    const folder = state.get("folder", id);
    const asset = folder ? undefined : state.get("asset", id);
    const name = (folder ?? asset)?.name || id;
    const home = asset && seesFolder(asset.folder) ? state.get("folder", asset.folder)?.name : undefined;
    return home ? `${home}/${name}` : name;
  };
  return (kind, id) => {
    if (kind === "user" || kind === "role") return state.get(kind, id)?.name || id;
    return kind === "place" ? placeName(id) : id;
  };
}

function because(explanation: Explanation | Askable, names: Names): string {
  const { code, need } = explanation;
  if (code === "NEEDS" && need) {
    return `it needs ${need.permission}, and ${causeOf(need.code, "that", explanation, names)}`;
  }
  return causeOf(code, "it", explanation, names);
}

function causeOf(
  code: DecisionCode,
  it: "it" | "that",
  explanation: Explanation | Askable,
  names: Names,
): string {
  const [reason] = "by" in explanation ? explanation.by : [];
  const role = reason && "role" in reason ? `the role ${names("role", reason.role)}` : "a role";
  const wants = explanation.gate?.wants ?? "";
  const causes: Record<DecisionCode, () => string> = {
    OVERRIDE_ALLOW: () => `an override allows ${it}`,
    ALL_ACCESS: () => `${role} gives all access`,
    ROLE: () => `${role} gives ${it}`,
    UNKNOWN: () => "there is no such user, permission or place",
    USER_SUSPENDED: () => "the user is suspended",
    ACCOUNT_SUSPENDED: () => "the account is suspended",
    PLAN_FEATURE_MISSING: () => `the plan does not include ${names("feature", wants)}`,
    CONNECTOR_OFF: () => `${names("connector", wants)} is not connected`,
    CONNECTION_ELSEWHERE: () => `no such connection to ${names("connector", wants)} serves this place`,
    ASSET_EXPIRED: () => "the asset has expired",
    ASSET_NOT_APPROVED: () => "the asset is not approved",
    OVERRIDE_DENY: () => `an override denies ${it}`,
    NO_GRANT: () => `no role gives ${it}`,
    NEEDS: () => "something it needs is not allowed",
    STALE: () => "the answer may be out of date; ask again in a moment",
  };
  return causes[code]();
}
