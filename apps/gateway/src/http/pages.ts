import { z } from "zod";
import { Refusal } from "./problems.ts";

export interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/** The response of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

const place = z.tuple([z.string(), z.string()]);

/**
 * One page of rows in the order of their sort key, then id. `keep` is asked only of rows that might be on the page, so
 * that a long list is not decided whole. The cursor names the last row, so that rows which come and go meanwhile don't
 * shift the rest.
 */
export function pageBy<Row extends { readonly id: string }>(
  rows: readonly Row[],
  options: {
    readonly sortKey: (row: Row) => string;
    readonly cursor: string | undefined;
    readonly limit: number;
    readonly keep?: (row: Row) => boolean;
  },
): Page<Row> {
  const { cursor, limit, sortKey, keep = () => true } = options;
  const last = cursor === undefined ? undefined : parseCursor(cursor);
  const keyed = rows.map((row) => [sortKey(row), row.id, row] as const);
  const after = last ? keyed.filter((entry) => compare(entry, last) > 0) : keyed;
  const items: Row[] = [];
  for (const [, , row] of after.toSorted(compare)) {
    if (!keep(row)) continue;
    if (items.length === limit) return { items, next: cursorOf(sortKey, items.at(-1)) };
    items.push(row);
  }
  return { items, next: null };
}

type Keyed = readonly [string, string, ...unknown[]];

/** By code units: the same on every machine, unlike a locale's order. */
function compare(a: Keyed, b: Keyed): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] === b[1]) return 0;
  return a[1] < b[1] ? -1 : 1;
}

function cursorOf<Row extends { readonly id: string }>(
  sortKey: (row: Row) => string,
  row: Row | undefined,
): string | null {
  return row ? Buffer.from(JSON.stringify([sortKey(row), row.id])).toString("base64url") : null;
}

function parseCursor(cursor: string): [string, string] {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw foreignCursor();
  }
}

export function foreignCursor(): Refusal {
  return new Refusal("INVALID_REQUEST", "This cursor is not one of ours; start from the first page.");
}
