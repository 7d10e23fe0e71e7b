import type { OpenApiDocument, OpenApiOperation, Parameter } from "../../src/openapi/form.ts";
import { entriesOf, parametersIn } from "../../src/openapi/entries.ts";
import { operations } from "../../src/operations/index.ts";
import type { JsonSchema } from "../../src/openapi/json-schema.ts";

/** One operation of the document, with what a request of it is made from. */
export interface Entry {
  readonly id: string;
  readonly method: string;
  /** As the document writes it: `/v1/grants/{grant}`. */
  readonly path: string;
  readonly operation: OpenApiOperation;
  readonly origin: "api" | "content";
  /** It is of the table; what is not passes over a body that it does not take. */
  readonly isOperation: boolean;
  /** It asks for no key. */
  readonly open: boolean;
  readonly params: readonly Parameter[];
  readonly query: readonly Parameter[];
  /** Names of headers. */
  readonly headers: readonly string[];
  /** What its JSON must be; undefined where it takes none. */
  readonly body: JsonSchema | undefined;
  /** It takes bytes. */
  readonly bytes: boolean;
  /** Methods of the same address. */
  readonly methods: readonly string[];
}

const originOf = ({ servers = [] }: OpenApiOperation) => (servers.length > 0 ? "content" : "api");

export function fuzzedEntries(document: OpenApiDocument): Entry[] {
  const all = [...entriesOf(document).values()].flat();
  return all.map(({ method, path, operation }) => {
    const content = operation.requestBody?.content ?? {};
    const beside = all.filter(
      (other) => other.path === path && originOf(other.operation) === originOf(operation),
    );
    return {
      id: operation.operationId,
      method,
      path,
      operation,
      origin: originOf(operation),
      isOperation: operations.some(({ id }) => id === operation.operationId),
      open: operation.security !== undefined,
      params: parametersIn(document, operation, "path"),
      query: parametersIn(document, operation, "query"),
      headers: parametersIn(document, operation, "header").map(({ name }) => name),
      body: content["application/json"]?.schema,
      bytes: Object.keys(content).some((type) => type !== "application/json"),
      methods: beside.map((other) => other.method),
    };
  });
}
