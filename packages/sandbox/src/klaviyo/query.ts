import { createHash } from "node:crypto";
import { parseFilter } from "./filter.ts";
import type { StoredImage } from "./images.ts";
import type { KlaviyoReadings } from "./readings.ts";
import { invalidParameter, Refusal } from "./refusal.ts";

/** Query parameters by name; an unknown or repeated one is refused, with all others that are wrong. */
export function parametersOf(query: URLSearchParams, known: readonly string[]): ReadonlyMap<string, string> {
  const names = [...new Set(query.keys())];
  const flaws = names.flatMap((name) => {
    if (!known.includes(name))
      return [{ detail: `'${name}' is not a query parameter here.`, source: { parameter: name } }];
    if (query.getAll(name).length > 1)
      return [{ detail: `'${name}' is given twice.`, source: { parameter: name } }];
    return [];
  });
  if (flaws.length > 0) throw new Refusal(400, flaws);
  return new Map(query.entries());
}

export interface ImagePage {
  readonly images: readonly StoredImage[];
  /** Where the next page starts; undefined on the last. */
  readonly cursor: string | undefined;
}

/** One page of images as `filter`, `sort`, `page[size]` and `page[cursor]` ask for it. */
export function pageOf(
  images: readonly StoredImage[],
  parameters: ReadonlyMap<string, string>,
  readings: KlaviyoReadings,
): ImagePage {
  const filter = parameters.get("filter");
  const order = orderOf(parameters.get("sort") ?? "id");
  const size = sizeOf(parameters.get("page[size]"));
  // A cursor belongs to its question: with another filter or order it would skip or repeat.
  const question = createHash("sha256")
    .update(JSON.stringify([filter, order.name]))
    .digest("base64url")
    .slice(0, 12);
  const after = cursorOf(parameters.get("page[cursor]"), question);
  const matching = filter === undefined ? images : images.filter(parseFilter(filter, readings));
  const rest = matching
    .toSorted(order.compare)
    .filter((image) => after === undefined || order.isAfter(image, after));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    images: page,
    cursor: last && rest.length > size ? encode(question, order.position(last)) : undefined,
  };
}

type Position = readonly [value: string | number, id: number];

interface Order {
  readonly name: string;
  readonly position: (image: StoredImage) => Position;
  readonly compare: (a: StoredImage, b: StoredImage) => number;
  readonly isAfter: (image: StoredImage, position: Position) => boolean;
}

const SORTS: ReadonlyMap<string, (image: StoredImage) => string | number> = new Map<
  string,
  (image: StoredImage) => string | number
>([
  ["format", (image) => image.format],
  ["id", (image) => Number(image.id)],
  ["name", (image) => image.name],
  ["size", (image) => image.size],
  ["updated_at", (image) => image.updatedAt],
]);

function orderOf(name: string): Order {
  const down = name.startsWith("-");
  const value = SORTS.get(down ? name.slice(1) : name);
  if (!value) throw invalidParameter(`'${name}' can't be sorted by.`, "sort");
  const position = (image: StoredImage): Position => [value(image), Number(image.id)];
  const compare = (a: Position, b: Position) => (rank(a[0], b[0]) || a[1] - b[1]) * (down ? -1 : 1);
  return {
    name,
    position,
    compare: (a, b) => compare(position(a), position(b)),
    isAfter: (image, after) => compare(position(image), after) > 0,
  };
}

function rank(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sizeOf(text: string | undefined): number {
  if (text === undefined) return 20;
  const size = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > 100)
    throw invalidParameter("Page size must be an integer between 1 and 100.", "page[size]");
  return size;
}

const encode = (question: string, position: Position) =>
  Buffer.from(JSON.stringify([question, ...position])).toString("base64url");

function cursorOf(text: string | undefined, question: string): Position | undefined {
  if (text === undefined) return undefined;
  try {
    const decoded: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (Array.isArray(decoded) && decoded.length === 3 && decoded[0] === question)
      return [decoded[1], decoded[2]];
  } catch {
    // Not one of ours: refused below.
  }
  throw invalidParameter("Invalid cursor provided.", "page[cursor]");
}
