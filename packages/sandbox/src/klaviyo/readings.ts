/**
 * How the fake reads what Klaviyo's description leaves open or says twice. Each default is the reading that is harder on a
 * client; a test that wants the other names it.
 */
export interface KlaviyoReadings {
  /** Uploads of files a day: the text says 100, `x-klaviyo-ratelimit` in the same description 500. */
  readonly fileUploadsPerDay: 100 | 500;
  /** What 5MB is: decimal, or 1024 times 1024. */
  readonly largestImage: 5_000_000 | 5_242_880;
  /** Whether a 429 for the daily number says how long to wait. The description shows no header for it. */
  readonly dailyRetryAfter: "until-tomorrow" | "absent";
  /**
   * What `RateLimit-*` describe. The guide says the steady window; an answer on record (klaviyo-api-python issue 82) shows
   * `10, 10;w=1, 150;w=60` and the burst window's remainder.
   */
  readonly rateLimitHeaders: "steady" | "as-recorded";
  /** Whether a request that is then refused as invalid counts against the limits. */
  readonly refusedRequestsCount: boolean;
  /** Where the suffix goes when a name is taken. The description says only that one is added. */
  readonly nameSuffix: "end" | "before-extension";
  /** Whether `\"` in a filter's text means a quotation mark. The guide shows no escapes. */
  readonly filterEscapes: "none" | "backslash";
  /** Whether `content-type: application/vnd.api+json; charset=utf-8` is taken; JSON:API forbids such parameters. */
  readonly contentTypeParameters: "refused" | "ignored";
}

export const STRICT_READINGS: KlaviyoReadings = {
  fileUploadsPerDay: 100,
  largestImage: 5_000_000,
  dailyRetryAfter: "until-tomorrow",
  rateLimitHeaders: "steady",
  refusedRequestsCount: true,
  nameSuffix: "end",
  filterEscapes: "none",
  contentTypeParameters: "refused",
};
