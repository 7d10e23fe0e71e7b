import type { Answer } from "../frame/platform.ts";
import type { BrazeReadings } from "./readings.ts";

/** A request that Braze refuses: its message, and for pictures a code with more. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, more: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.more = more;
  }
}

/** A picture that can't be taken. */
export const processing = (code: string, message: string, meta: Record<string, unknown> = {}) =>
  new Refusal(code === "GENERIC_ERROR" ? 500 : 400, message, { error_code: code, meta });

export const JSON_TYPE = "application/json";

export const refusalAnswer = ({ status, message, more }: Refusal, rate: Record<string, string>): Answer => ({
  status,
  headers: { "content-type": JSON_TYPE, ...rate },
  body: JSON.stringify({ message, ...more }),
});

/** SCIM's error: JSON whatever its content type says, and a status that is a number. */
export const scimRefusal = (
  { status, message }: Refusal,
  rate: Record<string, string>,
  { scimErrorType }: BrazeReadings,
): Answer => ({
  status,
  headers: { "content-type": scimErrorType, ...rate },
  body: JSON.stringify({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    detail: message,
    status,
  }),
});
