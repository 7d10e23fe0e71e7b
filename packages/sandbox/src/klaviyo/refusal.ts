import type { Answer } from "../frame/platform.ts";

/** Where in the request: a JSON pointer into the body, or the name of a query parameter or header. */
export type Source = { readonly pointer: string } | { readonly parameter: string };

export interface Flaw {
  readonly detail: string;
  readonly source?: Source;
}

const TITLES = {
  400: ["invalid", "Invalid input."],
  401: ["not_authenticated", "Authentication credentials were not provided."],
  403: ["permission_denied", "You do not have permission to perform this action."],
  404: ["not_found", "Not found."],
  405: ["method_not_allowed", "Method not allowed."],
  409: ["conflict", "Conflict."],
  410: ["gone", "Gone."],
  415: ["unsupported_media_type", "Unsupported media type."],
  429: ["throttled", "Request was throttled."],
} as const;

export type RefusalStatus = keyof typeof TITLES;

/** A request that Klaviyo refuses, with everything wrong with it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: RefusalStatus;
  readonly flaws: readonly Flaw[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: RefusalStatus, flaws: string | readonly Flaw[], headers: Record<string, string> = {}) {
    const all = typeof flaws === "string" ? [{ detail: flaws }] : flaws;
    super(all.map((flaw) => flaw.detail).join(" "));
    this.status = status;
    this.flaws = all;
    this.headers = headers;
  }
}

export const invalid = (detail: string, source: Source) => new Refusal(400, [{ detail, source }]);
export const invalidBody = (detail: string, pointer = "/data") => invalid(detail, { pointer });
export const invalidParameter = (detail: string, parameter: string) => invalid(detail, { parameter });

export const MEDIA_TYPE = "application/vnd.api+json";

/** JSON:API's error document, as Klaviyo sends it. `newId` gives each error its id. */
export function refusalAnswer(refusal: Refusal, newId: () => string): Answer {
  const [code, title] = TITLES[refusal.status];
  const errors = refusal.flaws.map(({ detail, source = { pointer: "/data" } }) => ({
    id: newId(),
    status: refusal.status,
    code,
    title,
    detail,
    source,
    links: {},
    meta: {},
  }));
  return {
    status: refusal.status,
    headers: { "content-type": MEDIA_TYPE, ...refusal.headers },
    body: JSON.stringify({ errors }),
  };
}
