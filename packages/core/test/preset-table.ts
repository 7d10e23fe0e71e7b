import { decide } from "../src/decisions/decide.ts";
import { parsePolicy } from "../src/policy/parse.ts";
import type { PresetDocument } from "../src/presets/preset.ts";

/** Who may what: a right by the name its users know it by, asked of the holder of one role. */
export interface Cell {
  readonly right: string;
  readonly role: string;
  readonly may: "yes" | "no";
}

/** Reads a table whose first line names the roles' columns; `ids` says which role each is. */
export function cellsOf(table: string, ids: readonly string[]): Cell[] {
  return table
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [right = "", ...marks] = line.trim().split(/\s+/);
      if (marks.length !== ids.length) throw new Error(`"${line}" has not ${ids.length} cells.`);
      return ids.map((role, at): Cell => ({ right, role, may: marks[at] === "yes" ? "yes" : "no" }));
    });
}

/** Where a right is asked: a folder's id, or null at the account. */
type Asking = (right: string) => string | null;

/** The preset with somebody in it for each role, who holds that alone and by its name. */
function peopled({ roles = [], ...document }: PresetDocument) {
  return parsePolicy({ ...document, roles, users: roles.map(({ id }) => ({ id, roles: [id] })) }).state;
}

export type Answers = (cell: Cell) => { decided: "yes" | "no"; listed: "yes" | "no" };

/** What the preset says: whether the role's holder is let, and whether the role has it among its own. */
export function answersOf(document: PresetDocument, at: Asking): Answers {
  const state = peopled(document);
  return ({ right, role: id }) => {
    const role = state.get("role", id);
    const [permission] = state.get("permission", right)
      ? [state.get("permission", right)]
      : state.find("permissionsAliased", right);
    if (!role || !permission) throw new Error(`The preset has no ${role ? right : id}.`);
    const { effect } = decide(state, { user: id, permission: right, at: at(right), now: 0 });
    const listed = role.allAccess || role.permissions.includes(permission.id);
    return { decided: effect === "allow" ? "yes" : "no", listed: listed ? "yes" : "no" };
  };
}

/** The document with one cell turned: the role loses the permission, or gets it. */
export function turned(document: PresetDocument, { right, role }: Cell): PresetDocument {
  const entries = (document.permissions ?? []).map((entry) =>
    typeof entry === "string" ? { id: entry, aliases: [] } : entry,
  );
  const id = entries.find((entry) => entry.id === right || entry.aliases?.includes(right))?.id ?? right;
  const turn = (permissions: readonly string[]) =>
    permissions.includes(id) ? permissions.filter((other) => other !== id) : [...permissions, id];
  const roles = (document.roles ?? []).map((row) => {
    if (row.id !== role) return row;
    const all = entries.map((entry) => entry.id);
    const permissions = turn(row.allAccess ? all : (row.permissions ?? []));
    return Object.assign({}, row, { allAccess: false, permissions });
  });
  return { ...document, roles };
}
