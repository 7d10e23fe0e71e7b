import type { Answer } from "../frame/platform.ts";

/** One field that is wrong. */
export interface Flaw {
  readonly field: string;
  readonly message: string;
}

/** A request that Mailchimp refuses. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly title: string;
  readonly flaws: readonly Flaw[];

  constructor(status: number, title: string, detail: string, flaws: readonly Flaw[] = []) {
    super(detail);
    this.status = status;
    this.title = title;
    this.flaws = flaws;
  }
}

export const invalid = (...flaws: readonly Flaw[]) =>
  new Refusal(
    400,
    "Invalid Resource",
    "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
    flaws,
  );

export const notFound = () =>
  new Refusal(404, "Resource Not Found", "The requested resource could not be found.");

const TYPE = "https://mailchimp.com/developer/marketing/docs/errors/";

export const refusalAnswer = ({ status, title, message, flaws }: Refusal, newId: () => string): Answer => ({
  status,
  headers: { "content-type": "application/problem+json; charset=utf-8" },
  body: JSON.stringify({
    type: TYPE,
    title,
    status,
    detail: message,
    instance: newId(),
    ...(flaws.length === 0 ? {} : { errors: flaws }),
  }),
});
