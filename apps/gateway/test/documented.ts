import type { Operation } from "../src/http/operation.ts";
import { refusalsOf } from "../src/openapi/refusals.ts";
import { operations } from "../src/operations/index.ts";

const patterns = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replaceAll(/:\\w+/g, "[^/]+")}$`),
}));

function operationAt(method: string, path: string): Operation | undefined {
  const [bare = ""] = path.split("?");
  return patterns.find(({ operation, pattern }) => operation.method === method && pattern.test(bare))
    ?.operation;
}

/** Throws where an operation answers with a status, or refuses with a code, that its entry in the table does not name. */
export function mustBeDocumented(method: string, path: string, status: number, body: unknown): void {
  const operation = operationAt(method, path);
  if (!operation) return;
  const { id, success, also = [] } = operation;
  if (status < 400) {
    if (status === 304 || status === success || also.some((other) => other === status)) return;
    throw new Error(`${id} answers ${status}: name it in "also"`);
  }
  const { code } = body as { code: string };
  if ([...refusalsOf(operation)].some((known) => known === code)) return;
  throw new Error(`${id} answers ${code}: name it in "refuses"`);
}
