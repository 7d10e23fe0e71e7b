import {
  AuthError,
  MissingScopeError,
  RateLimitedError,
  RejectedError,
  UnsupportedError,
} from "@gatefold/connector-sdk";
import type { ConnectorError } from "@gatefold/connector-sdk";

/** What Mailchimp says is wrong (RFC 9457), as far as it is read. */
export interface Problem {
  readonly title: string | undefined;
  readonly detail: string | undefined;
  /** The names of fields. */
  readonly fields: readonly string[];
}

/** Mailchimp names no time to wait: so long, before another try. */
const PAUSE = 30_000;

/** What a refusal means; `problem` undefined: the answer was no JSON. Undefined where the status says it all. */
export const refusalOf = (status: number, problem: Problem | undefined): ConnectorError | undefined => {
  const details = { status, title: problem?.title };
  if (status === 401) {
    return new AuthError(
      "Mailchimp does not know this key (any more): it was revoked, or its person left the account; connect it with a new one.",
      details,
    );
  }
  if (status === 403) return forbidden(problem, details);
  if (status === 404) return undefined;
  if (status === 426) {
    return new UnsupportedError(
      "Mailchimp wants TLS 1.2 or newer; update Node.js, or what stands between it and the internet.",
      details,
    );
  }
  if (status === 413) {
    return new RejectedError("Mailchimp takes no file of this size; deliver a smaller version.", details);
  }
  const fields = problem?.fields.map(shown) ?? [];
  const reason = problem === undefined ? `an answer in an unknown form (${status})` : wordsOf(problem);
  const where = fields.length === 0 ? "" : ` (at ${fields.join(", ")})`;
  return new RejectedError(`Mailchimp refused the request: ${reason}${where}.`, { ...details, fields });
};

/** Without JSON it is how Mailchimp turns away too many requests; with it, it is about who asks. */
const forbidden = (
  problem: Problem | undefined,
  details: Readonly<Record<string, unknown>>,
): ConnectorError => {
  if (problem === undefined) {
    return new RateLimitedError(
      "Mailchimp turns this connection away for now, as it does where there are too many requests; try again later.",
      { ...details, retryAfter: PAUSE },
    );
  }
  if (/data ?cent(er|re)/i.test(`${problem.title ?? ""} ${problem.detail ?? ""}`)) {
    return new AuthError(
      "The key belongs to another data centre; connect it with that one, which the key's end names (…-us19).",
      details,
    );
  }
  return new MissingScopeError(
    `The key's person may not do this in Mailchimp (${wordsOf(problem)}); connect the key of an author, a manager, an admin or the owner.`,
    details,
  );
};

/** The title; with the detail where no field says more. */
const wordsOf = ({ title, detail, fields }: Problem): string => {
  const words = [title, fields.length === 0 ? detail : undefined].filter((text) => text !== undefined);
  return words.length === 0 ? "no reason given" : words.map(shown).join(": ");
};

/** A platform's text in one short line. */
const shown = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 120)
    .replace(/\.$/, "");
