import type { PolicyDocument } from "./schema.ts";
import { pathOf } from "./errors.ts";
import { type Names, permissionEntry } from "./names.ts";

/** Something a document says that can never have an effect. */
export interface DeadRule {
  readonly path: string;
  readonly message: string;
}

/** Windows that are never open, folder overrides of account-level permissions, and needs that nothing can meet. */
export function findDeadRules(document: PolicyDocument, names: Names): DeadRule[] {
  const levels = new Map(document.permissions.map(permissionEntry).map(({ id, level }) => [id, level]));
  const levelOf = (name: string) => levels.get(names.permission.get(name) ?? name);
  const dead: DeadRule[] = [];
  for (const list of ["grants", "overrides"] as const) {
    for (const [i, { from, until }] of document[list].entries()) {
      if (from !== null && until !== null && from >= until) {
        dead.push({
          path: pathOf([list, i, "until"]),
          message: "It ends before it begins, so it is never in force.",
        });
      }
    }
  }
  for (const [i, { permission, folder }] of document.overrides.entries()) {
    if (folder !== null && levelOf(permission) === "account") {
      const message = `"${permission}" is asked at the account alone, so an override at a folder has no effect.`;
      dead.push({ path: pathOf(["overrides", i, "folder"]), message });
    }
  }
  for (const [i, entry] of document.permissions.entries()) {
    const { id, level, needs } = permissionEntry(entry);
    for (const [j, need] of needs.entries()) {
      if (level !== "account" || levelOf(need) === "account") continue;
      const message = `"${need}" is not asked at the account, so "${id}" can never be allowed.`;
      dead.push({ path: pathOf(["permissions", i, "needs", j]), message });
    }
  }
  return dead;
}
