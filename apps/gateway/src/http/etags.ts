import { createHash } from "node:crypto";
import type { Request } from "express";

/** A strong validator of these characters: the same as long as they are the same. */
export function etagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url")}"`;
}

/** Does a list of entity tags, as in `If-None-Match`, name this one? Weakly compared (RFC 9110, 8.8.3.2). */
export function names(list: string, etag: string): boolean {
  const tags = list.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return list.trim() === "*" || tags.includes(etag);
}

/**
 * Has the caller what he asks for already? Unlike Express's `request.fresh`, a `Cache-Control: no-cache` beside the tag
 * changes nothing: `fetch` adds it by itself, and to an origin it means what the tag means.
 */
export function hasAlready(request: Request, etag: string): boolean {
  const list = request.get("if-none-match");
  return list !== undefined && names(list, etag);
}
