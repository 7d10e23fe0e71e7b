import type { IncomingHttpHeaders } from "node:http";
import { askable, namesFrom, sentence } from "@gatefold/core";
import type { Request, RequestHandler, Response } from "express";
import type { Allows } from "./decisions.ts";
import type { AppPermission } from "./permissions.ts";
import type { Rights } from "./rights.ts";

/**
 * Middleware that lets a request on where its user may. The permission is one of the catalogue's; `placeOf` says which folder
 * or asset the request is about, or null for the account as a whole.
 */
export type RequirePermission = <Params>(
  permission: AppPermission,
  placeOf: (request: Request<Params>) => string | null,
) => RequestHandler<Params>;

export interface GuardDeps {
  readonly rights: Rights;
  readonly allows: Allows;
  readonly clock: () => number;
  /** Who sent this, as your own sign-in says; undefined where nobody is signed in. */
  readonly userOf: (headers: IncomingHttpHeaders) => string | undefined;
}

export function createGuard({ rights, allows, clock, userOf }: GuardDeps): RequirePermission {
  return (permission, placeOf) => async (request, response, next) => {
    const user = userOf(request.headers);
    if (user === undefined)
      return problem(response, 401, { code: "UNAUTHENTICATED", detail: "Sign in first." });
    const at = placeOf(request);
    if (await allows(user, permission, at)) return next();
    // Who may not see a place is not told that there is one: hidden and missing answer alike.
    if (at !== null && !(await allows(user, "article.read", at))) return notFound(response);
    const why = rights.access.explain({ user, permission, at, now: clock() });
    // It was given in the meantime.
    if (why.effect === "allow") return next();
    const told = askable(why);
    const detail = sentence(told, namesFrom(rights.state));
    return problem(response, 403, { code: told.code, detail, ask: told.ask });
  };
}

export function notFound(response: Response): void {
  problem(response, 404, { code: "NOT_FOUND", detail: "Not here or not yours." });
}

/** RFC 9457. `ask`: what to ask for, and where, in a form that a request for access can be made from. */
function problem(response: Response, status: number, facts: Record<string, unknown>): void {
  response
    .status(status)
    .type("application/problem+json")
    .json({ status, ...facts });
}
