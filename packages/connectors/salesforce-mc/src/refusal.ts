import { AuthError, ConfigError, MissingScopeError, RejectedError } from "@gatefold/connector-sdk";
import type { ConnectorError } from "@gatefold/connector-sdk";

/** What Salesforce says with a refusal, as far as it says it. */
export interface Said {
  readonly code: number | undefined;
  readonly message: string | undefined;
  /** What is wrong with each field. */
  readonly flaws: readonly string[];
}

export const SCOPES = {
  content:
    "documents_and_images_read, documents_and_images_write, saved_content_read and saved_content_write",
  people: "users_read and accounts_read, in the enterprise's own business unit",
};

const NAME_TAKEN = 118_039;

/** What a refusal of Content Builder's means; undefined where its status says it all. */
export const refusalOf = (status: number, { code, message, flaws }: Said): ConnectorError | undefined => {
  const details = { status, code };
  if (status === 401) {
    return new AuthError(
      "Salesforce does not take the token that it gave; check that the package is still installed, and connect it again.",
      details,
    );
  }
  if (status === 403) return forbidden(details);
  if (status === 404) return undefined;
  if (code === NAME_TAKEN) {
    const suggested = /Suggested name: (.+?)\s*$/s.exec(message ?? "")?.[1];
    return new RejectedError(
      `The folder has a picture of this name already, maybe in its trash: empty the trash of Content Builder, or deliver under another name${suggested === undefined ? "" : `, such as "${shown(suggested)}"`}.`,
      { ...details, suggestedName: suggested },
    );
  }
  const folder = /Unable to find a Category whose Id is '(\d+)'/i.exec([message, ...flaws].join(" "))?.[1];
  if (folder !== undefined) {
    return new RejectedError(
      `The business unit has no folder ${folder}; folders belong to one business unit, so check accountId and folderId.`,
      { ...details, folder },
    );
  }
  const reasons = [message, ...flaws].flatMap((text) => (text === undefined ? [] : [shown(text)]));
  const why = reasons.length === 0 ? "no reason given" : reasons.slice(0, 4).join("; ");
  return new RejectedError(`Salesforce refused the request: ${why}.`, details);
};

/** Its own 403 has a code; another's, such as a proxy's or an allow-list's, has none. */
const forbidden = (details: { readonly status: number; readonly code: number | undefined }): ConnectorError =>
  details.code === undefined
    ? new AuthError(
        "Salesforce lets nobody in from here; check the package's and the enterprise's IP allow-lists, and connect it again.",
        details,
      )
    : new MissingScopeError(
        `The package lacks a scope, or its user the right, for this business unit; give it ${SCOPES.content}.`,
        details,
      );

/** What a refusal at the token's door means, by its OAuth code. */
export const tokenRefusalOf = (
  status: number,
  error: string | undefined,
  unit: string,
): ConnectorError | undefined => {
  // A code of OAuth's is a word; what is none, such as an echo of what was sent, is not shown.
  const details = { status, error: /^[a-z_]{1,40}$/.test(error ?? "") ? error : undefined };
  if (error === "invalid_scope") {
    return new MissingScopeError(`The package lacks a scope; give it ${SCOPES.content}.`, details);
  }
  if (status === 401 || error === "invalid_client" || error === "unauthorized_client") {
    return new AuthError(
      "Salesforce does not know this client id with this secret (any more); connect it with new ones.",
      details,
    );
  }
  if (status === 403) return forbidden({ status, code: undefined });
  if (error === undefined) return undefined;
  return new ConfigError(
    `Salesforce gives no token for the business unit ${unit}; check its MID, and that the package is licensed for it.`,
    { ...details, unit },
  );
};

/** A platform's text in one short line. */
export const shown = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 160)
    .replace(/\.$/, "");
