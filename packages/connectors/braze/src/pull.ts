import { createHash, timingSafeEqual } from "node:crypto";

import { InboundAuthError } from "@gatefold/connector-sdk";
import type { Pull, PullRequest } from "@gatefold/connector-sdk";

import type { secrets, settings } from "./settings.ts";

/** The name that goes with the password in a Basic credential, and the header of a stored token. */
const USER = "gatefold";
const HEADER = "x-gatefold-key";

/**
 * Connected Content: Braze asks while it renders a message, with the workspace's credential and no person's. It keeps an answer
 * by its URL alone, so one URL has one answer whoever asks.
 */
export const pull: Pull<typeof settings, typeof secrets> = {
  maxBytes: 65_536,
  maxSkew: null,
  within: 2000,
  async authenticate({ secrets: { pullPassword } }, request) {
    if (pullPassword === undefined || !proves(request, pullPassword)) {
      throw new InboundAuthError("The request does not bear this connection's pull password.");
    }
    const placement = placementOf(request);
    if (placement === undefined || !["GET", "POST"].includes(request.method)) {
      throw new InboundAuthError("The request names no placement.");
    }
    return { placement, replayKey: null, issuedAt: null };
  },
  /** A denial is a 404, which Braze renders as nothing; 429 and 503 would make it stop asking this gateway at all. */
  render: (answer) =>
    answer.kind === "nothing"
      ? {
          status: 404,
          headers: { "content-type": "application/json", "cache-control": "no-store" },
          body: "",
        }
      : {
          status: 200,
          headers: {
            "content-type": "application/json",
            "cache-control": `max-age=${Math.floor(answer.keepFor / 1000)}`,
          },
          body: JSON.stringify({
            url: answer.url,
            alt: answer.alt,
            width: answer.width,
            height: answer.height,
            mime: answer.mime,
          }),
        },
};

/** By Basic or by the header; where both are there, both must be right. The user agent, which anyone can send, proves nothing. */
const proves = ({ headers }: PullRequest, password: string): boolean => {
  const proofs: [given: string, wanted: string][] = [
    ...(headers["authorization"] === undefined
      ? []
      : [
          [headers["authorization"], `Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`] as [
            string,
            string,
          ],
        ]),
    ...(headers[HEADER] === undefined ? [] : [[headers[HEADER], password] as [string, string]]),
  ];
  return proofs.length > 0 && proofs.map(([given, wanted]) => same(given, wanted)).every(Boolean);
};

/** In a time that tells nothing, however long either is. */
const same = (one: string, other: string): boolean =>
  timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest());

/** In the path, or in the query as `placement`; never both. */
const placementOf = ({ path, query }: PullRequest): string | undefined => {
  const inPath = path.replace(/^\//, "");
  const inQuery = query.getAll("placement");
  const [found, ...others] = [...(inPath === "" ? [] : [inPath]), ...inQuery];
  return found !== undefined && others.length === 0 && /^[A-Za-z0-9_-]{16,128}$/.test(found)
    ? found
    : undefined;
};
