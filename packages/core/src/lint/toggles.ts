import { hasEnded } from "../decisions/holdings.ts";
import { concerns } from "../decisions/overrides.ts";
import type { Permission, Role } from "../model.ts";
import { type Finding, finding } from "./finding.ts";
import { permissionsOf, type Survey } from "./survey.ts";

/** Entries of roles that nothing could come of, whoever holds the role. */
export function voidToggles(survey: Survey): Finding[] {
  const findings: Finding[] = [];
  for (const role of survey.state.all("role")) {
    for (const item of role.permissions) findings.push(...faultOf(survey, role, item));
  }
  return findings;
}

function faultOf({ state, gateOf }: Survey, role: Role, item: string): Finding[] {
  const named = permissionsOf(state, item);
  const [first] = named;
  if (!first) return [finding("TOGGLE_NOTHING", "role", role.id, { item })];
  const gates = named.flatMap((permission) => gateOf(permission) ?? []);
  const [gate] = gates;
  if (gate && gates.length === named.length) {
    const code = gate.kind === "plan" ? "TOGGLE_PLAN" : "TOGGLE_CONNECTOR";
    return [finding(code, "role", role.id, { item, because: gate.wants })];
  }
  const isOutOfReach = first.level === "account" && role.folders !== "all";
  return isOutOfReach ? [finding("TOGGLE_NARROWED", "role", role.id, { item })] : [];
}

/**
 * Entries of roles whose need nobody who holds the role has by anything. Of a role that nobody holds nothing is said: it
 * may be meant for people who have the rest.
 */
export function togglesInNeed(survey: Survey): Finding[] {
  const { state, giftOf } = survey;
  const needsOf = allNeedsIn(state);
  const findings: Finding[] = [];
  for (const role of state.all("role")) {
    const { allAccess, permissions } = giftOf(role);
    if (allAccess) continue;
    let holders: readonly string[] | undefined;
    for (const item of role.permissions.filter((entry) => permissions.has(entry))) {
      const missing = needsOf(item).filter((need) => !permissions.has(need.id));
      if (missing.length === 0) continue;
      holders ??= holdersOf(survey, role);
      const because = holders.length > 0 && missing.find((need) => nobodyHas(survey, holders ?? [], need));
      if (because) findings.push(finding("TOGGLE_NEED", "role", role.id, { item, because: because.id }));
    }
  }
  return findings;
}

function holdersOf({ state, idleGrants }: Survey, role: Role): string[] {
  const living = state.find("grantsOfRole", role.id).filter((grant) => !idleGrants.has(grant.id));
  const users = living.flatMap(({ user, group }) => user ?? state.get("group", group ?? "")?.members ?? []);
  return [...new Set(users)];
}

function nobodyHas(
  { state, now, giftOf, livingOf }: Survey,
  users: readonly string[],
  need: Permission,
): boolean {
  return !users.some(
    (user) =>
      livingOf(user).some(({ role }) => role.allAccess || giftOf(role).permissions.has(need.id)) ||
      state
        .find("overridesOf", user)
        .some((row) => row.effect === "allow" && concerns(row, need) && !hasEnded(row, now)),
  );
}

/** All that a permission needs, near and far, each once. */
function allNeedsIn(state: Survey["state"]): (permission: string) => readonly Permission[] {
  const known = new Map<string, readonly Permission[]>();
  return (permission) => {
    const needs = known.get(permission) ?? needsFrom(state, permission);
    known.set(permission, needs);
    return needs;
  };
}

function needsFrom(state: Survey["state"], permission: string): Permission[] {
  const ids = new Set(state.get("permission", permission)?.needs);
  // A set that grows is walked to its end.
  for (const id of ids) for (const need of state.get("permission", id)?.needs ?? []) ids.add(need);
  return [...ids].flatMap((id) => state.get("permission", id) ?? []);
}
