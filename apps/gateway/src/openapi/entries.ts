import type { OpenApiDocument, OpenApiOperation, Parameter } from "./form.ts";
import type { JsonSchema, NamedSchemas } from "./json-schema.ts";
import { resolved } from "./json-schema.ts";

/** One operation of a document, as pages about it tell it. */
export interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

/** All operations, by their tag. */
export function entriesOf({ paths }: OpenApiDocument): Map<string, Entry[]> {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  return Map.groupBy(all, ({ operation }) => operation.tags[0] ?? "");
}

/** Its parameters in a place, those that stand under `components` too. */
export function parametersIn(
  { components }: OpenApiDocument,
  { parameters = [] }: OpenApiOperation,
  where: Parameter["in"],
): Parameter[] {
  return parameters
    .map((one) => ("$ref" in one ? components.parameters[one.$ref.split("/").at(-1) ?? ""] : one))
    .filter((one) => one !== undefined)
    .filter((one) => one.in === where);
}

/** Parameters as an object of fields. */
export function objectOf(parameters: readonly Parameter[]): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}

const STREAM = "text/event-stream";

/** Does it answer server-sent events, each of the answer's form? */
export function isStream({ responses }: OpenApiOperation): boolean {
  return Object.values(responses).some(({ content }) => content?.[STREAM] !== undefined);
}

/** Statuses with which it ends well, and what they answer. */
export function endsOf({ responses }: OpenApiOperation) {
  const good = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  const [, first] = good[0] ?? [];
  return {
    statuses: good.map(([status]) => status),
    answer: first?.content?.["application/json"] ?? first?.content?.[STREAM],
  };
}

/** The codes it refuses with, by status. */
export function refusalsIn({ responses }: OpenApiOperation): { status: string; codes: string[] }[] {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const [, own] = content?.["application/problem+json"]?.schema?.allOf ?? [];
    const codes = own?.properties?.["code"]?.enum ?? [];
    return codes.length > 0 ? [{ status, codes: codes.map(String) }] : [];
  });
}

/** The rows of a page, or undefined where the answer is no page. */
export function pageItem(schema: JsonSchema, named: NamedSchemas): JsonSchema | undefined {
  const { properties = {} } = resolved(schema, named);
  const names = Object.keys(properties);
  return names.length === 2 && names.includes("next") ? properties["items"]?.items : undefined;
}
