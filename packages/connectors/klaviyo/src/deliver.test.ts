import nock from "nock";
import { expect, it, vi } from "vitest";

import {
  BYTES,
  connection,
  exact,
  guardNetwork,
  hosted,
  image,
  MARKER,
  NAME,
  order,
} from "../test/platform.ts";
import { ORIGIN } from "./wire.ts";

guardNetwork();

/** Answers an upload, and keeps the parts of it. */
const upload = () => {
  const parts: [string, string | File][] = [];
  nock(ORIGIN, exact())
    .post("/api/image-upload")
    .matchHeader("content-type", /^multipart\/form-data; boundary=\S+$/)
    .reply(async (request: Request) => {
      parts.push(...(await request.formData()).entries());
      return [201, { data: image(), links: {} }];
    });
  return { parts };
};

it("uploads the file with its name, not hidden, in exactly three parts", async () => {
  const { deliver, lines } = hosted();
  const { parts } = upload();
  expect(await deliver(connection(), order())).toEqual({
    status: "delivered",
    externalId: "7",
    externalUrl: "https://cdn.example/7.png",
  });
  expect(parts).toEqual([
    ["file", expect.any(File)],
    ["name", NAME],
    ["hidden", "false"],
  ]);
  const file = new Map(parts).get("file") as File;
  expect([file.name, file.type]).toEqual([`${MARKER}.png`, "image/png"]);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(BYTES);
  expect(lines).toEqual([
    expect.objectContaining({ method: "POST", url: `${ORIGIN}/api/image-upload`, status: 201 }),
  ]);
});

it("sends accents and emoji in a name as they are", async () => {
  const { deliver } = hosted();
  const { parts } = upload();
  await deliver(connection(), order({ path: "été 🏖️/hero.png" }));
  expect(new Map(parts).get("name")).toBe(`été 🏖️/hero [${MARKER}]`);
});

it("asks Klaviyo to fetch the link where the connection says so, and reads no bytes", async () => {
  const { deliver } = hosted();
  const read = vi.fn<() => Promise<Uint8Array>>(async () => BYTES);
  nock(ORIGIN, exact({ "content-type": "application/vnd.api+json" }))
    .post("/api/images", {
      data: {
        type: "image",
        attributes: { import_from_url: "https://gateway.example/l/token", name: NAME, hidden: false },
      },
    })
    .reply(201, { data: image() });
  expect(await deliver(connection({ uploadBy: "link" }), order({ read }))).toMatchObject({ externalId: "7" });
  expect(read).not.toHaveBeenCalled();
});

it.each([
  ["an answer without an id", { data: { type: "image", attributes: image().attributes } }],
  ["an empty answer", ""],
  ["a page of something else", "<html>busy</html>"],
])("does not know what came of it after %s", async (_what, body) => {
  const { deliver } = hosted();
  nock(ORIGIN).post("/api/image-upload").reply(201, body);
  await expect(deliver(connection(), order())).rejects.toMatchObject({
    code: "OUTCOME_UNKNOWN",
    next: "after-reconcile",
  });
});

it("sends nothing with a marker that could change the meaning of a filter", async () => {
  const { deliver } = hosted();
  await expect(deliver(connection(), { ...order(), marker: 'gf-12345678"),x' })).rejects.toMatchObject({
    code: "CONNECTOR_CONFIG",
  });
});

it.each([
  ["too large", { bytes: 5_000_001 }, "5000001 bytes and Klaviyo takes at most 5000000"],
  [
    "of another format",
    { mime: "image/webp" },
    "image/webp and Klaviyo takes image/jpeg, image/png, image/gif",
  ],
])("sends nothing that is %s", async (_what, asset, message) => {
  const { deliver } = hosted();
  await expect(deliver(connection(), order(asset))).rejects.toThrow(message);
});
