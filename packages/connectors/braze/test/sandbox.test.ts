import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createClock, createSandbox, SANDBOX_BRAZE_ACCOUNTS } from "@gatefold/sandbox";
import type { BrazeOptions, FaultInput } from "@gatefold/sandbox";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

import { hosted, MARKER, NAME, order } from "./platform.ts";

const [ONE, TWO] = SANDBOX_BRAZE_ACCOUNTS;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const OTHER = Buffer.concat([PNG, Buffer.from("later")]);

/** What Braze fetches from us. */
const gateway = createServer(({ url }, response) => {
  response.statusCode = url === "/gone" ? 404 : 200;
  response.end(url === "/text" ? "text" : url === "/other" ? OTHER : PNG);
});
const linkTo = (name: string) => async () =>
  `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/${name}`;
beforeAll(() => new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve)));
afterAll(() => void gateway.close());

const open: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

const connection = (key = ONE!.keys[0]!.secret, settings: Record<string, unknown> = {}) => ({
  id: "c1",
  settings: { instance: "US-01", workspace: ONE!.id, scimOrigin: ONE!.scim!.origin, ...settings },
  secrets: { apiKey: key, scimToken: ONE!.scim!.token },
});
const picture = (link = "hero") => order({ bytes: PNG.length, link: linkTo(link) });

/** A sandbox and a host on one clock, that moves only when the host sleeps or the test moves it. */
const together = async (braze: BrazeOptions = {}) => {
  const clock = createClock();
  clock.freeze();
  clock.set(Date.UTC(2026, 7, 1, 12, 30));
  const sandbox = await createSandbox({ clock, braze });
  open.push(() => sandbox.close());
  await sandbox.listen();
  /** Another host, as after a restart: it has counted nothing. */
  const fresh = () =>
    hosted({
      clock: clock.now,
      sleep: async (ms) => clock.advance(ms),
      origins: sandbox.origins(),
      random: () => 0,
    });
  return { sandbox, clock, assets: () => sandbox.braze.assets(ONE!.id), fresh, ...fresh() };
};

const fault = (parts: Record<string, unknown>) =>
  ({ platform: "braze", match: { method: "POST" }, ...parts }) as FaultInput;

it("says that the key works and people are found, on its own instance alone", async () => {
  const { host } = await together();
  expect(await host.verify(connection())).toEqual({ id: `US-01/${ONE!.id}`, name: `${ONE!.id} (US-01)` });
  expect(await host.health(connection())).toMatchObject({
    status: "ok",
    checks: [{ ok: true }, { ok: true }],
  });
  const two = TWO!.keys[0]!.secret;
  expect(await host.verify(connection(two, { instance: "EU-01" }))).toMatchObject({ id: `EU-01/${ONE!.id}` });
  await expect(host.verify(connection(two))).rejects.toMatchObject({ code: "PLATFORM_AUTH" });
});

it("has Braze fetch the picture, byte for byte, under a name that says where it comes from", async () => {
  const { deliver, assets, sandbox } = await together();
  const delivered = await deliver(connection(), picture());
  expect(assets()).toMatchObject([{ name: NAME, ext: "png" }]);
  expect(Buffer.from((await sandbox.braze.bytes(assets()[0]!))!)).toEqual(PNG);
  expect(delivered).toMatchObject({ status: "delivered", externalId: delivered.externalUrl });
  expect(Buffer.from(await (await fetch(delivered.externalUrl!)).arrayBuffer())).toEqual(PNG);
});

it.each([
  ["text", "status", "PLATFORM_REJECTED", "another format"],
  ["gone", "status", "PLATFORM_REJECTED", "reachable from the internet"],
  ["text", "in-200", "PLATFORM_REJECTED", "did not take the picture"],
] as const)("is told where %s was fetched (%s)", async (link, refusedFile, code, message) => {
  const { deliver, assets } = await together({ readings: { refusedFile } });
  await expect(deliver(connection(), picture(link))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
  expect(assets()).toEqual([]);
});

it.each([
  ["the answer was lost", { kind: "drop-after" }, 1],
  ["the answer broke off", { kind: "truncated" }, 1],
  ["something between answered", { kind: "html", processed: true }, 1],
  ["the answer was none", { kind: "garbage", status: 200, processed: true }, 1],
  ["trouble came after", { kind: "status", status: 500, processed: true }, 1],
  ["the connection broke before", { kind: "drop-before" }, 0],
])("waits for a person where %s: sent once, and nothing can look", async (_what, parts, stored) => {
  const { deliver, assets, sandbox, host } = await together();
  sandbox.faults.add(fault(parts));
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
  await expect(host.reconcile(connection(), picture())).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
    message: expect.stringContaining(MARKER),
  });
  expect(sandbox.requests.all()).toHaveLength(1);
  expect(assets()).toHaveLength(stored);
});

it("replaces in place where the id is known, and says so where it is not", async () => {
  const { deliver, replace, assets, sandbox } = await together({ readings: { dashboardUrl: "with-id" } });
  const { externalId, externalUrl } = await deliver(connection(), picture());
  expect(externalId).toBe(`${externalUrl}#asset_id=${assets()[0]!.id}`);
  expect(await replace(connection(), picture("other"), externalId)).toMatchObject({
    externalId,
    externalUrl,
  });
  expect(Buffer.from((await sandbox.braze.bytes(assets()[0]!))!)).toEqual(OTHER);
  await expect(replace(connection(), picture(), "0".repeat(24))).rejects.toMatchObject({
    code: "PLATFORM_REJECTED",
  });
  const strict = await together();
  const delivered = await strict.deliver(connection(), picture());
  await expect(strict.replace(connection(), picture("other"), delivered.externalId)).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
  });
  expect(strict.sandbox.requests.count()).toBe(1);
});

it("keeps to the hour's hundred by itself, is told by a platform that counted more, and is let in again", async () => {
  const { deliver, assets, sandbox, clock, fresh } = await together();
  for (let round = 0; round < 100; round += 1) await deliver(connection(), picture());
  expect(sandbox.requests.all().every(({ status }) => status === 200)).toBe(true);
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ code: "PLATFORM_RATE_LIMITED" });
  expect(sandbox.requests.count()).toBe(100);
  const started = fresh();
  await expect(started.deliver(connection(), picture())).rejects.toMatchObject({
    code: "PLATFORM_RATE_LIMITED",
    retryAfter: 1_800_000,
  });
  clock.advance(3_600_000);
  await deliver(connection(), picture());
  await started.deliver(connection(), picture());
  expect(assets()).toHaveLength(102);
});

it("names the permission that a key lacks, and the feature that a company lacks", async () => {
  const { deliver } = await together();
  await expect(deliver(connection(ONE!.keys[1]!.secret), picture())).rejects.toMatchObject({
    code: "PLATFORM_SCOPE",
    details: { scope: "media_library.create" },
  });
  const off = await together({ accounts: [{ ...ONE!, mediaApi: false }] });
  await expect(off.deliver(connection(), picture())).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
    message: expect.stringContaining("not turned on"),
  });
});

it.each(["empty-list", "404"] as const)(
  "finds people with what they may do in this workspace (%s)",
  async (nobody) => {
    const { host } = await together({ readings: { nobody } });
    const rolesOf = async (name: string) =>
      (await host.people.find(connection(), { email: `${name}@sandbox.example` }))?.roles;
    expect(await rolesOf("ada")).toEqual(["admin"]);
    expect(await rolesOf("mia")).toEqual([
      "role:5bab000000000000000c0001",
      "set:5bab000000000000000d0001",
      "view_media_library_assets",
      "edit_media_library_assets",
      "view_campaigns",
      "team:launch_campaigns",
    ]);
    expect(await rolesOf("leo")).toEqual(["basic_access", "manage_media_library"]);
    expect(await rolesOf("eve")).toEqual([]);
    expect(await rolesOf("nobody")).toBeUndefined();
  },
);

it("follows no redirect with the key in hand", async () => {
  const { deliver, sandbox } = await together();
  sandbox.faults.add(fault({ kind: "redirect", location: "https://elsewhere.example/", status: 307 }));
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ code: "PLATFORM_REJECTED" });
  expect(sandbox.requests.count()).toBe(1);
});
