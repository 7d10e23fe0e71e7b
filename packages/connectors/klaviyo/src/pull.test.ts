import { expect, it } from "vitest";

import { connection, hosted } from "../test/platform.ts";
import { pull } from "./pull.ts";

const PLACEMENT = "pl_k3wq7d2mzr5tbx4a9f";
const request = (parts: Partial<Parameters<typeof pull.authenticate>[1]> = {}) => ({
  method: "GET",
  path: `/${PLACEMENT}`,
  query: new URLSearchParams(),
  headers: {},
  body: new Uint8Array(),
  ...parts,
});
const authenticate = (asked: ReturnType<typeof request>) =>
  hosted().host.inbound!.authenticate(connection(), asked);

it("takes the placement from a feed's address, whatever else comes along", async () => {
  const named = { placement: PLACEMENT, replayKey: null, issuedAt: null };
  expect(await authenticate(request())).toEqual(named);
  expect(
    await authenticate(
      request({ method: "POST", query: new URLSearchParams("user=ann"), body: Buffer.from("{") }),
    ),
  ).toEqual(named);
});

it.each([
  { path: "/" },
  { path: "/short" },
  { path: `/${PLACEMENT}/more` },
  { path: `/${PLACEMENT}%00` },
  { method: "PUT" },
  { body: new Uint8Array(65_537) },
])("believes nothing that is no feed's address: %o", async (parts) => {
  await expect(authenticate(request(parts))).rejects.toMatchObject({ code: "PULL_NOT_AUTHENTIC" });
});

it("answers a picture as JSON that a template can read, and says how long it may be kept", () => {
  const size = { width: 600, height: 400, mime: "image/png" };
  const picture = {
    kind: "picture",
    url: "https://gw.example/p/1",
    alt: "A hero",
    keepFor: 90_500,
    ...size,
  } as const;
  expect(pull.render(picture)).toEqual({
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "private, max-age=90" },
    body: '{"image":{"url":"https://gw.example/p/1","alt":"A hero","width":600,"height":400,"type":"image/png"}}',
  });
});

it("answers nothing by a 404 that says no more", () => {
  expect(pull.render({ kind: "nothing" })).toEqual({
    status: 404,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: '{"image":null}',
  });
});
