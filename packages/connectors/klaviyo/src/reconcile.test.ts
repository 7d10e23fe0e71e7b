import nock from "nock";
import { expect, it } from "vitest";

import { connection, exact, guardNetwork, hosted, image, MARKER, NAME, order } from "../test/platform.ts";
import { ORIGIN } from "./wire.ts";

guardNetwork();

const query = {
  filter: `contains(name,"${MARKER}")`,
  "fields[image]": "hidden,image_url,name",
  "page[size]": "100",
};
const page = (data: unknown[], next: string | null = null) => ({ data, links: { self: "", next } });
const search = () => nock(ORIGIN, exact()).get("/api/images").query(query);
const reconcile = () => hosted().host.reconcile(connection(), order());

it("finds the picture by its marker", async () => {
  search().reply(200, page([image()]));
  expect(await reconcile()).toEqual({
    status: "already-present",
    externalId: "7",
    externalUrl: "https://cdn.example/7.png",
  });
});

it.each([`${NAME} (1)`, `${NAME}_1`, `summer-hero-${MARKER}-2`, NAME.toUpperCase()])(
  "finds it under the name Klaviyo made of it: %s",
  async (name) => {
    search().reply(200, page([image({ name })]));
    expect(await reconcile()).toMatchObject({ externalId: "7" });
  },
);

it("finds nothing where there is nothing, or only what was hidden, or only another's", async () => {
  search().reply(200, page([]));
  expect(await reconcile()).toBeUndefined();
  search().reply(200, page([image({ hidden: true })]));
  expect(await reconcile()).toBeUndefined();
  search().reply(200, page([image({ name: "summer/hero [gf-another]" })]));
  expect(await reconcile()).toBeUndefined();
});

it("goes on to the next page by Klaviyo's own link, with all headers", async () => {
  const next = `${ORIGIN}/api/images?page%5Bcursor%5D=two`;
  search().reply(200, page([image({ hidden: true })], next));
  nock(ORIGIN, exact())
    .get("/api/images")
    .query({ "page[cursor]": "two" })
    .reply(200, { data: [image({}, "8")] });
  expect(await reconcile()).toMatchObject({ externalId: "8" });
});

it("follows no link to another host, where the key would go along", async () => {
  search().reply(200, page([], "https://a.klaviyo.com.evil.example/api/images"));
  await expect(reconcile()).rejects.toMatchObject({ code: "CONNECTOR_CONFIG" });
});

it("gives up a search without end, and does not call that nothing found", async () => {
  search().reply(200, page([], `${ORIGIN}/api/images?page%5Bcursor%5D=again`));
  nock(ORIGIN)
    .get("/api/images")
    .query({ "page[cursor]": "again" })
    .times(20)
    .reply(200, page([], `${ORIGIN}/api/images?page%5Bcursor%5D=again`));
  await expect(reconcile()).rejects.toMatchObject({ code: "PLATFORM_UNREADABLE" });
});

it("takes an answer that does not say whether a picture is hidden for no answer", async () => {
  search().reply(200, page([image({ hidden: null })]));
  await expect(reconcile()).rejects.toMatchObject({ code: "PLATFORM_UNREADABLE", next: "later" });
});
