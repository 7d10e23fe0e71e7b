import { hasEnded } from "../decisions/holdings.ts";
import type { Grant, Role, User } from "../model.ts";
import { type Finding, finding } from "./finding.ts";
import type { Survey } from "./survey.ts";

/** Roles that give nothing, or to nobody. */
export function idleRoles(survey: Survey): Finding[] {
  const { state } = survey;
  const findings: Finding[] = [];
  const [account] = state.all("account");
  for (const role of state.all("role")) {
    const fault = faultOf(survey, role);
    if (fault) findings.push(fault);
    // What creators get is in use before anybody has made a thing.
    if (state.find("grantsOfRole", role.id).length === 0 && role.id !== account?.creatorRole) {
      findings.push(finding("ROLE_UNHELD", "role", role.id));
    }
  }
  return findings;
}

function faultOf({ giftOf }: Survey, role: Role): Finding | undefined {
  if (giftOf(role).isVoid) {
    return finding("ROLE_VOID", "role", role.id, role.feature === null ? {} : { because: role.feature });
  }
  if (role.folders.length === 0) return finding("ROLE_NOWHERE", "role", role.id);
  const isEmpty = !role.allAccess && role.permissions.length === 0;
  return isEmpty ? finding("ROLE_EMPTY", "role", role.id) : undefined;
}

export function emptyGroups({ state }: Survey): Finding[] {
  return [...state.all("group")]
    .filter(({ members }) => members.length === 0)
    .map(({ id }) => finding("GROUP_EMPTY", "group", id));
}

/** People who are in but may do nothing, and people who are out but hold something. */
export function idleUsers(survey: Survey): Finding[] {
  const { state } = survey;
  const holdsAnything = holdingAnything(survey);
  return [...state.all("user")].flatMap((user) => {
    const holds = holdsAnything(user);
    if (user.status === "suspended") return holds ? [finding("USER_SUSPENDED", "user", user.id)] : [];
    return holds ? [] : [finding("USER_IDLE", "user", user.id)];
  });
}

function holdingAnything({ state, idleGrants, idleOverrides, now }: Survey): (user: User) => boolean {
  const living = (grants: readonly Grant[]) => grants.some((grant) => !idleGrants.has(grant.id));
  const groups = [...state.all("group")].filter(({ id }) => living(state.find("grantsOfGroup", id)));
  const members = new Set(groups.flatMap((group) => group.members));
  return ({ id }) =>
    members.has(id) ||
    living(state.find("grantsOfUser", id)) ||
    state
      .find("overridesOf", id)
      .some((row) => row.effect === "allow" && !idleOverrides.has(row.id) && !hasEnded(row, now));
}
