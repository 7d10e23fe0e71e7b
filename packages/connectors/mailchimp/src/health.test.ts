import nock from "nock";
import { expect, it } from "vitest";

import { connection, exact, FILES, guardNetwork, hosted, ORIGIN, problem } from "../test/platform.ts";

guardNetwork();

const me = (role: string | undefined) =>
  nock(ORIGIN, exact())
    .get("/3.0/")
    .query(true)
    .reply(200, { account_id: "8d3a", account_name: "Acme", username: "ada", role });
const files = () => nock(ORIGIN, exact()).get(FILES).query({ count: "1", fields: "total_items" });

it("is well when the key opens the account and its files", async () => {
  me("owner");
  files().reply(200, { total_items: 12 });
  expect(await hosted().host.health(connection())).toEqual({
    status: "ok",
    checks: [
      { name: "account", ok: true, message: "The key of ada (owner) opens Acme." },
      { name: "files", ok: true, message: "The file manager can be read; it has 12 files." },
    ],
    quota: [],
  });
});

it("is degraded when the files can't be read, or the key is a viewer's", async () => {
  me(undefined);
  files().reply(403, problem(403, "Forbidden"));
  expect(await hosted().host.health(connection())).toMatchObject({
    status: "degraded",
    checks: [{ ok: true }, { name: "files", ok: false, message: expect.stringContaining("Forbidden") }],
  });
  me("Viewer");
  files().reply(200, { total_items: 12 });
  expect(await hosted().host.health(connection())).toMatchObject({
    status: "degraded",
    checks: [{ ok: true }, { ok: true }, { name: "role", ok: false }],
  });
});

it("is down when the key opens nothing, and when the answer can't be read", async () => {
  nock(ORIGIN).get("/3.0/").query(true).reply(401, problem(401, "API Key Invalid"));
  const health = await hosted().host.health(connection());
  expect(health).toMatchObject({ status: "down", checks: [{ name: "account", ok: false }] });
  nock(ORIGIN).get("/3.0/").query(true).reply(200, "<html>maintenance</html>");
  expect(await hosted().host.health(connection())).toMatchObject({
    status: "down",
    checks: [{ message: "Mailchimp's answer can't be read." }],
  });
});
