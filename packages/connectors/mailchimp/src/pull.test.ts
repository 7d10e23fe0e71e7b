import { expect, it } from "vitest";

import { connection, hosted } from "../test/platform.ts";
import { pull } from "./pull.ts";

const PLACEMENT = "pl_k3wq7d2mzr5tbx4a9f";
const request = (parts: Partial<Parameters<typeof pull.authenticate>[1]> = {}) => ({
  method: "GET",
  path: `/${PLACEMENT}`,
  query: new URLSearchParams("utm=1"),
  headers: {},
  body: new Uint8Array(),
  ...parts,
});
const authenticate = (asked: ReturnType<typeof request>) =>
  hosted().host.inbound!.authenticate(connection(), asked);

it("takes the placement from a feed's address, and believes nothing that is none", async () => {
  expect(await authenticate(request())).toEqual({ placement: PLACEMENT, replayKey: null, issuedAt: null });
  for (const parts of [
    { path: "/" },
    { path: "/short" },
    { path: `/${PLACEMENT}/more` },
    { path: `/${PLACEMENT}%00` },
    { method: "POST" },
    { body: new Uint8Array(1025) },
  ])
    await expect(authenticate(request(parts))).rejects.toMatchObject({ code: "PULL_NOT_AUTHENTIC" });
});

it("answers a picture as a feed of one item, whose text can break out of nothing", () => {
  const { status, headers, body } = pull.render({
    kind: "picture",
    url: "https://gw.example/p/1?a=1&b=2",
    alt: 'A "hero" <&>\u0000',
    width: 600,
    height: 400,
    mime: "image/png",
    keepFor: 90_500,
  });
  expect([status, headers]).toEqual([
    200,
    { "content-type": "application/rss+xml; charset=utf-8", "cache-control": "max-age=90" },
  ]);
  expect(body).toContain("<title>A &quot;hero&quot; &lt;&amp;&gt;</title>");
  expect(body).toContain(
    "&lt;img src=&quot;https://gw.example/p/1?a=1&amp;amp;b=2&quot; alt=&quot;A &amp;quot;hero&amp;quot; &amp;lt;&amp;amp;&amp;gt;&quot; width=&quot;600&quot; height=&quot;400&quot;&gt;",
  );
  expect(body).toContain(
    '<media:content url="https://gw.example/p/1?a=1&amp;b=2" type="image/png" medium="image" width="600" height="400"/>',
  );
  expect(body).not.toContain("\u0000");
});

it("answers nothing by a 404 that says no more", () => {
  expect(pull.render({ kind: "nothing" })).toEqual({
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body: "Not found",
  });
});
