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
  return row ? cursorFrom([sortKey(row), row.id]) : null;
}

function parseCursor(cursor: string): Standing {
  const [key, id] = readCursor(cursor, place);
  return { key, id };
}

/** Where a page ends, as text for the caller to bring back; he may know all that is in it. */
export function cursorFrom(standing: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(standing)).toString("base64url");
}

export function readCursor<Place extends z.ZodType>(cursor: string, form: Place): z.output<Place> {
  try {
    return form.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw foreignCursor();
  }
}

export function foreignCursor(): Refusal {
  return new Refusal("INVALID_REQUEST", "This cursor is not one of ours; start from the first page.");
}
