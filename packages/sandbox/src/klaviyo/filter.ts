import type { StoredImage } from "./images.ts";
import type { KlaviyoReadings } from "./readings.ts";
import { invalidParameter } from "./refusal.ts";

export type ImageFilter = (image: StoredImage) => boolean;

type Value = string | number | boolean;
type Kind = "string" | "integer" | "boolean" | "datetime";

interface Field {
  readonly kind: Kind;
  readonly operators: readonly string[];
  readonly value: (image: StoredImage) => Value;
}

const ORDER = ["greater-or-equal", "greater-than", "less-or-equal", "less-than"];

/** The fields and operators of the description's `x-klaviyo-filters`. */
const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ["id", { kind: "string", operators: ["any", "equals"], value: (image) => image.id }],
  ["updated_at", { kind: "datetime", operators: ORDER, value: (image) => image.updatedAt }],
  ["format", { kind: "string", operators: ["any", "equals"], value: (image) => image.format }],
  [
    "name",
    {
      kind: "string",
      operators: ["any", "contains", "ends-with", "equals", "starts-with"],
      value: (image) => image.name,
    },
  ],
  ["size", { kind: "integer", operators: ORDER, value: (image) => image.size }],
  ["hidden", { kind: "boolean", operators: ["any", "equals"], value: (image) => image.hidden }],
]);

/** What an operator asks of a field's value. `any` alone takes a list. */
const OPERATORS: ReadonlyMap<string, (has: Value, given: readonly Value[]) => boolean> = new Map<
  string,
  (has: Value, given: readonly Value[]) => boolean
>([
  ["any", (has, given) => given.includes(has)],
  ["equals", (has, [given]) => has === given],
  ["contains", (has, [given]) => String(has).includes(String(given))],
  ["starts-with", (has, [given]) => String(has).startsWith(String(given))],
  ["ends-with", (has, [given]) => String(has).endsWith(String(given))],
  ["greater-than", (has, [given]) => Number(has) > Number(given)],
  ["greater-or-equal", (has, [given]) => Number(has) >= Number(given)],
  ["less-than", (has, [given]) => Number(has) < Number(given)],
  ["less-or-equal", (has, [given]) => Number(has) <= Number(given)],
]);

/** `equals(hidden,false),starts-with(name,"summer/")`: comma or `and(…)` join. Throws the 400. */
export function parseFilter(text: string, readings: KlaviyoReadings): ImageFilter {
  const reader = createReader(text, readings);
  const filter = conditions(reader);
  if (!reader.done()) throw reader.refusal();
  return filter;
}

function conditions(reader: Reader): ImageFilter {
  const all = [condition(reader)];
  while (reader.take(/,/y) !== undefined) all.push(condition(reader));
  return (image) => all.every((one) => one(image));
}

function condition(reader: Reader): ImageFilter {
  const operator = reader.need(/[a-z-]+(?=\()/y);
  reader.need(/\(/y);
  if (operator === "and") {
    const joined = conditions(reader);
    reader.need(/\)/y);
    return joined;
  }
  const name = reader.need(/[a-zA-Z_.]+/y);
  const field = FIELDS.get(name);
  const test = OPERATORS.get(operator);
  if (!field) throw invalidParameter(`'${name}' can't be filtered by.`, "filter");
  if (!test || !field.operators.includes(operator))
    throw invalidParameter(`Operator '${operator}' is not allowed for '${name}'.`, "filter");
  reader.need(/,/y);
  const given = operator === "any" ? reader.list(field.kind) : [reader.literal(field.kind)];
  reader.need(/\)/y);
  return (image) => test(field.value(image), given);
}

interface Reader {
  readonly take: (pattern: RegExp) => string | undefined;
  readonly need: (pattern: RegExp) => string;
  readonly literal: (kind: Kind) => Value;
  readonly list: (kind: Kind) => readonly Value[];
  readonly done: () => boolean;
  readonly refusal: () => Error;
}

const LITERALS: Readonly<Record<Exclude<Kind, "string">, RegExp>> = {
  integer: /-?\d{1,15}/y,
  boolean: /true|false/y,
  datetime: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/y,
};

/** Reads on from where it stands; patterns are sticky. */
function createReader(text: string, readings: KlaviyoReadings): Reader {
  let at = 0;
  const refusal = () =>
    invalidParameter(`Invalid filter provided: can't be read from character ${at + 1}.`, "filter");
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const need = (pattern: RegExp) => {
    const found = take(pattern);
    if (found === undefined) throw refusal();
    return found;
  };
  const literal = (kind: Kind): Value => {
    if (kind === "string") return unquoted(need(quoted(readings)), readings);
    const found = need(LITERALS[kind]);
    if (kind === "boolean") return found === "true";
    const value = kind === "integer" ? Number(found) : Date.parse(found);
    if (Number.isNaN(value)) throw refusal();
    return value;
  };
  const list = (kind: Kind) => {
    need(/\[/y);
    const values = [literal(kind)];
    while (take(/,/y) !== undefined) values.push(literal(kind));
    need(/\]/y);
    return values;
  };
  return { take, need, literal, list, done: () => at === text.length, refusal };
}

const quoted = ({ filterEscapes }: KlaviyoReadings) =>
  filterEscapes === "none" ? /"[^"]*"|'[^']*'/y : /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy;

function unquoted(text: string, { filterEscapes }: KlaviyoReadings): string {
  const inner = text.slice(1, -1);
  return filterEscapes === "none" ? inner : inner.replaceAll(/\\(.)/gs, "$1");
}
