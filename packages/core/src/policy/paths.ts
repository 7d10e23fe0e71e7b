import type { Finding, FindingCode } from "../lint/finding.ts";
import { plainGrants } from "./build.ts";
import { pathOf } from "./errors.ts";
import { type Names, permissionEntry } from "./names.ts";
import type { PolicyDocument } from "./schema.ts";

type Path = readonly PropertyKey[];

/** Where a document says what a finding is about, e.g. `roles[2].permissions[0]`; empty where it does not say it. */
export type FindingPaths = (found: Finding) => string;

export function pathsIn(document: PolicyDocument, names: Names): FindingPaths {
  let rows: ReadonlyMap<string, Path> | undefined;
  return (found) => {
    // Made when it is first asked for: most documents are read for their answers.
    rows ??= rowsOf(document);
    const row = rows.get(`${found.kind}/${found.id}`);
    return row ? pathOf([...row, ...fieldOf(document, names, found, row)]) : "";
  };
}

const lists = {
  grant: "grants",
  override: "overrides",
  role: "roles",
  group: "groups",
  user: "users",
  folder: "folders",
} as const;

function rowsOf(document: PolicyDocument): Map<string, Path> {
  const rows = new Map<string, Path>();
  for (const [kind, list] of Object.entries(lists)) {
    for (const [i, { id }] of document[list].entries()) rows.set(`${kind}/${id}`, [list, i]);
  }
  for (const [i, entry] of document.permissions.entries()) {
    rows.set(`permission/${permissionEntry(entry).id}`, ["permissions", i]);
  }
  const users = new Map(document.users.map((user, i) => [user.id, { i, roles: user.roles }]));
  for (const { id, user, role } of plainGrants(document)) {
    const row = users.get(user ?? "");
    if (row) rows.set(`grant/${id}`, ["users", row.i, "roles", row.roles.indexOf(role)]);
  }
  return rows;
}

const fields: Readonly<Partial<Record<FindingCode, string>>> = {
  ROLE_VOID: "feature",
  ROLE_NOWHERE: "folders",
  GRANT_WINDOW: "until",
  GRANT_OVER: "until",
  GRANT_LIFELESS: "livesBy",
  GRANT_NOWHERE: "folders",
  OVERRIDE_WINDOW: "until",
  OVERRIDE_OVER: "until",
  OVERRIDE_LEVEL: "folder",
};

/** The part of the row that is at fault; a role of a user's list has none. */
function fieldOf(
  document: PolicyDocument,
  names: Names,
  { code, kind, item }: Finding,
  [list, i]: Path,
): Path {
  if (item !== undefined) {
    const place = kind === "role" ? "permissions" : "needs";
    const entries = itemsOf(document, kind, Number(i));
    return [place, entries.findIndex((entry) => entry === item || names.permission.get(entry) === item)];
  }
  const field = fields[code];
  return field === undefined || list === "users" ? [] : [field];
}

function itemsOf(document: PolicyDocument, kind: Finding["kind"], i: number): readonly string[] {
  if (kind === "role") return document.roles[i]?.permissions ?? [];
  const entry = document.permissions[i];
  return entry === undefined ? [] : permissionEntry(entry).needs;
}
