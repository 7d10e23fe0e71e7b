import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createClock, createSandbox, SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";
import type { FaultInput, KlaviyoReadings } from "@gatefold/sandbox";
import { afterEach, expect, it } from "vitest";

import { hosted, MARKER, NAME, order } from "./platform.ts";

const ACCOUNT = "SbxOne";
const secretOf = (place: number): string =>
  SANDBOX_KLAVIYO_ACCOUNTS.find(({ id }) => id === ACCOUNT)!.credentials[place]!.secret;
const connection = (settings: Record<string, unknown> = {}, apiKey = secretOf(0)) => ({
  id: "c1",
  settings,
  secrets: { apiKey },
});

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const picture = (asset: Parameters<typeof order>[0] = {}) =>
  order({ bytes: PNG.length, read: async () => PNG, ...asset });

const open: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A sandbox and a host on one clock, that moves only when the host sleeps or the test moves it. */
const together = async (readings: Partial<KlaviyoReadings> = {}) => {
  const clock = createClock();
  clock.freeze();
  clock.set(Date.UTC(2026, 7, 1, 12));
  const sandbox = await createSandbox({ clock, klaviyo: { readings } });
  open.push(() => sandbox.close());
  const { url } = await sandbox.listen();
  /** Another host, as after a restart: it has counted nothing. */
  const fresh = () =>
    hosted({
      clock: clock.now,
      sleep: async (ms) => clock.advance(ms),
      origins: { "https://a.klaviyo.com": `${url}/klaviyo` },
      random: () => 0,
    });
  const images = () => sandbox.klaviyo.images(ACCOUNT);
  return { sandbox, clock, images, fresh, ...fresh() };
};

const fault = (parts: Record<string, unknown>) =>
  ({ platform: "klaviyo", match: { method: "POST" }, ...parts }) as FaultInput;

it("says whose account the key opens, and that it is well", async () => {
  const { host } = await together();
  expect(await host.verify(connection())).toEqual({ id: ACCOUNT, name: "Sandbox Account One" });
  expect(await host.health(connection())).toMatchObject({ status: "ok" });
});

it("brings a file in, byte for byte, under a name that says where it comes from", async () => {
  const { deliver, images, sandbox } = await together();
  const delivered = await deliver(connection(), picture({ path: "été 🏖️/hero.png" }));
  const [image] = images();
  expect(image).toMatchObject({ name: `été 🏖️/hero [${MARKER}]`, format: "png", hidden: false });
  expect(delivered).toMatchObject({ status: "delivered", externalId: image!.id });
  expect(Buffer.from((await sandbox.klaviyo.bytes(image!))!)).toEqual(PNG);
  const shown = await fetch(delivered.externalUrl!);
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
});

it("lets Klaviyo fetch a link, byte for byte", async () => {
  const gateway = createServer((_request, response) => response.end(PNG));
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  open.push(() => gateway.close());
  const link = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/l/token`;
  const { deliver, images, sandbox } = await together();
  await deliver(connection({ uploadBy: "link" }), picture({ link: async () => link }));
  expect(images()).toMatchObject([{ name: NAME }]);
  expect(Buffer.from((await sandbox.klaviyo.bytes(images()[0]!))!)).toEqual(PNG);
});

it("is told where a link did not work", async () => {
  const { deliver, images } = await together();
  const away = picture({ link: async () => "http://127.0.0.1:1/gone" });
  await expect(deliver(connection({ uploadBy: "link" }), away)).rejects.toMatchObject({
    code: "PLATFORM_REJECTED",
    message: "Klaviyo refused the request: Invalid input (at /data/attributes/import_from_url).",
  });
  expect(images()).toEqual([]);
});

it.each([
  ["the answer was lost", { kind: "drop-after" }],
  ["the answer broke off", { kind: "truncated" }],
  ["something between answered", { kind: "html", processed: true }],
  ["the answer was none", { kind: "garbage", status: 201, processed: true }],
  ["trouble came after", { kind: "status", status: 500, processed: true }],
])("finds what was stored though %s, and stores it once", async (_what, parts) => {
  const { deliver, images, sandbox, host } = await together();
  sandbox.faults.add(fault(parts));
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ next: "after-reconcile" });
  expect(sandbox.requests.all().filter(({ method }) => method === "POST")).toHaveLength(1);
  expect(await host.reconcile(connection(), picture())).toMatchObject({
    status: "already-present",
    externalId: images()[0]!.id,
  });
  expect(images()).toHaveLength(1);
});

it("finds nothing where the connection broke before anything was stored", async () => {
  const { deliver, images, sandbox, host } = await together();
  sandbox.faults.add(fault({ kind: "drop-before" }));
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ next: "after-reconcile" });
  expect(await host.reconcile(connection(), picture())).toBeUndefined();
  expect(images()).toEqual([]);
});

it.each(["end", "before-extension"] as const)(
  "finds it under the name it got since its own was taken (suffix at the %s)",
  async (nameSuffix) => {
    const { deliver, remove, images, host } = await together({ nameSuffix });
    const dotted = picture({ path: "v1.0/hero.png" });
    await remove(connection(), (await deliver(connection(), dotted)).externalId);
    const again = await deliver(connection(), dotted);
    const [first, second] = images();
    expect(second!.name).not.toBe(first!.name);
    expect(await host.reconcile(connection(), dotted)).toMatchObject({ externalId: again.externalId });
  },
);

it("finds it behind a page of hidden ones, by Klaviyo's own link", async () => {
  const { sandbox, host } = await together();
  const add = (hidden: boolean) =>
    sandbox.klaviyo.add(ACCOUNT, { name: NAME, bytes: PNG, format: "png", hidden });
  for (let round = 0; round < 120; round += 1) await add(true);
  const last = await add(false);
  expect(await host.reconcile(connection(), picture())).toMatchObject({ externalId: last.id });
  const looks = sandbox.requests.all().map(({ path }) => path);
  expect(looks).toHaveLength(2);
  expect(looks[1]).toContain("page%5Bcursor%5D=");
});

it("hides what it brought, as often as it is asked, and finds it no more", async () => {
  const { deliver, remove, images, host } = await together();
  const { externalId } = await deliver(connection(), picture());
  expect(await remove(connection(), externalId)).toEqual({ status: "hidden" });
  expect(await remove(connection(), externalId)).toEqual({ status: "hidden" });
  expect(images()).toMatchObject([{ hidden: true, name: NAME }]);
  expect(await host.reconcile(connection(), picture())).toBeUndefined();
  expect(await remove(connection(), "999999")).toEqual({ status: "already-gone" });
});

it("keeps to the day's number by itself, and is let in again when the day is over", async () => {
  const { deliver, images, sandbox, clock, fresh } = await together();
  for (let round = 0; round < 100; round += 1) await deliver(connection(), picture());
  expect(sandbox.requests.all().every(({ status }) => status === 201)).toBe(true);
  const before = sandbox.requests.count();
  const used = await deliver(connection(), picture()).catch((error: unknown) => error);
  expect(used).toMatchObject({ code: "PLATFORM_DAILY_QUOTA", next: "later" });
  expect(sandbox.requests.count()).toBe(before);
  // A host that was just started has counted nothing: the platform tells it.
  const started = fresh();
  const told = await started.deliver(connection(), picture()).catch((error: unknown) => error);
  expect(told).toMatchObject({ code: "PLATFORM_DAILY_QUOTA" });
  const { retryAfter } = told as { retryAfter: number };
  expect(clock.now() + retryAfter).toBe(Date.UTC(2026, 7, 2));
  await expect(started.host.ready(connection(), "deliver")).rejects.toMatchObject({
    code: "PLATFORM_DAILY_QUOTA",
  });
  clock.advance(86_400_000);
  await deliver(connection(), picture());
  await started.deliver(connection(), picture());
  expect(images()).toHaveLength(102);
});

it("knows the day's number by a 429 that names no time, and asks again in a quarter of an hour", async () => {
  const { deliver, fresh } = await together({ dailyRetryAfter: "absent" });
  for (let round = 0; round < 100; round += 1) await deliver(connection(), picture());
  await expect(fresh().deliver(connection(), picture())).rejects.toMatchObject({
    code: "PLATFORM_DAILY_QUOTA",
    retryAfter: 900_000,
  });
});

it("pins the revision in every request, and opts out of a newer one", async () => {
  const { deliver, remove, sandbox, host } = await together();
  const { externalId } = await deliver(connection(), picture());
  await host.reconcile(connection(), picture());
  await remove(connection(), externalId);
  await host.health(connection());
  const requests = sandbox.requests.all();
  expect(requests.map(({ method }) => method)).toEqual(["POST", "GET", "PATCH", "GET", "GET"]);
  for (const { headers } of requests) {
    expect(headers).toMatchObject({
      revision: "2026-07-15",
      "x-klaviyo-revision-fall-forward-opt-out": "1",
      accept: "application/vnd.api+json",
    });
  }
});

it("says that the connector is out of date when its revision is retired", async () => {
  const { deliver, sandbox } = await together();
  sandbox.faults.add(fault({ kind: "status", status: 410, body: { errors: [{ code: "gone" }] } }));
  await expect(deliver(connection(), picture())).rejects.toThrow("update the connector");
});

it("names the scope that a key lacks, and stores nothing", async () => {
  const { deliver, images } = await together();
  await expect(deliver(connection({}, secretOf(1)), picture())).rejects.toMatchObject({
    code: "PLATFORM_SCOPE",
    details: { scope: "images:write" },
  });
  expect(images()).toEqual([]);
});

it("is refused with a key that opens nothing", async () => {
  const { deliver } = await together();
  await expect(deliver(connection({}, "pk_nobodys"), picture())).rejects.toMatchObject({
    code: "PLATFORM_AUTH",
    next: "after-reconnect",
  });
});

it("is told when the file is no picture", async () => {
  const { deliver, images } = await together();
  await expect(
    deliver(connection(), picture({ read: async () => Buffer.from("text") })),
  ).rejects.toMatchObject({
    code: "PLATFORM_REJECTED",
    details: { places: ["/data/attributes/file"] },
  });
  expect(images()).toEqual([]);
});

it("follows no redirect with the key in hand", async () => {
  const { deliver, sandbox } = await together();
  sandbox.faults.add(fault({ kind: "redirect", location: "https://elsewhere.example/", status: 307 }));
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ code: "PLATFORM_REJECTED" });
  expect(sandbox.requests.count()).toBe(1);
});
