import type { FlatScope } from "@gatefold/core";
import type { Style } from "./style.ts";

/** Permissions that may be used in the same places. */
export interface ListedRow extends FlatScope {
  readonly permissions: readonly string[];
}

/** A folder's or an asset's name, as it can be typed. */
export type Namer = (id: string) => Promise<string>;

/** Names in one sentence; more would not be read. */
const SHOWN = 8;
const COLUMNS = 96;

/** What may be done where, the widest places first: a heading for each, and the permissions below it. */
export async function listingLines(
  rows: readonly ListedRow[],
  nameOf: Namer,
  style: Style,
): Promise<string[]> {
  const groups = Map.groupBy(rows, ({ level, everywhere, include, except, assets }) =>
    JSON.stringify([level, everywhere, include, except, assets]),
  );
  const sections = Array.from(groups.values(), async (group) => {
    const [first] = group;
    const heading = first ? await whereSentence(first, nameOf) : "";
    return {
      rank: first ? rankOf(first) : 0,
      heading,
      lines: group.flatMap((row) => permissionLines(row, style)),
    };
  });
  const sorted = (await Promise.all(sections)).toSorted(
    (one, other) => one.rank - other.rank || (one.heading < other.heading ? -1 : 1),
  );
  return sorted.flatMap(({ heading, lines }) => [style.strong(heading)].concat(lines));
}

/** The places of a scope in words, e.g. `Everywhere, but not in Aurora/Legal`. */
export async function whereSentence(row: FlatScope, nameOf: Namer): Promise<string> {
  const names = (ids: readonly string[]) => namesOf(ids, nameOf);
  if (row.level === "account") return "For the account";
  if (row.level === "workspace")
    return `For ${row.include.length > 1 ? "workspaces" : "the workspace"} ${await names(row.include)}`;
  const begins = row.everywhere ? "Everywhere" : `In ${await names(row.include)}, and below`;
  const isSomewhere = row.everywhere || row.include.length > 0;
  const except = row.except.length > 0 ? `, but not in ${await names(row.except)}` : "";
  const again = row.everywhere && row.include.length > 0 ? `, but again in ${await names(row.include)}` : "";
  const single = row.assets.length > 0 ? await names(row.assets) : "";
  if (!isSomewhere) return `For ${single}`;
  return begins + except + again + (single && `; and for ${single}`);
}

async function namesOf(ids: readonly string[], nameOf: Namer): Promise<string> {
  const shown = (await Promise.all(ids.slice(0, SHOWN).map(nameOf))).toSorted();
  const more = ids.length > SHOWN ? [`${ids.length - SHOWN} more`] : [];
  const [last, ...others] = [...shown, ...more].toReversed();
  return others.length === 0 ? (last ?? "") : `${others.toReversed().join(", ")} and ${last}`;
}

function rankOf({ level, everywhere, include }: FlatScope): number {
  if (level === "account") return 4;
  if (level === "workspace") return 3;
  if (everywhere) return 0;
  return include.length > 0 ? 1 : 2;
}

function permissionLines({ permissions, gates }: ListedRow, style: Style): string[] {
  const lines = wrapped(permissions);
  const last = lines.length - 1;
  return lines.map((line, at) => `  ${line}${at === last ? style.faint(conditionOf(gates)) : ""}`);
}

/** What each picture must be, to stand behind what it is a condition of; empty where nothing is asked. */
export function conditionOf({ approved, unexpired }: FlatScope["gates"]): string {
  const asked = [approved && "approved", unexpired && "not expired"].filter(Boolean).join(" and ");
  return asked && `  if ${asked}`;
}

function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [at, word] of words.entries()) {
    const text = at === words.length - 1 ? word : `${word},`;
    const line = lines.at(-1);
    if (line !== undefined && line.length + text.length < COLUMNS)
      lines[lines.length - 1] = `${line} ${text}`;
    else lines.push(text);
  }
  return lines;
}

interface FolderRow {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
}

/** Folders that come each after the one it is in, as a tree; one whose folder is not among them by its whole path. */
export async function* treeLines(
  folders: AsyncIterable<FolderRow> | Iterable<FolderRow>,
  nameOf: Namer,
): AsyncGenerator<string> {
  const depths = new Map<string, number>();
  for await (const { id, parent, name } of folders) {
    const above = parent === null ? undefined : depths.get(parent);
    depths.set(id, above === undefined ? 0 : above + 1);
    yield above === undefined ? await nameOf(id) : `${"  ".repeat(above + 1)}${name}`;
  }
}
