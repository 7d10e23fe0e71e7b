import type { Express, Request, Response } from "express";
import { admit, identify, readmit } from "../access/authentication.ts";
import type { Caller } from "../access/view.ts";
import { rendered, send } from "./answers.ts";
import { sendEvents } from "./event-stream.ts";
import { answeredOnce, idempotencyKeyOf } from "./idempotency.ts";
import { type Operation, readOf } from "./operation.ts";
import { preconditionOf } from "./preconditions.ts";
import { notFound, Refusal } from "./problems.ts";
import { witnessOf } from "./replays.ts";
import { readBody } from "./request-body.ts";
import { notesOf } from "./requests.ts";
import type { Services } from "../services.ts";
import { invalid, parsed } from "./validation.ts";

/** Puts the table on the app: each operation, what other methods answer at its path, and what unknown paths answer. */
export function mountOperations(app: Express, operations: readonly Operation[], services: Services): void {
  const methods = new Map<string, string[]>();
  for (const row of rowsOf(operations)) {
    const { operation } = row;
    const route = app.route(operation.path);
    const method = operation.method.toLowerCase() as Lowercase<Operation["method"]>;
    route[method](async (request, response) => answer(row, request, response, services));
    methods.set(operation.path, [...(methods.get(operation.path) ?? []), operation.method]);
  }
  for (const [path, allowed] of methods) {
    app.all(path, () => {
      throw methodNotAllowed(allowed);
    });
  }
}

/** An operation, and those that belong to it. */
export interface Row {
  readonly operation: Operation;
  /** The one that answers the resource at the same address, whole, where there is one in the account. */
  readonly read: Operation | undefined;
  /** The one that says whether the caller still sees what was answered before. */
  readonly witness: Operation | undefined;
}

export function rowsOf(operations: readonly Operation[]): Row[] {
  return operations.map((operation) => ({
    operation,
    read: readOf(operation, operations),
    witness: witnessOf(operation, operations),
  }));
}

export function methodNotAllowed(allowed: readonly string[]): Refusal {
  const methods = allowed.join(", ");
  return new Refusal("METHOD_NOT_ALLOWED", `This address takes ${methods}.`, {}, { Allow: methods });
}

/** Who asks, then what is asked, then the answer: nobody unknown has a body parsed. */
export async function answer(
  { operation, read, witness }: Row,
  request: Request,
  response: Response,
  services: Services,
): Promise<void> {
  const notes = notesOf(response);
  notes.operation = operation.id;
  const identity = await identify(request, response, services);
  const atLeast = leastRevisionOf(request);
  let view = await admit(identity, services, atLeast);
  notes.limitHeaders = identity.limitHeaders;
  services.keyUses.note(identity.key);
  notes.principal = view.caller.principal;
  const params = paramsOf(operation, request);
  const query = parsed(operation.query, request.url.includes("?") ? request.query : {}, "query");
  const body = await readBody(operation.body, request, response);
  // A body can be slow: what held when it began may not hold now.
  if (operation.body !== null) view = await readmit(view, services, atLeast);
  // A refusal is of a revision, too: who reads again asks for that one at least.
  notes.revision = view.state.revision;
  const precondition = preconditionOf(request, read, params, services);
  const caller = { ...view.caller, preview: request.get("gatefold-preview") };
  const asked = { ...view, caller: precondition ? { ...caller, precondition } : caller };
  if (operation.streams) {
    const input = { view: asked, params, query, body, waitMs: 0, lastEvent: request.get("last-event-id") };
    const begin = async () => {
      const reply = await operation.handle(input, services);
      response.set("Gatefold-Revision", String(view.state.revision));
      return reply;
    };
    return answerStream(operation, identity.key, begin, response, services);
  }
  const work = async (content: unknown, claim?: Caller["claim"]) => {
    const named = { ...asked, caller: { ...asked.caller, ...(claim && { claim }) } };
    const input = { view: named, params, query, body: content, waitMs: waitOf(request) };
    const reply = await operation.handle(input, services);
    return rendered(operation, reply, view, read?.response === operation.response);
  };
  const name = idempotencyKeyOf(operation, request);
  const once = { operation, witness, request, view, body };
  const sent = await (name === undefined ? work(body) : answeredOnce({ ...once, name }, services, work));
  send(sent, request, response);
}

/** The stream takes a place of its key's from before it is decided until nobody reads it any more. */
async function answerStream(
  { response: form }: Operation,
  key: string,
  begin: () => ReturnType<Operation["handle"]>,
  response: Response,
  { streams }: Services,
): Promise<void> {
  const stream = streams.open(key);
  const { ended } = stream;
  response.on("close", () => stream.close());
  try {
    const { body, events } = await begin();
    await sendEvents(allEvents(body, events?.(ended)), form, response, ended);
  } finally {
    stream.close();
  }
}

async function* allEvents(first: unknown, others: AsyncIterable<unknown> = emptyEvents()) {
  yield first;
  yield* others;
}

async function* emptyEvents() {}

/** The revision that the caller's answer must have seen: one that he wrote or read before. */
function leastRevisionOf(request: Request): number {
  const text = request.get("gatefold-min-revision") ?? "0";
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalid([{ path: "header.Gatefold-Min-Revision", message: "Send a revision, a whole number." }]);
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
