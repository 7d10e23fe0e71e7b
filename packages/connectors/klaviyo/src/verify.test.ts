import nock from "nock";
import { expect, it } from "vitest";

import { connection, exact, guardNetwork, hosted } from "../test/platform.ts";
import { ORIGIN } from "./wire.ts";

guardNetwork();

const account = (id = "AbC123", name = "Org") => ({
  type: "account",
  id,
  attributes: { contact_information: { organization_name: name, default_sender_email: "x@y.z" } },
});

it("says whose account the key opens", async () => {
  nock(ORIGIN, exact())
    .get("/api/accounts")
    .reply(200, { data: [account()] });
  expect(await hosted().host.verify(connection())).toEqual({ id: "AbC123", name: "Org" });
});

it.each([
  ["no account", []],
  ["two accounts", [account(), account("Other1")]],
  ["an account without a name", [{ type: "account", id: "AbC123", attributes: {} }]],
])("takes an answer with %s for no answer", async (_what, data) => {
  nock(ORIGIN).get("/api/accounts").reply(200, { data });
  await expect(hosted().host.verify(connection())).rejects.toMatchObject({ code: "PLATFORM_UNREADABLE" });
});

it("refuses a key that is none before anything is sent, without showing it", async () => {
  const error = await hosted()
    .host.verify({ id: "c1", settings: {}, secrets: { apiKey: "hunter2 hunter2" } })
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: "CONNECTOR_CONFIG",
    message: expect.stringContaining("apiKey: a private API key starts with pk_"),
  });
  expect(JSON.stringify(error)).not.toContain("hunter2");
});

it("refuses a setting it does not have", async () => {
  await expect(hosted().host.verify(connection({ uploadVia: "link" }))).rejects.toThrow(/uploadVia/);
  await expect(hosted().host.verify(connection({ uploadBy: "post" }))).rejects.toThrow(/uploadBy: /);
});
