import { z } from "zod";
import type { GatewaySettings } from "../dependencies.ts";
import { type Operation, readOf } from "../http/operation.ts";
import { besideOperations } from "./beside.ts";
import { examples } from "./examples.ts";
import type { Content, OpenApiDocument, OpenApiOperation, OpenApiResponse, Parameter } from "./form.ts";
import { answerHeaders, headers, parameters, parametersOf } from "./headers.ts";
import { problemResponses, problemSchema } from "./problem-responses.ts";
import { refusalsOf } from "./refusals.ts";
import { createSchemas, type Schemas } from "./schemas.ts";

/** All that the API can do, as OpenAPI 3.1, made from the table and its schemas. */
export function createDocument(
  operations: readonly Operation[],
  { apiUrl, contentUrl }: GatewaySettings,
  version: string,
): OpenApiDocument {
  const schemas = createSchemas();
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  const put = (path: string, method: string, what: OpenApiOperation) => {
    paths[path] = { ...paths[path], [method]: what };
  };
  for (const operation of operations) {
    put(
      templateOf(operation.path),
      operation.method.toLowerCase(),
      written(operation, readOf(operation, operations), schemas),
    );
  }
  for (const { path, method, operation } of besideOperations(contentUrl)) put(path, method, operation);
  const tags = new Set(Object.values(paths).flatMap((methods) => Object.values(methods).flatMap(tagsOf)));
  return {
    openapi: "3.1.1",
    info: { title: "Gatefold", version, summary, description },
    servers: [{ url: apiUrl, description: "This gateway" }],
    security: [{ key: [] }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { key: keyScheme },
      schemas: { ...schemas.named, Problem: problemSchema },
      headers,
      parameters,
    },
  };
}

const summary = "Who may pull which asset into which platform: decide it, do it, show it afterwards.";

const description = `Every request carries a key. Fields that an operation does not know are refused. Times are ISO 8601 with an
offset. Lists answer \`items\` and \`next\`: while \`next\` is not null, send it as \`cursor\` for the next page. What is hidden
from you answers as what does not exist: 404 \`NOT_FOUND\`. Refusals are RFC 9457 problems with a stable \`code\`. In answers, a
later version may add fields.`;

const keyScheme = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "gk_<key id>_<secret>",
  description: "An API key. It is never more than its owner, and perhaps less.",
};

const tagsOf = ({ tags }: OpenApiOperation) => tags;

/** `/v1/grants/:grant` as OpenAPI writes it: `/v1/grants/{grant}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, "{$1}");
}

function written(operation: Operation, read: Operation | undefined, schemas: Schemas): OpenApiOperation {
  const { id, path, summary: what, params, query, body } = operation;
  const at = examples.get(id)?.at;
  const example = new URLSearchParams(at?.split("?")[1]);
  const ofPath = fieldsAs("path", schemas.of(params, "input"), new URLSearchParams());
  const ofQuery = fieldsAs("query", schemas.of(query, "input"), example);
  const all = [...ofPath, ...ofQuery, ...parametersOf(operation, read)];
  return {
    operationId: id,
    summary: what,
    tags: [path.split("/")[2] ?? ""],
    ...(all.length > 0 && { parameters: all }),
    ...(body !== null && { requestBody: { required: true, content: bodyContent(operation, schemas) } }),
    responses: { ...answers(operation, read, schemas), ...problemResponses(refusalsOf(operation)) },
  };
}

function fieldsAs(
  where: "path" | "query",
  { properties = {}, required = [] }: ReturnType<Schemas["of"]>,
  example: URLSearchParams,
): Parameter[] {
  return Object.entries(properties).map(([name, schema]) =>
    parameter({ name, in: where, schema }, where === "path" || required.includes(name), example.get(name)),
  );
}

function parameter(bare: Parameter, isRequired: boolean, example: string | null): Parameter {
  return { ...bare, ...(isRequired && { required: true }), ...(example !== null && { example }) };
}

function bodyContent({ id, body }: Operation, schemas: Schemas): Content {
  if (body instanceof z.ZodType) {
    const example = examples.get(id)?.body;
    const schema = schemas.of(body, "input");
    return { "application/json": { schema, ...(example !== undefined && { example }) } };
  }
  // In OpenAPI 3.1, bytes are a media type without a schema.
  return Object.fromEntries((body?.types ?? []).map((type) => [type, {}]));
}

const ends = { 200: "Done", 201: "Made", 202: "Under way", 204: "Done; there is nothing to say" } as const;

function answers(
  operation: Operation,
  read: Operation | undefined,
  schemas: Schemas,
): Record<string, OpenApiResponse> {
  const { id, success, also = [], response, streams } = operation;
  const example = examples.get(id)?.answer;
  const content = response && {
    [streams ? "text/event-stream" : "application/json"]: {
      schema: schemas.of(response, "output"),
      ...(example !== undefined && { example }),
    },
  };
  const answerAs = (status: 200 | 201 | 202 | 204) => ({
    description: ends[status],
    headers: answerHeaders(operation, read),
    ...(content && { content }),
  });
  const good = [success, ...also].map((status) => [String(status), answerAs(status)]);
  const same = { description: "You have it already", headers: answerHeaders(operation, read) };
  return Object.fromEntries([...good, ...(read === operation ? [["304", same]] : [])]);
}
