import { AuthError, MissingScopeError, RejectedError, UnsupportedError } from "@gatefold/connector-sdk";
import type { ConnectorError } from "@gatefold/connector-sdk";

/** One thing that Klaviyo found wrong. `at`: a pointer into the body, or the name of a parameter. */
export interface Flaw {
  readonly code: string | undefined;
  readonly title: string | undefined;
  readonly at: string | undefined;
}

/** Codes that mean what a 401 means, whatever the status. */
const NOT_AUTHENTICATED = new Set(["not_authenticated", "authentication_failed"]);

/** What a refusal of Klaviyo's means; undefined where its status says it all. */
export const refusalOf = (
  status: number,
  flaws: readonly Flaw[],
  scope: string,
): ConnectorError | undefined => {
  const [first] = flaws;
  const details = { status, code: first?.code };
  if (status === 401 || NOT_AUTHENTICATED.has(first?.code ?? "")) {
    return new AuthError(
      "Klaviyo does not know this API key (any more); connect it with a new one.",
      details,
    );
  }
  if (status === 403) {
    return new MissingScopeError(
      `The API key lacks the scope ${scope}; connect a key that has accounts:read, images:read and images:write.`,
      { ...details, scope },
    );
  }
  if (status === 410) {
    return new UnsupportedError(
      "Klaviyo has retired the API revision that this connector speaks; update the connector.",
      details,
    );
  }
  if (status === 404) return undefined;
  const places = flaws.flatMap(({ at }) => (at === undefined ? [] : [shown(at)]));
  const title = first?.title === undefined ? "no reason given" : shown(first.title);
  const where = places.length === 0 ? "" : ` (at ${places.join(", ")})`;
  return new RejectedError(`Klaviyo refused the request: ${title}${where}.`, { ...details, places });
};

/** A platform's text in one short line. */
const shown = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 120)
    .replace(/\.$/, "");
