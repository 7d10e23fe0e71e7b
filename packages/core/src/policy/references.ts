import type { PolicyDocument } from "./schema.ts";
import { type PolicyProblem, pathOf } from "./errors.ts";
import { type Names, permissionEntry } from "./names.ts";

type Path = readonly PropertyKey[];

/** Every reference to something that the document does not hold, and every grant to nobody or to two. */
export function checkReferences(document: PolicyDocument, names: Names): PolicyProblem[] {
  const checks = checksAgainst(names);
  for (const [i, entry] of document.permissions.entries()) {
    checks.all("permission", permissionEntry(entry).needs, ["permissions", i, "needs"]);
  }
  for (const [i, { parent }] of document.folders.entries())
    checks.one("folder", parent, ["folders", i, "parent"]);
  for (const [i, { folder }] of document.assets.entries())
    checks.one("folder", folder, ["assets", i, "folder"]);
  for (const [i, { folder, assets }] of document.collections.entries()) {
    checks.one("folder", folder, ["collections", i, "folder"]);
    checks.all("asset", assets, ["collections", i, "assets"]);
  }
  for (const [i, { folder }] of document.connections.entries()) {
    checks.one("folder", folder, ["connections", i, "folder"]);
  }
  for (const [i, { permissions, folders }] of document.roles.entries()) {
    for (const [j, permission] of permissions.entries()) {
      if (!isWildcard(permission)) checks.one("permission", permission, ["roles", i, "permissions", j]);
    }
    if (folders !== "all") checks.all("folder", folders, ["roles", i, "folders"]);
  }
  for (const [i, { members }] of document.groups.entries())
    checks.all("user", members, ["groups", i, "members"]);
  for (const [i, { roles }] of document.users.entries()) checks.all("role", roles, ["users", i, "roles"]);
  const grants = new Map(document.grants.map((grant) => [grant.id, grant]));
  const members = new Map(document.groups.map((group) => [group.id, group.members]));
  for (const [i, grant] of document.grants.entries()) {
    checks.grant(grant, ["grants", i]);
    const by = grants.get(grant.livesBy ?? "");
    checks.living(grant.user, by && (by.user === null ? (members.get(by.group ?? "") ?? []) : [by.user]), [
      "grants",
      i,
      "livesBy",
    ]);
  }
  for (const [i, { user, permission, folder }] of document.overrides.entries()) {
    checks.one("user", user, ["overrides", i, "user"]);
    if (permission !== "*") checks.one("permission", permission, ["overrides", i, "permission"]);
    checks.one("folder", folder, ["overrides", i, "folder"]);
  }
  const { creatorRole } = document.account;
  checks.one("role", creatorRole, ["account", "creatorRole"]);
  if (document.roles.some(({ id, allAccess }) => id === creatorRole && allAccess)) {
    checks.refuse(["account", "creatorRole"], "INVALID", "Making a thing never gives all access.");
  }
  return checks.problems;
}

/** `resource.*` in a role; it may reach nothing, e.g. `deliver.*` where nothing is connected. */
function isWildcard(permission: string): boolean {
  return /^[^*]+\.\*$/.test(permission);
}

function checksAgainst(names: Names) {
  const problems: PolicyProblem[] = [];
  const refuse = (path: Path, code: PolicyProblem["code"], message: string) =>
    problems.push({ path: pathOf(path), code, message });

  const one = (kind: keyof Names, id: string | null, path: Path) => {
    if (id === null || names[kind].has(id)) return;
    refuse(
      path,
      "UNKNOWN_ID",
      `There is no ${kind} "${id}" in this document; add it, or name one that is there.`,
    );
  };
  const all = (kind: keyof Names, ids: readonly string[], path: Path) => {
    for (const [i, id] of ids.entries()) one(kind, id, [...path, i]);
  };
  const grant = (row: PolicyDocument["grants"][number], path: Path) => {
    one("role", row.role, [...path, "role"]);
    for (const kind of ["user", "group", "asset", "collection"] as const)
      one(kind, row[kind], [...path, kind]);
    one("grant", row.livesBy, [...path, "livesBy"]);
    all("folder", row.folders ?? [], [...path, "folders"]);
    if ((row.user === null) === (row.group === null)) {
      refuse(path, "INVALID", "A grant goes to a user or to a group; name exactly one of them.");
    }
    if ([row.folders, row.asset, row.collection].filter((narrowing) => narrowing !== null).length > 1) {
      refuse(
        path,
        "INVALID",
        "A grant is narrowed to folders, one asset or one collection; name one of them.",
      );
    }
  };
  /** `holders`: who holds the grant it lives by; undefined where there is none. */
  const living = (user: string | null, holders: readonly string[] | undefined, path: Path) => {
    if (!holders || (user !== null && holders.includes(user))) return;
    refuse(path, "INVALID", "A grant can live only by one that the same user holds.");
  };
  return { problems, refuse, one, all, grant, living };
}
