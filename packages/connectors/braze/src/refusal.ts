import {
  AuthError,
  MissingScopeError,
  NotFoundError,
  RejectedError,
  UnsupportedError,
} from "@gatefold/connector-sdk";
import type { ConnectorError } from "@gatefold/connector-sdk";

/** What Braze says of a refusal: a sentence, and for pictures a code. */
export interface Flaw {
  readonly message: string | undefined;
  readonly code: string | undefined;
}

/** What to do about the codes of the media library. */
const BY_CODE: ReadonlyMap<string, string> = new Map([
  ["UNSUPPORTED_FILE_TYPE", "Braze does not take this type of file; deliver another format"],
  ["ASSET_SIZE_EXCEEDS_LIMIT", "Braze finds the picture too large; deliver a smaller version, below 5 MB"],
  [
    "MEDIA_LIBRARY_LIMIT_REACHED",
    "The workspace's media library is full; delete pictures in Braze, or have its limit raised, and deliver again",
  ],
  [
    "ASSET_UPLOAD_FAILED",
    "Braze could not fetch or read the picture; check that this gateway is reachable from the internet over https, then deliver again",
  ],
]);

/** What a refusal of Braze's means; undefined where its status says it all. */
export const refusalOf = (
  status: number,
  { message, code }: Flaw,
  { permission, instance }: { readonly permission: string; readonly instance: string },
): ConnectorError | undefined => {
  const details = { status, code };
  if (status === 401) {
    return new AuthError(
      `Braze does not know this REST API key on ${instance}: it is deleted, mistyped, or of another instance. Connect it with the right key and instance.`,
      details,
    );
  }
  if (status === 403 && /not enabled for this company/i.test(message ?? "")) {
    return new UnsupportedError(
      "The media library's API is not turned on for this Braze company; ask Braze's support or your account manager for it, then deliver again.",
      details,
    );
  }
  if (status === 403) {
    return new MissingScopeError(
      `The REST API key lacks the permission ${permission}, or may not be used from this gateway's address. A key's permissions can't be changed: connect a new one that has it.`,
      { ...details, scope: permission },
    );
  }
  if (status === 404) {
    return /invalid url/i.test(message ?? "")
      ? new UnsupportedError(
          `Braze has no such endpoint on ${instance} (any more); check the instance, else update the connector.`,
          details,
        )
      : new NotFoundError("Braze has no such asset (any more); deliver the picture as a new one.", details);
  }
  const sentence = BY_CODE.get(code ?? "");
  return new RejectedError(
    sentence === undefined
      ? `Braze refused the request: ${message === undefined ? "no reason given" : shown(message)}.`
      : `${sentence}.`,
    details,
  );
};

/** What a refusal of SCIM's means; undefined where its status says it all. */
export const scimRefusalOf = (status: number): ConnectorError | undefined => {
  if (status === 401 || status === 403) {
    return new AuthError(
      "Braze's SCIM refuses the token or its service origin; copy both anew from Settings > Admin Settings > SCIM Provisioning > Custom. Where Okta or Entra provisions people, Braze has no SCIM for others.",
      { status },
    );
  }
  if (status === 404) return undefined;
  return new RejectedError(`Braze's SCIM refused the request (${status}).`, { status });
};

/** A platform's text in one short line. */
export const shown = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 160)
    .replace(/\.$/, "");
