/** As much of JSON Schema as zod writes for the API's schemas. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** The fields of an object as Markdown list items, each with its type and limits; inner objects indented below. */
export function fieldLines(schema: JsonSchema, part: "taken" | "answered", indent = ""): string[] {
  if (schema.oneOf) {
    return schema.oneOf.flatMap((form) => [`${indent}- either`, ...fieldLines(form, part, `${indent}  `)]);
  }
  const required = new Set(schema.required);
  const lines: string[] = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const notes = [typeOf(field), ...notesOf(field, required.has(name), part)].join("; ");
    lines.push(`${indent}- \`${name}\`: ${notes}`);
    const inner = objectIn(field);
    if (inner) lines.push(...fieldLines(inner, part, `${indent}  `));
  }
  return lines;
}

/** A type in words, with its limits. */
function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return listed(schema.enum.map(code));
  if (schema.anyOf) return listed(schema.anyOf.map(typeOf));
  if (Array.isArray(schema.type)) return listed(schema.type.map((type) => typeOf({ ...schema, type })));
  const described = schema.description === undefined ? "" : `, ${schema.description}`;
  if (schema.type === "string") return `${textType(schema)}${described}`;
  if (schema.type === "integer" || schema.type === "number") return numberType(schema);
  if (schema.type === "array") return arrayType(schema);
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

function arrayType({ items = {}, minItems, maxItems }: JsonSchema): string {
  const inner = items.properties ? "objects" : typeOf(items);
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
function objectIn(field: JsonSchema): JsonSchema | undefined {
  if (field.properties) return field;
  if (field.items) return objectIn(field.items);
  return field.anyOf?.map(objectIn).find((inner) => inner !== undefined);
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

function listed(words: readonly string[]): string {
  return words.join(" or ").replaceAll("`null`", "null");
}
