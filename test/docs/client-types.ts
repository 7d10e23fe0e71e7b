import { endsOf, entriesOf, type Entry, isStream, parametersIn } from "@gatefold/gateway";
import { openApiDocument } from "./api-reference.ts";

type JsonSchema = NonNullable<(typeof openApiDocument)["components"]["schemas"][string]>;

const { schemas } = openApiDocument.components;

/** `packages/client/src/operations.ts`: what the gateway's own document says, as types. */
export function clientTypes(): string {
  const ours = [...entriesOf(openApiDocument).values()].flat().filter(isOfClient);
  const codes = new Set(ours.flatMap(codesOf));
  return `${[
    "// Made from the gateway's own document; `./dev docs` writes it anew.",
    ...Object.entries(schemas).map(
      ([name, schema]) => `export type ${name} = ${typeOf(schema, "answered")};`,
    ),
    ["export interface Operations {", ...ours.map(operationText), "}"].join("\n"),
    "/** Method and path; `keyed`: it takes an idempotency key. */",
    ["export const routes = {", ...ours.map(routeText), "} as const;"].join("\n"),
    `export type ProblemCode =\n${[...codes].map((code) => `  | ${JSON.stringify(code)}`).join("\n")};`,
  ].join("\n\n")}\n`;
}

/** What asks for a key, on the API's own origin. */
const isOfClient = ({ operation }: Entry) => !operation.security && !operation.servers;

function codesOf({ operation }: Entry): string[] {
  return Object.values(operation.responses).flatMap(({ content }) => {
    const [, own] = content?.["application/problem+json"]?.schema?.allOf ?? [];
    return (own?.properties?.["code"]?.enum ?? []).map(String);
  });
}

function operationText({ operation }: Entry): string {
  const { operationId, summary } = operation;
  const { answer } = endsOf(operation);
  const answered = answer?.schema ? typeOf(answer.schema, "answered", "    ") : "undefined";
  return [
    `  /** ${summary.replaceAll("\n", " ")} */`,
    `  ${JSON.stringify(operationId)}: {`,
    ...inputText(operation),
    `    readonly ${isStream(operation) ? "event" : "answer"}: ${answered};`,
    "  };",
  ].join("\n");
}

function inputText(operation: Entry["operation"]): string[] {
  const path = objectText(parametersIn(openApiDocument, operation, "path"));
  const query = objectText(parametersIn(openApiDocument, operation, "query"));
  const { requestBody } = operation;
  const json = requestBody?.content["application/json"]?.schema;
  const body = requestBody ? [`readonly body: ${json ? typeOf(json, "taken", "      ") : "Blob"};`] : [];
  const lines = [...path("path"), ...query("query"), ...body].map((line) => `      ${line}`);
  return lines.length === 0 ? ["    readonly input: object;"] : ["    readonly input: {", ...lines, "    };"];
}

function objectText(parameters: ReturnType<typeof parametersIn>) {
  const isNeeded = parameters.some(({ required }) => required);
  return (name: string): string[] =>
    parameters.length === 0
      ? []
      : [
          `readonly ${name}${isNeeded ? "" : "?"}: {`,
          ...parameters.map(({ name: field, schema, required }) => {
            const type = typeOf(schema, "taken", "        ");
            return `  readonly ${field}${required ? "" : "?"}: ${type}${required ? "" : " | undefined"};`;
          }),
          `}${isNeeded ? "" : " | undefined"};`,
        ];
}

function routeText({ method, path, operation }: Entry): string {
  const keyed = parametersIn(openApiDocument, operation, "header").some(
    ({ name }) => name === "Idempotency-Key",
  );
  return `  ${JSON.stringify(operation.operationId)}: { method: "${method}", path: "${path}", keyed: ${keyed} },`;
}

/** What may be left out of a request may be given as undefined too. */
function typeOf(schema: JsonSchema, part: "taken" | "answered", indent = ""): string {
  const inner = (one: JsonSchema) => typeOf(one, part, indent);
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "unknown";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms) return forms.map(inner).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => inner({ ...schema, type })).join(" | ");
  if (schema.type === "array") return `readonly (${inner(schema.items ?? {})})[]`;
  if (schema.type === "object") return objectType(schema, part, indent);
  if (schema.type === "integer") return "number";
  return typeof schema.type === "string" ? schema.type : "unknown";
}

function objectType(schema: JsonSchema, part: "taken" | "answered", indent: string): string {
  const { properties, required = [], additionalProperties } = schema;
  if (!properties) return "Readonly<Record<string, unknown>>";
  const fields = Object.entries(properties).map(([name, field]) => {
    const optional = !required.includes(name);
    const type = typeOf(field, part, `${indent}  `);
    const orUndefined = optional && part === "taken" ? " | undefined" : "";
    return `${indent}  readonly ${name}${optional ? "?" : ""}: ${type}${orUndefined};`;
  });
  const more =
    typeof additionalProperties === "object" ? [`${indent}  readonly [more: string]: unknown;`] : [];
  return ["{", ...fields, ...more, `${indent}}`].join("\n");
}
