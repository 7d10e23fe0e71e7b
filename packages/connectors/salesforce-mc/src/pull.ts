import { createHash } from "node:crypto";

import { InboundAuthError } from "@gatefold/connector-sdk";
import type { Pull, PullAnswer, Pulled, PullRequest, PullResponse } from "@gatefold/connector-sdk";
import { importSPKI, jwtVerify } from "jose";
import { z } from "zod";

import type { SalesforceSecrets, SalesforceSettings, secrets, settings } from "./settings.ts";

/** How long a token may be good at all, in seconds. */
const LONGEST_LIFE = 3600;

/** A placement's id as the gateway makes them: long enough that nobody guesses one. */
const placementSchema = z.string().regex(/^[A-Za-z0-9_-]{20,128}$/);
/** What a token says; whatever else is in it decides nothing. Salesforce signs what it is given, unread: text for a time too. */
const claimsSchema = z.object({
  placement: placementSchema,
  exp: z.number(),
  iat: z.number(),
  jti: z.string().min(1).max(200).optional(),
});

const refused = (why: string) => new InboundAuthError(`The request is not authentic: ${why}.`);

const authenticate = async (
  connection: { readonly settings: SalesforceSettings; readonly secrets: SalesforceSecrets },
  request: PullRequest,
  now: number,
): Promise<Pulled> => {
  if (request.method !== "GET") throw refused("it is no GET");
  return connection.settings.pullBy === "block"
    ? byPlacement(request, now)
    : byToken(connection, request, now);
};

/**
 * An External Content block can send nothing but an address: to know the placement is all the proof there is. Nothing is signed,
 * so that the time of the request is when it comes.
 */
const byPlacement = (request: PullRequest, now: number): Pulled => {
  const placement = placementSchema.safeParse(placementIn(request));
  if (!placement.success) throw refused("it names no placement");
  return { placement: placement.data, replayKey: null, issuedAt: now };
};

/** `HttpGet` sends no header, so the token is in the address: `?t=`. */
const byToken = async (
  { settings: given, secrets: { pullKey } }: Parameters<typeof authenticate>[0],
  request: PullRequest,
  now: number,
): Promise<Pulled> => {
  const { pullAlgorithm: algorithm, pullAudience: audience } = given;
  if (pullKey === undefined) throw refused("this connection has no key to prove it with");
  const tokens = request.query.getAll("t");
  const [token] = tokens;
  if (token === undefined || tokens.length > 1) throw refused("it has no token, or several");
  // The key is text as it was typed into Salesforce, not base64 of it. What the token's header says of algorithms is not believed.
  const key =
    algorithm === "HS256" ? new TextEncoder().encode(pullKey) : await importSPKI(pullKey, algorithm);
  const { payload } = await jwtVerify(token, key, {
    algorithms: [algorithm],
    audience,
    requiredClaims: ["exp", "iat", "aud"],
    currentDate: new Date(now),
  });
  const { placement, exp, iat, jti } = claimsSchema.parse(payload);
  if (exp - iat > LONGEST_LIFE) throw refused("it would be good for too long");
  const named = placementIn(request);
  if (named !== undefined && named !== placement) throw refused("it names two placements");
  return {
    placement,
    replayKey: jti ?? createHash("sha256").update(token).digest("hex"),
    issuedAt: iat * 1000,
  };
};

/** In the address: its last part, or `placement`. */
const placementIn = ({ path, query }: PullRequest): string | undefined =>
  path.split("/").findLast((part) => part !== "") ?? query.get("placement") ?? undefined;

/**
 * Always a 200: what else comes aborts the mail that asked. It is never empty, since that may be an error to `HttpGet`, and
 * refused and missing are one.
 */
const render = (answer: PullAnswer): PullResponse => {
  const headers = { "content-type": "text/html; charset=utf-8", "x-content-type-options": "nosniff" };
  if (answer.kind === "nothing") {
    return { status: 200, headers: { ...headers, "cache-control": "no-store" }, body: "<!-- no picture -->" };
  }
  const { url, alt, width, height, keepFor } = answer;
  return {
    status: 200,
    headers: { ...headers, "cache-control": `private, max-age=${Math.max(0, Math.floor(keepFor / 1000))}` },
    body: `<img src="${inert(url)}" alt="${inert(alt)}" width="${width}" height="${height}" style="display:block;border:0">`,
  };
};

/** Text for an attribute in which Salesforce finds no AMPscript (`%%[`), personalisation (`%%Name%%`) or template (`{{`) either. */
const inert = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[&<>"'%{}[\]\p{Cc}]/gu, (character) => `&#${character.codePointAt(0) ?? 32};`);

/** How a mail asks as it is sent: `HttpGet` with a signed token, or an External Content block. */
export const pull: Pull<typeof settings, typeof secrets> = {
  maxBytes: 0,
  maxSkew: 300_000,
  within: 5000,
  authenticate,
  render,
};
