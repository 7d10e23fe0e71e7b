import type { Response } from "express";

/** A refusal of the sandbox itself, not of a platform (RFC 9457). */
export function problem(res: Response, status: number, code: string, detail: string): void {
  const title = code.toLowerCase().replaceAll("_", " ");
  res
    .status(status)
    .type("application/problem+json")
    .send(JSON.stringify({ type: "about:blank", title, status, code, detail }));
}
