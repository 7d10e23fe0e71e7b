import fc from "fast-check";
import type { JsonSchema } from "../../src/openapi/json-schema.ts";
import type { Ids } from "./arrangements.ts";

/** Values for fields whose schema is any text, by the field's name: ids of things that are there. */
function valuesFor(ids: Ids): Readonly<Record<string, readonly (string | undefined)[]>> {
  return {
    user: [ids["user"]],
    owner: [ids["user"]],
    members: [ids["user"]],
    role: [ids["role"]],
    creatorRole: [ids["role"]],
    replacement: [ids["role"]],
    folder: [ids["folder"]],
    folders: [ids["folder"]],
    parent: [ids["folder"]],
    at: [ids["folder"], ids["asset"]],
    asset: [ids["asset"]],
    assets: [ids["asset"]],
    add: [ids["asset"]],
    remove: [ids["asset"]],
    collection: [ids["collection"]],
    connection: [ids["connection"]],
    connections: [ids["connection"]],
    connector: ["klaviyo"],
    permission: ["asset.view", "asset.download", "asset.edit"],
    permissions: ["asset.view", "asset.download", "asset.edit"],
    feature: ["connectors"],
    email: ["someone@example.org"],
  };
}

/** Fields that are left out: they go on from an answer, or name what need not be there. */
const leftOut: ReadonlySet<string> = new Set(["cursor", "group"]);

/** An object of a schema, with one in three of the fields that need not be there: few of them go with all others. */
export function objectsOf(
  { properties = {}, required = [] }: JsonSchema,
  ids: Ids,
): fc.Arbitrary<Record<string, unknown>> {
  const named = valuesFor(ids);
  const names = Object.keys(properties).filter((name) => required.includes(name) || !leftOut.has(name));
  const fields = names.map((name) => {
    const value = valueOf(properties[name] ?? {}, name, named);
    return required.includes(name)
      ? value.map((one) => [name, one])
      : fc.tuple(value, fc.nat(2)).map(([one, chance]) => (chance === 0 ? [name, one] : []));
  });
  return fc
    .tuple(...fields)
    .map((all) => Object.fromEntries(all.filter(({ length }) => length > 0)) as Record<string, unknown>);
}

function valueOf(
  schema: JsonSchema,
  name: string,
  named: ReturnType<typeof valuesFor>,
): fc.Arbitrary<unknown> {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return fc.oneof(...branches.map((branch) => valueOf(branch, name, named)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.type === "null") return fc.constant(null);
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "integer" || schema.type === "number") {
    return fc.integer({ min: Math.max(schema.minimum ?? 1, 1), max: Math.min(schema.maximum ?? 50, 50) });
  }
  if (schema.type === "array") {
    const item = valueOf(schema.items ?? {}, name, named);
    return fc.array(item, { minLength: Math.max(schema.minItems ?? 0, 1), maxLength: 3 });
  }
  if (schema.type === "object") return fc.constant({});
  return textOf(schema, name, named);
}

let counted = 0;

function textOf(
  { format, maxLength = 200 }: JsonSchema,
  name: string,
  named: ReturnType<typeof valuesFor>,
): fc.Arbitrary<string> {
  const known = Object.hasOwn(named, name) ? (named[name] ?? []).filter((id) => id !== undefined) : [];
  if (known.length > 0) return fc.constantFrom(...known);
  if (format === "date-time") {
    return fc
      .date({ min: new Date("2026-03-02"), max: new Date("2029-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  const unique = fc.constant(null).map(() => (counted += 1));
  if (name === "username") return unique.map((number) => `u.${number}`);
  const letters = fc.string({
    unit: fc.constantFrom("a", "Z", "9", " ", "ä", "語", "'", '"', "<", "&", "%", "-", "."),
    maxLength: Math.min(maxLength, 40),
  });
  return fc.tuple(letters, unique).map(([text, number]) => `x${text}${number}`);
}
