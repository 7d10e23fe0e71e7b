/**
 * How the fake reads what Braze's description leaves open or says twice. Each default is the reading that is harder on a
 * client; a test that wants the other names it.
 */
export interface BrazeReadings {
  /** Uploads and replacements an hour: the limits page says 100, the endpoint's page the default pool's 250,000. */
  readonly mediaPerHour: 100 | 250_000;
  /** SCIM look-ups a day and company: older pages say 5,000. */
  readonly scimPerDay: 5000 | 20_000;
  /** What 5 MB is: decimal, or 1024 times 1024. */
  readonly largestAsset: 5_000_000 | 5_242_880;
  /** Whether `dashboard_url` holds the asset's id. No id is documented in the answer. */
  readonly dashboardUrl: "without-id" | "with-id";
  /** How one file that can't be taken is told: by a status with `error_code`, or in `errors` of a 200, as for archives. */
  readonly refusedFile: "status" | "in-200";
  /** The status for an `asset_id` that is not there. No answer is documented. */
  readonly unknownAsset: 400 | 404;
  /** What a replacement answers: nothing, a message, or what an upload answers. Not documented. */
  readonly replaceAnswer: "empty" | "message" | "asset";
  /** What SCIM answers where the search finds nobody. Not documented. */
  readonly nobody: "empty-list" | "404";
  /** Whether a SCIM search leaves roles out, as the documented example does; the person's own resource has them. */
  readonly rolesInSearch: boolean;
  /** The content type of SCIM's errors; their body is JSON all the same. */
  readonly scimErrorType: "text/html" | "text/json";
}

export const STRICT_READINGS: BrazeReadings = {
  mediaPerHour: 100,
  scimPerDay: 5000,
  largestAsset: 5_000_000,
  dashboardUrl: "without-id",
  refusedFile: "status",
  unknownAsset: 400,
  replaceAnswer: "empty",
  nobody: "empty-list",
  rolesInSearch: false,
  scimErrorType: "text/html",
};
