import nock from "nock";
import { expect, it } from "vitest";

import { connection, exact, guardNetwork, hosted, KEY, ORIGIN } from "../test/platform.ts";

guardNetwork();

const me = { account_id: "8d3a", account_name: "Acme", username: "ada", role: "owner" };
const ask = (origin: string, key = KEY) =>
  nock(origin, exact({}, key)).get("/3.0/").query({ fields: "account_id,account_name,username,role" });
const BARE = KEY.replace("-us19", "");

it.each([
  [{}, KEY, ORIGIN],
  [{ dataCentre: "us7" }, KEY, "https://us7.api.mailchimp.com"],
  [{ dataCentre: "us7" }, BARE, "https://us7.api.mailchimp.com"],
  [{}, BARE, "https://api.mailchimp.com"],
  [{ host: "single" }, KEY, "https://api.mailchimp.com"],
])("says whose account the key opens, with %o and %s at %s", async (settings, key, origin) => {
  ask(origin, key).reply(200, me);
  expect(await hosted().host.verify(connection(settings, key))).toEqual({ id: "8d3a", name: "Acme" });
});

it.each([{ account_name: "Acme" }, { account_id: 7, account_name: "Acme" }, "Everything's Chimpy!"])(
  "takes %o for no answer",
  async (body) => {
    ask(ORIGIN).reply(200, body);
    await expect(hosted().host.verify(connection())).rejects.toMatchObject({ code: "PLATFORM_UNREADABLE" });
  },
);

const verify = (settings: Record<string, unknown>, key = KEY) =>
  hosted()
    .host.verify(connection(settings, key))
    .catch((caught: unknown) => caught);

it("refuses a key and settings that are none before anything is sent, without showing the key", async () => {
  const error = await verify({}, "hunter2 hunter2 hunter2");
  expect(error).toMatchObject({
    code: "CONNECTOR_CONFIG",
    message: expect.stringContaining("apiKey: an API key is letters and digits"),
  });
  expect(JSON.stringify(error)).not.toContain("hunter2");
  for (const settings of [{ dataCentre: "evil.example/" }, { host: "elsewhere" }, { server: "us19" }])
    expect(await verify(settings)).toMatchObject({ code: "CONNECTOR_CONFIG" });
});
