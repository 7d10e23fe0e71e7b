import nock from "nock";
import { expect, it } from "vitest";

import { connection, exact, guardNetwork, hosted, image } from "../test/platform.ts";
import { ORIGIN } from "./wire.ts";

guardNetwork();

const account = () =>
  nock(ORIGIN, exact())
    .get("/api/accounts")
    .reply(200, {
      data: [{ id: "AbC123", attributes: { contact_information: { organization_name: "Org" } } }],
    });
const library = () =>
  nock(ORIGIN, exact())
    .get("/api/images")
    .query({ "fields[image]": "hidden,image_url,name", "page[size]": "1" });

it("is well when the key opens the account and its library, and says what is left", async () => {
  account();
  library().reply(
    200,
    { data: [image()] },
    { "RateLimit-Limit": "150", "RateLimit-Remaining": "149", "RateLimit-Reset": "60" },
  );
  const { host, time } = hosted();
  expect(await host.health(connection())).toEqual({
    status: "ok",
    checks: [
      { name: "account", ok: true, message: "The key opens Org." },
      { name: "library", ok: true, message: "The image library can be read." },
    ],
    quota: [
      {
        bucket: "image-read",
        countedBy: "platform",
        limit: 150,
        remaining: 149,
        resetsAt: time.now + 60_000,
      },
      { bucket: "image-upload", countedBy: "gatefold", limit: 100, remaining: 100, resetsAt: null },
    ],
  });
});

it("is degraded when the library can't be read, and names the scope", async () => {
  account();
  library().reply(403, { errors: [{ code: "permission_denied", title: "No." }] });
  expect(await hosted().host.health(connection())).toMatchObject({
    status: "degraded",
    checks: [
      { ok: true },
      { name: "library", ok: false, message: expect.stringContaining("lacks the scope images:read;") },
    ],
  });
});

it("is down when the key opens nothing, and asks no further", async () => {
  nock(ORIGIN)
    .get("/api/accounts")
    .reply(401, { errors: [{ code: "not_authenticated", title: "No." }] });
  const health = await hosted().host.health(connection());
  expect(health).toMatchObject({ status: "down", checks: [{ name: "account", ok: false }] });
  expect(health.checks).toHaveLength(1);
});

it("is down, with no piece of the answer, when that can't be read", async () => {
  nock(ORIGIN).get("/api/accounts").reply(200, "<html>maintenance</html>");
  expect(await hosted().host.health(connection())).toMatchObject({
    status: "down",
    checks: [{ message: "Klaviyo's answer can't be read." }],
  });
});
