import type { RequestHandler } from "express";
import { problem } from "./problem.ts";

/**
 * Lets through only what was asked for by a local name. A page of another site can make its own name point here (DNS
 * rebinding) and would then read this page and drive the controls; its name gives it away.
 */
export function localOnly(allowed: () => readonly string[]): RequestHandler {
  return (req, res, next) => {
    if (isLocal(req.headers.host, allowed()) && isLocalOrigin(req.headers.origin, allowed())) next();
    else problem(res, 403, "HOST_NOT_LOCAL", "Ask for this by a local name, such as localhost or 127.0.0.1.");
  };
}

function isLocal(host: string | undefined, allowed: readonly string[]): boolean {
  const url = URL.parse(`http://${host ?? ""}`);
  if (!url || url.host === "" || url.pathname !== "/") return false;
  const name = url.hostname;
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "127.0.0.1" ||
    name === "[::1]" ||
    allowed.includes(url.host)
  );
}

function isLocalOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || isLocal(URL.parse(origin)?.host, allowed);
}
