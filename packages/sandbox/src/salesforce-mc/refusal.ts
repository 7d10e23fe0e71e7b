import type { Answer } from "../frame/platform.ts";

const DOCUMENTATION =
  "https://developer.salesforce.com/docs/atlas.en-us.mc-apis.meta/mc-apis/error-handling.htm";

/** A request that Salesforce refuses. The body is as sent: its shape differs between the parts of its API. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly answer: Answer;

  constructor(
    status: number,
    message: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
    type = "application/json",
  ) {
    super(message);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    this.answer = { status, headers: { "content-type": type, ...headers }, body: text };
  }
}

/** As most of REST says no. */
export const refused = (
  status: number,
  errorcode: number,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
) => new Refusal(status, message, { message, errorcode, documentation: DOCUMENTATION, ...more }, headers);

/** One or more fields that are wrong: 10006 is the aggregate. */
export const invalid = (flaws: readonly { readonly field: string; readonly message: string }[]) =>
  refused(400, 10_006, "Validation Errors Occurred", {
    validationErrors: flaws.map(({ field, message }) => ({
      message: `${field}: ${message}`,
      errorcode: 10_001,
    })),
  });

/** As the folders say no: capitalised. */
export const categoryRefused = (status: number, ErrorCode: number, Message: string) =>
  new Refusal(status, Message, { Message, ErrorCode, Documentation: DOCUMENTATION });

/** As the token's door says no. */
export const tokenRefused = (status: number, error: string, description: string, headers = {}) =>
  new Refusal(
    status,
    description,
    { error, error_description: description, error_uri: "https://developer.salesforce.com/docs" },
    headers,
  );

export const notAuthorized = () => refused(401, 0, "Not Authorized");
export const notFound = (message = "Object not found") => refused(404, 30_003, message);
export const forbidden = () => refused(403, 20_002, "Insufficient privileges");
