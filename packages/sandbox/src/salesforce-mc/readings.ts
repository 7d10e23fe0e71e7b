/**
 * How the fake reads what Salesforce's description leaves open or says twice. Each default is the reading that is harder on a
 * client; a test that wants the other names it.
 */
export interface SalesforceReadings {
  /** What creating an asset answers: the description says 200, third parties 201. */
  readonly assetCreated: 200 | 201;
  /** The same for a folder. */
  readonly categoryCreated: 200 | 201;
  /** What 5 MB is: decimal, or 1024 times 1024. */
  readonly largestFile: 5_000_000 | 5_242_880;
  /** Whether a deleted asset goes on holding its name in the trash. */
  readonly trashHoldsNames: boolean;
  /** Whether it goes on holding its customer key too. */
  readonly trashHoldsKeys: boolean;
  /** Requests for tokens a minute, by client and business unit. */
  readonly tokensPerMinute: number;
  /** REST requests a minute, by tenant. */
  readonly restPerMinute: number;
  /** So many 429s in a minute, and the tenant is blocked for ten minutes, without a word how long. */
  readonly refusalsUntilBlocked: number;
  /** Rows a page of SOAP's. */
  readonly soapPage: number;
  /** What a business unit that is not the enterprise sees of the people. */
  readonly childSeesPeople: "none" | "error";
}

export const STRICT_READINGS: SalesforceReadings = {
  assetCreated: 201,
  categoryCreated: 201,
  largestFile: 5_000_000,
  trashHoldsNames: true,
  trashHoldsKeys: false,
  tokensPerMinute: 30,
  restPerMinute: 2500,
  refusalsUntilBlocked: 100,
  soapPage: 2500,
  childSeesPeople: "none",
};
