import type { Express, Request, Response } from "express";
import { admit, authenticate } from "../access/authentication.ts";
import type { Operation, Reply } from "./operation.ts";
import { notFound, Refusal } from "./problems.ts";
import { readBody } from "./request-body.ts";
import { notesOf } from "./requests.ts";
import type { Services } from "../services.ts";
import { parsed } from "./validation.ts";
import type { View } from "../access/view.ts";

/** Puts the table on the app: each operation, what other methods answer at its path, and what unknown paths answer. */
export function mountOperations(app: Express, operations: readonly Operation[], services: Services): void {
  const methods = new Map<string, string[]>();
  for (const operation of operations) {
    const route = app.route(operation.path);
    const method = operation.method.toLowerCase() as Lowercase<Operation["method"]>;
    route[method](async (request, response) => answer(operation, request, response, services));
    methods.set(operation.path, [...(methods.get(operation.path) ?? []), operation.method]);
  }
  for (const [path, allowed] of methods) {
    app.all(path, () => {
      throw methodNotAllowed(allowed);
    });
  }
}

export function methodNotAllowed(allowed: readonly string[]): Refusal {
  const methods = allowed.join(", ");
  return new Refusal("METHOD_NOT_ALLOWED", `This address takes ${methods}.`, {}, { Allow: methods });
}

/** Who asks, then what is asked, then the answer: nobody unknown has a body parsed. */
async function answer(operation: Operation, request: Request, response: Response, services: Services) {
  const notes = notesOf(response);
  notes.operation = operation.id;
  const identity = await authenticate(request.get("authorization"), notes.requestId, services);
  let view = await admit(identity, services);
  notes.principal = view.caller.principal;
  const params = paramsOf(operation, request);
  const query = parsed(operation.query, request.query, "query");
  const body = await readBody(operation.body, request, response);
  // A body can be slow: what held when it began may not hold now.
  if (operation.body !== null) view = await admit(identity, services);
  const reply = await operation.handle({ view, params, query, body, waitMs: waitOf(request) }, services);
  send(operation, reply, response, view);
}

const LONGEST_WAIT_SECONDS = 30;

/** `Prefer: wait=10` (RFC 7240), in milliseconds. What is not understood is passed over, as preferences are. */
function waitOf(request: Request): number {
  const [, seconds = "0"] = /(?:^|[\s,;])wait\s*=\s*"?(\d{1,6})\b/i.exec(request.get("prefer") ?? "") ?? [];
  return Math.min(Number(seconds), LONGEST_WAIT_SECONDS) * 1000;
}

/** An id in a path that no server of ours would make reads as one that names nothing. */
function paramsOf(operation: Operation, request: Request): Record<string, unknown> {
  const result = operation.params.safeParse(request.params);
  if (!result.success) throw notFound();
  return result.data;
}

/** Every answer says which revision it is of; a write's is the one it made. */
function send(operation: Operation, reply: Reply<unknown>, response: Response, { state }: View): void {
  response.status(reply.status ?? operation.success).set(reply.headers ?? {});
  response.set("Gatefold-Revision", String(reply.revision ?? state.revision));
  if (operation.response === null) response.end();
  else response.json(operation.response.parse(reply.body));
}
