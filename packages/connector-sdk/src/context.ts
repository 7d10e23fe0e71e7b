import type { ConnectorError } from "./errors.ts";

/** What a verb is given. */
export interface Context<Settings, Secrets> {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly http: Http;
  readonly tokens: Tokens;
  readonly signal: AbortSignal;
  now(): number;
}

export interface Http {
  /**
   * Sends to a declared origin. Waits for the bucket's limit; repeats what is safe to repeat; answers 2xx only, throws a
   * `ConnectorError` else. Redirects are not followed. Without a permit (all verbs but `deliver` and `remove`) only
   * idempotent requests are sent; under one, what is not a GET is sent once and not repeated.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute, on a declared origin. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON (sent with the given content type, or application/json), a form for multipart, or text as it is (XML, a form's pairs). */
  readonly json?: unknown;
  readonly form?: FormData;
  readonly text?: string;
  /**
   * Sent as `Authorization: Bearer`. Where the platform answers 401 it is asked once more, with the token that was refused,
   * and the request is sent again: nothing was processed.
   */
  readonly bearer?: (refused: string | undefined) => Promise<string>;
  /** The bucket of `meta.limits` it counts against. */
  readonly bucket: string;
  /** Whether repeating it is harmless; assumed of GET only. */
  readonly idempotent?: boolean;
  /** What a 4xx other than 429 means, where its status alone does not say; undefined: the host's reading of the status. */
  readonly refusal?: (answer: HttpResponse) => ConnectorError | undefined;
  /** What a 5xx of an idempotent request means, where the platform refuses with it (a SOAP fault); undefined: trouble. */
  readonly fault?: (answer: HttpResponse) => ConnectorError | undefined;
  /** The largest answer taken, in bytes, where it may be more than the host's usual. */
  readonly largest?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, else the text. Narrow it with a schema that names only what is read. */
  readonly body: unknown;
  /** What the rate headers say, where there are any. */
  readonly rate: Rate | null;
}

/** What the platform says is left: `RateLimit-*` or `X-RateLimit-*`. */
export interface Rate {
  readonly limit: number | null;
  readonly remaining: number;
  /** Milliseconds since 1970. */
  readonly resetsAt: number | null;
}

/** A platform's token, good until `expiresAt` (milliseconds since 1970). */
export interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

/** Tokens that a platform gives for the connection's secrets, kept in memory, never shown. */
export interface Tokens {
  /**
   * The token of this name, good for a minute at least; else one that `make` asks for, once however many ask at a time. One that
   * the platform `refused` is not given again.
   */
  get(name: string, make: () => Promise<Token>, refused?: string): Promise<string>;
}
