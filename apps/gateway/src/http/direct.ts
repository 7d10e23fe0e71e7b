import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Express, Request, Response } from "express";
import type { Services } from "../services.ts";
import { addressesOf, type Found } from "./addresses.ts";
import { answer, type Row, rowsOf } from "./mount.ts";
import type { Operation } from "./operation.ts";
import { answerErrors, createFollowing } from "./requests.ts";

/**
 * The app's listener, which takes requests that name an operation plainly past Express: that tries its hundred layers one
 * after another for each. What is answered is the same, since whatever is out of the ordinary goes the usual way.
 */
export function direct(app: Express, operations: readonly Operation[], services: Services): RequestListener {
  const find = addressesOf(rowsOf(operations), ({ operation }) => operation);
  const follow = createFollowing(services);
  const refuse = answerErrors(services.log, services.counts);
  const take = ({ row, params }: Found<Row>, request: Request, response: Response) => {
    request.res = response;
    request.originalUrl = request.url;
    request.params = params;
    response.locals = {};
    follow(request, response);
    answer(row, request, response, services).catch((error: unknown) => refuse(error, request, response));
  };
  return (request, response) => {
    const found = find(request.method ?? "", request.url ?? "");
    if (found) take(found, ...asExpress(app, request, response));
    else app(request, response);
  };
}

/** What Express makes of the two. */
function asExpress(app: Express, request: IncomingMessage, response: ServerResponse): [Request, Response] {
  return [
    Object.setPrototypeOf(request, app.request) as Request,
    Object.setPrototypeOf(response, app.response) as Response,
  ];
}
