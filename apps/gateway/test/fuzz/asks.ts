import fc from "fast-check";
import type { Ids, Needs } from "./arrangements.ts";
import type { Entry } from "./entries.ts";
import { objectsOf } from "./fields.ts";
import { objectOf } from "../../src/openapi/entries.ts";
import type { Raw } from "./wire.ts";

/** A request in its parts, before it is written. */
export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: object | undefined;
  readonly bytes?: Buffer | undefined;
}

export interface Asker {
  readonly entry: Entry;
  readonly ids: Ids;
  readonly token: string;
}

/** Requests that the document's schemas allow, with what they need named in them. */
export function asksOf({ entry, ids, token }: Asker, needs: Needs): fc.Arbitrary<Ask> {
  const query = objectsOf(objectOf(entry.query), ids).map((fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
  );
  const parts = fc.record({
    query,
    body: entry.body ? objectsOf(entry.body, ids) : fc.constant(undefined),
    headers: harmless(entry),
  });
  const { method, path } = entry;
  const { params = {} } = needs;
  const key = entry.open ? {} : { authorization: `Bearer ${token}` };
  return parts.map(({ query: fields, body, headers }) => ({
    method,
    path,
    params,
    query: Object.assign(fields, needs.query),
    headers: Object.assign(headers, key),
    body: body && Object.assign(body, needs.body),
    bytes: entry.bytes ? (needs.bytes ?? Buffer.alloc(0)) : undefined,
  }));
}

let named = 0;

/** Headers that the document tells of, each half of the time, none of which says no. */
function harmless({ headers }: Entry): fc.Arbitrary<Record<string, string>> {
  const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
    "Gatefold-Min-Revision": fc.constantFrom("0", "1"),
    "Idempotency-Key": fc.constant(null).map(() => `fuzz-${(named += 1)}`),
    "If-None-Match": fc.constantFrom('"none"', 'W/"none", "neither"'),
    Prefer: fc.constantFrom("wait=0", "respond-async", "wait=soon"),
    Range: fc.constantFrom("bytes=0-9", "bytes=-5", "lines=1-2"),
  };
  const known = headers.filter((name) => Object.hasOwn(values, name));
  return fc
    .tuple(fc.record(values), fc.subarray(known))
    .map(([all, some]) => Object.fromEntries(some.map((name) => [name, all[name] ?? ""])));
}

export function pathOf({ path, params }: Pick<Ask, "path" | "params">): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "none");
}

export function written(ask: Ask): Raw {
  const search = new URLSearchParams(ask.query).toString();
  const body = ask.bytes ?? (ask.body && JSON.stringify(ask.body));
  const type = ask.bytes ? "image/png" : "application/json";
  return {
    method: ask.method,
    path: `${pathOf(ask)}${search === "" ? "" : `?${search}`}`,
    headers: {
      ...ask.headers,
      ...(body !== undefined && { "content-type": type, "content-length": Buffer.byteLength(body) }),
    },
    ...(body !== undefined && { body }),
  };
}
