import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Principal } from "@gatefold/core";
import type { Logger } from "pino";
import type { Counts } from "../metrics/counts.ts";
import type { Ids } from "../ids.ts";
import { isAway, type Problem, problemOf, Refusal } from "./problems.ts";

/** What is known about a request while it is answered. Lives in `response.locals`. */
export interface RequestNotes {
  /** Ours; one from outside is not taken, so that nobody can write into the log. */
  readonly requestId: string;
  /** Set once known. */
  operation?: string;
  principal?: Principal;
  /** What is left of the key's requests, for who was admitted. */
  limitHeaders?: Readonly<Record<string, string>>;
  /** The one that is decided on. */
  revision?: number;
}

export function notesOf(response: Response): RequestNotes {
  return response.locals as RequestNotes;
}

/** Gives each request an id and one line in the log: codes and ids, nothing that a caller typed. */
export function followRequests(deps: Following): RequestHandler {
  const follow = createFollowing(deps);
  return (request, response, next) => {
    follow(request, response);
    next();
  };
}

export interface Following {
  readonly ids: Ids;
  readonly log: Logger;
  readonly counts: Pick<Counts, "answered">;
}

export function createFollowing(deps: Following): (request: Request, response: Response) => void {
  return (request, response) => {
    const begun = performance.now();
    const requestId = deps.ids("request");
    response.locals["requestId"] = requestId;
    response.on("close", () => {
      const { operation, principal } = notesOf(response);
      const ms = performance.now() - begun;
      deps.counts.answered(operation ?? null, response.statusCode, ms / 1000);
      deps.log.info({
        request: requestId,
        operation: operation ?? null,
        method: request.method,
        status: response.statusCode,
        finished: response.writableFinished,
        ms: Math.round(ms),
        account: principal?.account ?? null,
        user: principal?.user ?? null,
      });
    });
  };
}

/** The last one in the chain: every error leaves as a problem, and only one that is our fault or our database's is logged. */
export function answerErrors(log: Logger, counts: Pick<Counts, "refused">) {
  // Four parameters are how Express knows an error handler.
  return (error: unknown, request: Request, response: Response, _next?: NextFunction): void => {
    if (brokeOff(error, request)) return void response.destroy();
    const problem = problemOf(error instanceof URIError ? undecodable() : error);
    counts.refused(String(problem.body["code"]));
    if (problem.status === 500 || isAway(error) || isAway(causeOf(error)))
      log.error({ request: notesOf(response).requestId, error: faultOf(error) });
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  };
}

const causeOf = (error: unknown) => (error instanceof Error ? error.cause : undefined);

/** Whoever went away in the middle of his own body reads no answer, and it is no fault of ours. */
function brokeOff(error: unknown, request: Request): boolean {
  return !request.complete && error instanceof Error && "code" in error && error.code === "ECONNRESET";
}

/** What Express throws over a path whose percent signs lead nowhere. */
function undecodable(): Refusal {
  return new Refusal("INVALID_REQUEST", "The address can't be decoded; check its percent signs.");
}

function sendProblem(response: Response, problem: Problem): void {
  // What is hidden answers as an address does that leads nowhere.
  if (problem.status === 404) {
    response.removeHeader("Gatefold-Revision");
    delete notesOf(response).revision;
  }
  response
    .status(problem.status)
    .set(problem.headers)
    .type("application/problem+json")
    .send(JSON.stringify(problem.body));
}

/** An error's name, code and frames. Its message may quote what a caller sent, so it is not logged. */
export function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return { name: error.name, code, frames, cause: error.cause === undefined ? null : faultOf(error.cause) };
}
