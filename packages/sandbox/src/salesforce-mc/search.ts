import { z } from "zod";
import type { PlatformRequest } from "../frame/platform.ts";
import { checked, jsonOf } from "./bodies.ts";
import type { SalesforceAsset } from "./library.ts";
import { invalid, refused } from "./refusal.ts";

export interface Search {
  readonly page: number;
  readonly size: number;
  readonly matches: (asset: SalesforceAsset) => boolean;
  readonly property: Property;
  readonly down: boolean;
  readonly fields: readonly string[] | undefined;
}

const PROPERTIES = {
  id: (asset: SalesforceAsset) => asset.id,
  name: (asset: SalesforceAsset) => asset.name,
  customerKey: (asset: SalesforceAsset) => asset.customerKey,
  "assetType.id": (asset: SalesforceAsset) => asset.type.id,
  "category.id": (asset: SalesforceAsset) => asset.categoryId,
} as const;

type Property = keyof typeof PROPERTIES;
const isProperty = (text: string): text is Property => Object.hasOwn(PROPERTIES, text);
export const valueOf = (asset: SalesforceAsset, property: Property) => PROPERTIES[property](asset);

const scalar = z.union([z.string(), z.number()]);
const simple = z.strictObject({
  property: z.string(),
  simpleOperator: z.enum(["equal", "in", "greaterThan"]),
  value: z.union([scalar, z.array(scalar).max(50)]),
});
type Clause =
  | z.output<typeof simple>
  | { readonly leftOperand: Clause; readonly logicalOperator: "AND" | "OR"; readonly rightOperand: Clause };
const clause: z.ZodType<Clause> = z.lazy(() =>
  z.union([
    simple,
    z.strictObject({ leftOperand: clause, logicalOperator: z.enum(["AND", "OR"]), rightOperand: clause }),
  ]),
);
const querySchema = z.strictObject({
  page: z.strictObject({ page: z.int().min(1), pageSize: z.int().min(1).max(500) }).optional(),
  query: clause.optional(),
  sort: z
    .array(z.strictObject({ property: z.string(), direction: z.enum(["ASC", "DESC"]) }))
    .max(1)
    .optional(),
  fields: z.array(z.string()).optional(),
});

/** `POST …/assets/query`. */
export function queryOf(request: PlatformRequest): Search {
  const { page, query, sort, fields } = checked(querySchema, jsonOf(request), "query");
  return {
    page: page?.page ?? 1,
    size: page?.pageSize ?? 50,
    matches: query === undefined ? () => true : (asset) => holds(query, asset),
    property: propertyOf(sort?.[0]?.property ?? "id"),
    down: sort?.[0]?.direction === "DESC",
    fields,
  };
}

function holds(query: Clause, asset: SalesforceAsset): boolean {
  if ("leftOperand" in query) {
    const left = holds(query.leftOperand, asset);
    const right = holds(query.rightOperand, asset);
    return query.logicalOperator === "AND" ? left && right : left || right;
  }
  const value = valueOf(asset, propertyOf(query.property));
  if (query.simpleOperator === "in")
    return Array.isArray(query.value) && query.value.some((one) => same(one, value));
  if (Array.isArray(query.value)) throw invalid([{ field: "query.value", message: "one value, no list" }]);
  return query.simpleOperator === "equal" ? same(query.value, value) : value > query.value;
}

/** Texts are compared without regard to case. */
const same = (a: string | number, b: string | number) => String(a).toLowerCase() === String(b).toLowerCase();

function propertyOf(name: string): Property {
  if (isProperty(name)) return name;
  throw invalid([{ field: "query.property", message: `'${name}' can't be asked for.` }]);
}

/** The parameters of a list; others are refused. */
export function parametersOf(query: URLSearchParams, allowed: readonly string[]): Map<string, string> {
  const wrong = [...new Set(query.keys())].filter(
    (name) => !allowed.includes(name) || query.getAll(name).length > 1,
  );
  if (wrong.length > 0) throw refused(400, 10_001, `The parameter ${wrong[0]} is unknown, or given twice.`);
  return new Map(query);
}

export function numberOf(text: string | undefined, otherwise: number, most = 1_000_000): number {
  if (text === undefined) return otherwise;
  const number = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw refused(400, 10_001, `'${text}' is no number from 1 to ${most}.`);
  return number;
}

/** `GET …/assets`. */
export function listOf({ query }: PlatformRequest): Search {
  const given = parametersOf(query, ["$page", "$pagesize", "$orderBy", "$filter", "$fields"]);
  const [, order = "id", direction = "asc"] =
    /^([\w.]+)(?: (asc|desc))?$/i.exec(given.get("$orderBy") ?? "id") ?? [];
  const filter = given.get("$filter");
  const found = filter === undefined ? undefined : /^([\w.]+) eq (?:'([^']*)'|(\d+))$/.exec(filter);
  if (found === null) throw refused(400, 10_001, "The filter can't be read.");
  const property = found && propertyOf(found[1] ?? "");
  const wanted = found?.[2] ?? found?.[3] ?? "";
  return {
    page: numberOf(given.get("$page"), 1),
    size: numberOf(given.get("$pagesize"), 50, 500),
    matches: (asset) => property === undefined || same(valueOf(asset, property), wanted),
    property: propertyOf(order),
    down: direction.toLowerCase() === "desc",
    fields: given.get("$fields")?.split(","),
  };
}
