import { firstInOrder, type Standing } from "@gatefold/core";
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
  rows: Iterable<Row>,
  options: {
    readonly sortKey: (row: Row) => string;
    readonly cursor: string | undefined;
    readonly limit: number;
    readonly keep?: (row: Row) => boolean;
  },
): Page<Row> {
  const { cursor, limit, sortKey: keyOf, keep } = options;
  const after = cursor === undefined ? undefined : parseCursor(cursor);
  // One more than asked for tells whether there is a next page.
  const found = firstInOrder(rows, { most: limit + 1, keyOf, after, ...(keep ? { keep } : {}) });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? cursorOf(keyOf, items.at(-1)) : null };
}

function cursorOf<Row extends { readonly id: string }>(
  sortKey: (row: Row) => string,
  row: Row | undefined,
): string | null {
  return row ? Buffer.from(JSON.stringify([sortKey(row), row.id])).toString("base64url") : null;
}

function parseCursor(cursor: string): Standing {
  try {
    const [key, id] = place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { key, id };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw foreignCursor();
  }
}

export function foreignCursor(): Refusal {
  return new Refusal("INVALID_REQUEST", "This cursor is not one of ours; start from the first page.");
}
