import { InboundAuthError } from "@gatefold/connector-sdk";
import type { Pull, PullAnswer, PullResponse } from "@gatefold/connector-sdk";

import type { secrets, settings } from "./settings.ts";

/** A placement's id as the gateway makes them: long enough that nobody guesses one. */
const PLACEMENT = /^\/([A-Za-z0-9_-]{20,128})$/;

/**
 * A web feed: `GET /<placement>`, answered by JSON, from which a template takes `feeds.NAME.image.url`. A feed has no field for a header or a
 * credential and is never signed, so the placement's unguessable, revocable id is the only proof. Klaviyo asks every 15 minutes if the
 * answer takes under five seconds, follows no redirect, and keeps the answer.
 */
export const pull: Pull<typeof settings, typeof secrets> = {
  // A feed that is set to POST may come with a body, of which Klaviyo says nothing; nothing of it is read.
  maxBytes: 65_536,
  maxSkew: null,
  within: 5000,
  async authenticate(_connection, { method, path }) {
    const placement = PLACEMENT.exec(path)?.[1];
    if ((method !== "GET" && method !== "POST") || placement === undefined) {
      throw new InboundAuthError("The address is no web feed's; copy it from the placement again.");
    }
    return { placement, replayKey: null, issuedAt: null };
  },
  render: (answer) => (answer.kind === "nothing" ? NOTHING : pictureOf(answer)),
};

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

/** Klaviyo keeps what it had where a feed fails; a 404 with JSON is final, and says nothing of why. */
const NOTHING: PullResponse = {
  status: 404,
  headers: { ...JSON_TYPE, "cache-control": "no-store" },
  body: JSON.stringify({ image: null }),
};

const pictureOf = ({
  url,
  alt,
  width,
  height,
  mime,
  keepFor,
}: Extract<PullAnswer, { kind: "picture" }>): PullResponse => ({
  status: 200,
  headers: { ...JSON_TYPE, "cache-control": `private, max-age=${Math.floor(keepFor / 1000)}` },
  body: JSON.stringify({ image: { url, alt, width, height, type: mime } }),
});
