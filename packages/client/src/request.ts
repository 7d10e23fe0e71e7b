import type { CallOptions, Settings } from "./settings.ts";

/** An input as any operation's may be. */
export interface Input extends CallOptions {
  readonly path?: Readonly<Record<string, string>>;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  /** JSON, or bytes as a Blob of their type. */
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly keyed: boolean;
}

/** What is sent, the same at every attempt. `atLeast`: the revision that the answer must have seen. */
export function requestOf(
  { url, key, newKey }: Settings,
  route: Route,
  input: Input,
  atLeast: number,
): { readonly url: URL; readonly init: RequestInit } {
  const { query = {}, body, waitSeconds, preview } = input;
  const address = new URL(url + filled(route.path, input.path ?? {}));
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  const headers = new Headers({ authorization: `Bearer ${key}`, accept: "application/json" });
  if (body instanceof Blob) headers.set("content-type", body.type || "application/octet-stream");
  else if (body !== undefined) headers.set("content-type", "application/json");
  if (waitSeconds !== undefined) headers.set("prefer", `wait=${waitSeconds}`);
  if (preview !== undefined) headers.set("gatefold-preview", preview);
  if (route.keyed) headers.set("idempotency-key", input.idempotencyKey ?? newKey());
  if (input.ifMatch !== undefined) headers.set("if-match", input.ifMatch);
  if (atLeast > 0) headers.set("gatefold-min-revision", String(atLeast));
  const sent = body === undefined || body instanceof Blob ? (body ?? null) : JSON.stringify(body);
  // A redirect would carry the key to an address nobody named.
  return { url: address, init: { method: route.method, headers, body: sent, redirect: "error" } };
}

/** `/v1/things/{thing}` with every part safe to stand in an address. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    // Dots alone would be walked, not sent, however they are written.
    if (value === undefined || /^\.{0,2}$/.test(value))
      throw new TypeError(`Name the ${name}: it is in the path.`);
    return encodeURIComponent(value);
  });
}
