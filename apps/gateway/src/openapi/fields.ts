import { type JsonSchema, type NamedSchemas, resolved } from "./json-schema.ts";

/** A field as pages tell it. `notes` are words, with code between backticks. */
export interface Field {
  /** Empty: one of several forms, of which one is taken or answered. */
  readonly name: string;
  readonly notes: readonly string[];
  readonly inner: readonly Field[];
}

/** The fields of an object, each with its type and limits, and those of the objects in it. */
export function fieldsOf(schema: JsonSchema, part: "taken" | "answered", named: NamedSchemas): Field[] {
  const { oneOf, properties = {}, required = [] } = resolved(schema, named);
  if (oneOf) {
    return oneOf.map((form) => ({ name: "", notes: ["either"], inner: fieldsOf(form, part, named) }));
  }
  return Object.entries(properties).map(([name, field]) => {
    const inner = objectIn(field, named);
    return {
      name,
      notes: [typeOf(field, named), ...notesOf(field, required.includes(name), part)],
      inner: inner ? fieldsOf(inner, part, named) : [],
    };
  });
}

/** A type in words, with its limits. */
function typeOf(schema: JsonSchema, named: NamedSchemas): string {
  if (schema.$ref !== undefined) return typeOf(resolved(schema, named), named);
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return listed(schema.enum.map(code));
  if (schema.anyOf) return listed(schema.anyOf.map((form) => typeOf(form, named)));
  if (Array.isArray(schema.type))
    return listed(schema.type.map((type) => typeOf({ ...schema, type }, named)));
  const described = schema.description === undefined ? "" : `, ${schema.description}`;
  if (schema.type === "string") return `${textType(schema)}${described}`;
  if (schema.type === "integer" || schema.type === "number") return numberType(schema);
  if (schema.type === "array") return arrayType(schema, named);
  return typeof schema.type === "string" ? schema.type : "anything";
}

function textType({ format, minLength, maxLength }: JsonSchema): string {
  if (format === "date-time") return "time";
  if (format === "uri") return "address";
  const kind = format === "email" ? "e-mail" : "text";
  return `${kind}${range(minLength, maxLength, "characters")}`;
}

function numberType({ type, minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1;
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  return `${type === "integer" ? "whole number" : "number"}${range(least, most, "")}`;
}

function arrayType({ items = {}, minItems, maxItems }: JsonSchema, named: NamedSchemas): string {
  const inner = resolved(items, named).properties ? "objects" : typeOf(items, named);
  return `list of ${inner}${range(minItems, maxItems, "of them")}`;
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const of = unit === "" ? "" : ` ${unit}`;
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}${of}`;
  if (most !== undefined) return `, at most ${most}${of}`;
  return least === undefined ? "" : `, at least ${least}${of}`;
}

function notesOf(field: JsonSchema, isRequired: boolean, part: "taken" | "answered"): string[] {
  if (part === "answered") return isRequired ? [] : ["not always there"];
  if (isRequired) return ["**required**"];
  return field.default === undefined ? [] : [`left out: ${code(field.default)}`];
}

/** The object in a field, in a list of them, or beside null. */
function objectIn(field: JsonSchema, named: NamedSchemas): JsonSchema | undefined {
  if (field.$ref !== undefined) return objectIn(resolved(field, named), named);
  if (field.properties || field.oneOf) return field;
  if (field.items) return objectIn(field.items, named);
  return field.anyOf?.map((form) => objectIn(form, named)).find((inner) => inner !== undefined);
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

function listed(words: readonly string[]): string {
  return words.join(" or ").replaceAll("`null`", "null");
}
