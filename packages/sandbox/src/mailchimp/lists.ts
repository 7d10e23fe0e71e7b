import { invalid, Refusal } from "./refusal.ts";

/** Query parameters by name; one that is unknown here or there twice is refused. */
export function parametersOf(query: URLSearchParams, known: readonly string[]): ReadonlyMap<string, string> {
  const flaws = [...new Set(query.keys())].flatMap((field) => {
    if (!known.includes(field)) return [{ field, message: "This parameter is not known here." }];
    return query.getAll(field).length > 1 ? [{ field, message: "This parameter is given twice." }] : [];
  });
  if (flaws.length > 0) throw invalid(...flaws);
  return new Map(query.entries());
}

export const SELECTING = ["fields", "exclude_fields"];
export const PAGING = ["count", "offset"];
export const SIFTING = ["created_by", "before_created_at", "since_created_at"];

/** What both files and folders can be asked for by. */
interface Created {
  readonly createdAt: number;
  readonly createdBy: string;
}

/** Those that `created_by`, `before_created_at` and `since_created_at` let through. */
export function sifted<Item extends Created>(
  items: readonly Item[],
  parameters: ReadonlyMap<string, string>,
): readonly Item[] {
  const by = parameters.get("created_by");
  const before = timeOf(parameters, "before_created_at") ?? Infinity;
  // Whether the second itself is meant is not said: it is not.
  const since = timeOf(parameters, "since_created_at") ?? -Infinity;
  return items.filter(
    ({ createdAt, createdBy }) =>
      (by === undefined || createdBy === by) && createdAt < before && createdAt > since,
  );
}

function timeOf(parameters: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : NaN;
  if (Number.isNaN(time)) throw invalid({ field: name, message: "Enter a date in ISO 8601." });
  return time;
}

/** The items that `count` and `offset` ask for; 10 from the first where they don't. */
export function paged<Item>(
  items: readonly Item[],
  parameters: ReadonlyMap<string, string>,
): readonly Item[] {
  const count = numberOf(parameters, "count", 10);
  const offset = numberOf(parameters, "offset", 0);
  if (count > 1000) throw invalid({ field: "count", message: "Count must be at most 1000." });
  return items.slice(offset, offset + count);
}

function numberOf(parameters: ReadonlyMap<string, string>, name: string, standard: number): number {
  const text = parameters.get(name);
  if (text === undefined) return standard;
  if (!/^\d{1,7}$/.test(text)) throw invalid({ field: name, message: "Must be a whole number." });
  return Number(text);
}

/** One of the choices that a parameter has; the first where it is left out. */
export function choiceOf<Choice extends string>(
  parameters: ReadonlyMap<string, string>,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = parameters.get(name);
  const choice = text === undefined ? choices[0] : choices.find((one) => one === text);
  if (choice === undefined) throw invalid({ field: name, message: `Must be one of ${choices.join(", ")}.` });
  return choice;
}

type Document = Readonly<Record<string, unknown>>;

/** What `fields` keeps and `exclude_fields` leaves: lists of dotted paths, which go through arrays. */
export function selected(
  document: Document,
  parameters: ReadonlyMap<string, string>,
  known: readonly string[],
): Document {
  const paths = SELECTING.map((name) => parameters.get(name)?.split(","));
  const wrong = paths.flatMap((list) => list ?? []).filter((path) => !known.includes(path));
  if (wrong.length > 0)
    throw new Refusal(
      422,
      "Requested Fields Invalid",
      `The fields requested from this resource are invalid: ${wrong.join(", ")}.`,
    );
  const [kept, left] = paths;
  const full = kept ? sieve(document, (path) => kept.some((one) => meets(one, path))) : document;
  return left ? sieve(full, (path) => !left.includes(path)) : full;
}

/** Whether a path that was asked for lies on, above or below this one. */
const meets = (asked: string, path: string) =>
  asked === path || asked.startsWith(`${path}.`) || path.startsWith(`${asked}.`);

function sieve(document: Document, keep: (path: string) => boolean, above = ""): Document {
  const within = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => within(item, path));
    return isDocument(value) ? sieve(value, keep, `${path}.`) : value;
  };
  return Object.fromEntries(
    Object.entries(document).flatMap(([key, value]) =>
      keep(above + key) ? [[key, within(value, above + key)]] : [],
    ),
  );
}

const isDocument = (value: unknown): value is Document =>
  typeof value === "object" && value !== null && !Array.isArray(value);
