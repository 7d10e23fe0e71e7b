import { InboundAuthError } from "@gatefold/connector-sdk";
import type { Pull, PullAnswer, PullResponse } from "@gatefold/connector-sdk";

import type { secrets, settings } from "./settings.ts";

/** A placement's id as the gateway makes them: long enough that nobody guesses one. */
const PLACEMENT = /^\/([A-Za-z0-9_-]{20,128})$/;

/**
 * The feed of an RSS campaign: `GET /<placement>`, fetched when a mail is about to be sent. Mailchimp sends no header or credential of
 * ours and signs nothing, so the placement's unguessable, revocable id is the only proof.
 */
export const pull: Pull<typeof settings, typeof secrets> = {
  maxBytes: 1024,
  maxSkew: null,
  within: 5000,
  async authenticate(_connection, { method, path }) {
    const placement = PLACEMENT.exec(path)?.[1];
    if (method !== "GET" || placement === undefined) {
      throw new InboundAuthError("The address is no feed's; copy it from the placement again.");
    }
    return { placement, replayKey: null, issuedAt: null };
  },
  render: (answer) => (answer.kind === "nothing" ? NOTHING : feedOf(answer)),
};

/** No feed, nothing sent; it says nothing of why. */
const NOTHING: PullResponse = {
  status: 404,
  headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  body: "Not found",
};

/** One item: the picture as HTML for the mail's body, and as media for templates that place it themselves. */
const feedOf = (picture: Extract<PullAnswer, { kind: "picture" }>): PullResponse => {
  const { alt, width, height, mime, keepFor } = picture;
  const title = text(alt === "" ? "Picture" : alt);
  const url = text(picture.url);
  const image = `<img src="${url}" alt="${text(alt)}" width="${width}" height="${height}">`;
  return {
    status: 200,
    headers: {
      "content-type": "application/rss+xml; charset=utf-8",
      "cache-control": `max-age=${Math.floor(keepFor / 1000)}`,
    },
    body: `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>${title}</title><link>${url}</link><description>${title}</description>
<item><title>${title}</title><link>${url}</link><guid isPermaLink="false">${url}</guid>
<description>${text(image)}</description>
<media:content url="${url}" type="${text(mime)}" medium="image" width="${width}" height="${height}"/></item>
</channel></rss>
`,
  };
};

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What may stand in XML and in HTML, in an attribute too; characters that XML forbids are left out. */
const text = (given: string): string =>
  given
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? "");
