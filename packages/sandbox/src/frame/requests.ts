import type { PlatformRequest } from "./platform.ts";

/** One request as the sandbox got it. Credentials are shortened; bodies are not kept. */
export interface RecordedRequest {
  readonly number: number;
  readonly at: number;
  readonly platform: string;
  readonly method: string;
  /** Below the platform's mount, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
  /** The body parsed, where it is JSON of at most 64 KB. In-process only: it may hold a signed link. */
  readonly json: unknown;
  /** The status it was answered with; null while under way, and where the connection was cut instead. */
  readonly status: number | null;
  /** The fault that met it. */
  readonly fault: string | null;
}

export interface Requests {
  /** Oldest first. */
  readonly all: () => readonly RecordedRequest[];
  /** How many there ever were, forgotten ones too. */
  readonly count: () => number;
  readonly clear: () => void;
  readonly begin: (platform: string, request: PlatformRequest) => Recording;
}

interface Recording {
  readonly end: (outcome: { status: number | null; fault: string | null }) => void;
}

const LONGEST_JSON = 64 * 1024;

/** Remembers the last `keep` requests. */
export function createRequests(now: () => number, keep = 1000): Requests {
  let count = 0;
  let kept: RecordedRequest[] = [];
  return {
    all: () => [...kept],
    count: () => count,
    clear: () => {
      count = 0;
      kept = [];
    },
    begin: (platform, request) => {
      count += 1;
      const entry = { ...describe(platform, request), number: count, at: now(), status: null, fault: null };
      kept.push(entry);
      if (kept.length > keep) kept.shift();
      return { end: (outcome) => void Object.assign(entry, outcome) };
    },
  };
}

function describe(platform: string, request: PlatformRequest) {
  const query = request.query.toString();
  return {
    platform,
    method: request.method,
    path: query === "" ? request.path : `${request.path}?${query}`,
    headers: Object.fromEntries(
      [...request.headers].map(([name, value]) => [name, withoutSecret(name, value)]),
    ),
    bodyBytes: request.body.byteLength,
    json: parsed(request),
  };
}

function withoutSecret(name: string, value: string): string {
  if (name === "cookie" || name === "proxy-authorization") return "…";
  if (name !== "authorization") return value;
  const [scheme = "", ...rest] = value.split(" ");
  return rest.length === 0 ? shortened(scheme) : `${scheme} ${shortened(rest.join(" "))}`;
}

/** Enough of a secret to tell it from another: `pk_s…01`. */
export function shortened(secret: string): string {
  return secret.length < 12 ? "…" : `${secret.slice(0, 4)}…${secret.slice(-2)}`;
}

function parsed(request: PlatformRequest): unknown {
  const type = request.headers.get("content-type") ?? "";
  if (!/json/i.test(type) || request.body.byteLength > LONGEST_JSON) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(request.body));
  } catch {
    return undefined;
  }
}
