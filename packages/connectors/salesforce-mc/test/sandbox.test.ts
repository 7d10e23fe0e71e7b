import { createClock, createSandbox, SANDBOX_SALESFORCE_ACCOUNTS } from "@gatefold/sandbox";
import type { FaultInput, SalesforceReadings } from "@gatefold/sandbox";
import { afterEach, expect, it } from "vitest";

import { hosted, MARKER, NAME, order } from "./platform.ts";

const account = SANDBOX_SALESFORCE_ACCOUNTS[0]!;
const [enterprise, brand] = account.units.map(({ mid }) => mid) as [string, string];
const [client] = account.clients;
const connection = (settings: Record<string, unknown> = {}) => ({
  id: "c1",
  settings: { subdomain: account.subdomain, accountId: enterprise, ...settings },
  secrets: { clientId: client!.id, clientSecret: client!.secret, pullKey: "x".repeat(32) },
});

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const picture = (asset: Parameters<typeof order>[0] = {}, marker = MARKER) =>
  order({ bytes: PNG.length, read: async () => PNG, ...asset }, marker);

const open: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A sandbox and a host on one clock, that moves only when the host sleeps or the test moves it. */
const together = async (readings: Partial<SalesforceReadings> = {}) => {
  const clock = createClock();
  clock.freeze();
  clock.set(Date.UTC(2026, 7, 1, 12));
  const sandbox = await createSandbox({ clock, salesforce: { readings } });
  open.push(() => sandbox.close());
  await sandbox.listen();
  /** Another host, as after a restart: it has counted nothing and holds no token. */
  const fresh = () =>
    hosted({
      clock: clock.now,
      sleep: async (ms) => clock.advance(ms),
      origins: sandbox.origins(),
      random: () => 0,
    });
  const sent = (end: string) => sandbox.requests.all().filter(({ path }) => path.endsWith(end)).length;
  return { sandbox, clock, sent, fresh, assets: () => sandbox.salesforce.assets(enterprise), ...fresh() };
};

const fault = (parts: Record<string, unknown>) =>
  ({
    platform: "salesforce-mc",
    match: { method: "POST", path: `/${account.subdomain}/rest/asset/v1/content/assets` },
    ...parts,
  }) as FaultInput;

it.each([
  [200, 201],
  [201, 200],
] as const)(
  "brings a picture into folders that it makes, byte for byte, once (%i, %i)",
  async (assetCreated, categoryCreated) => {
    const { deliver, host, assets, sandbox, sent } = await together({ assetCreated, categoryCreated });
    expect(await host.verify(connection())).toEqual({
      id: enterprise,
      name: `${account.name} (${enterprise})`,
    });
    const path = "summer/été 🏖️/hero.png";
    const delivered = await deliver(connection(), picture({ path }));
    expect(assets()).toMatchObject([{ name: NAME, customerKey: MARKER, extension: "png" }]);
    const folders = sandbox.salesforce.categories(enterprise);
    expect(folders.map(({ name }) => name)).toEqual(["Content Builder", "summer", "été 🏖️"]);
    expect(assets()[0]?.categoryId).toBe(folders[2]?.id);
    expect(Buffer.from((await sandbox.salesforce.bytes(assets()[0]!))!)).toEqual(PNG);
    const shown = await fetch(delivered.externalUrl!);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
    const again = await deliver(connection(), picture({ path: "SUMMER/été 🏖️/hero.png" }));
    expect(again).toEqual({ ...delivered, status: "already-present" });
    expect(assets()).toHaveLength(1);
    expect(sandbox.salesforce.categories(enterprise)).toHaveLength(3);
    expect(sent("/v2/token")).toBe(1);
    expect(await host.health(connection())).toMatchObject({ status: "ok" });
  },
);

it.each([
  ["the answer was lost", { kind: "drop-after" }],
  ["the answer broke off", { kind: "truncated" }],
  ["something between answered", { kind: "html", processed: true }],
  ["trouble came after", { kind: "status", status: 500, processed: true }],
])("finds what was stored though %s, and stores it once", async (_what, parts) => {
  const { deliver, assets, sandbox, host, sent } = await together();
  sandbox.faults.add(fault(parts));
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ next: "after-reconcile" });
  expect(sent("/content/assets")).toBe(1);
  expect(await host.reconcile(connection(), picture())).toMatchObject({
    status: "already-present",
    externalId: String(assets()[0]!.id),
  });
});

it("puts a version in the place of another, whose address, key and folder stay, and finds it after a lost answer", async () => {
  const { deliver, replace, host, assets, sandbox } = await together();
  const first = await deliver(connection(), picture());
  const second = picture(
    { mime: "image/gif", bytes: GIF.length, read: async () => GIF },
    "gf-the-second-version",
  );
  sandbox.faults.add({ platform: "salesforce-mc", kind: "drop-after", match: { method: "PATCH" } });
  await expect(replace(connection(), second, first.externalId)).rejects.toMatchObject({
    next: "after-reconcile",
  });
  const there = { ...first, status: "already-present" };
  expect(await host.reconcile(connection(), second)).toEqual(there);
  expect(await host.reconcile(connection(), picture())).toBeUndefined();
  expect(assets()).toMatchObject([{ customerKey: MARKER, name: "hero [gf-the-second-version]" }]);
  const shown = await fetch(first.externalUrl!);
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(GIF);
});

it("deletes what it brought, as often as it is asked; then the trash holds the name", async () => {
  const { deliver, remove, assets } = await together();
  const { externalId } = await deliver(connection(), picture());
  expect(await remove(connection(), externalId)).toEqual({ status: "removed" });
  expect(await remove(connection(), externalId)).toEqual({ status: "already-gone" });
  expect(assets()).toEqual([]);
  await expect(deliver(connection(), picture())).rejects.toMatchObject({ details: { code: 118_039 } });
});

it("asks for a token once for all, for each business unit, again when it is over, and again when it is refused", async () => {
  const { host, clock, sandbox, sent } = await together();
  const verify = (accountId: string) => host.verify(connection({ accountId }));
  await Promise.all([verify(enterprise), verify(enterprise), verify(brand), verify(brand)]);
  expect(sent("/v2/token")).toBe(2);
  clock.advance(1_000_000);
  await verify(enterprise);
  expect(sent("/v2/token")).toBe(2);
  clock.advance(60_000);
  await verify(enterprise);
  expect(sent("/v2/token")).toBe(3);
  sandbox.salesforce.endTokens();
  await Promise.all([verify(enterprise), verify(enterprise), host.people.roles(connection())]);
  expect(sent("/v2/token")).toBe(4);
  sandbox.salesforce.endTokens();
  expect(await host.people.roles(connection())).toContainEqual({
    id: "agency-studio",
    name: "Agency Studio",
  });
  expect(sent("/v2/token")).toBe(5);
});

it("keeps business units apart: what one was brought the other does not find", async () => {
  const { deliver, host, sandbox } = await together();
  await deliver(connection({ accountId: brand }), picture());
  expect(sandbox.salesforce.assets(brand)).toHaveLength(1);
  expect(await host.reconcile(connection(), picture())).toBeUndefined();
});

it("waits as long as 50100 says, and long where it is blocked without a word", async () => {
  const { deliver, fresh, clock, host } = await together({ restPerMinute: 3, refusalsUntilBlocked: 1 });
  await deliver(connection({ folderId: "89001" }), picture({ path: "hero.png" }));
  const more = (marker: string) =>
    fresh().deliver(connection({ folderId: "89001" }), picture({ path: "b.png" }, marker));
  await more("gf-second-0001");
  await more("gf-third-00001");
  await expect(more("gf-fourth-0001")).rejects.toMatchObject({ next: "later", retryAfter: 5000 });
  await expect(more("gf-fourth-0001")).rejects.toMatchObject({ next: "later", retryAfter: 5000 });
  await expect(more("gf-fourth-0001")).rejects.toMatchObject({ next: "later", retryAfter: 120_000 });
  clock.advance(600_000);
  expect(await more("gf-fourth-0001")).toMatchObject({ status: "delivered" });
  expect((await host.people.list(connection(), null)).items).toHaveLength(4);
});

it("turns SOAP's pages, and takes silence towards a business unit for an error", async () => {
  const { host } = await together({ soapPage: 1 });
  const ids: string[] = [];
  for (let cursor: string | null = null, page = 0; page < 10; page += 1) {
    const { items, next } = await host.people.list(
      connection({ parentAccountId: enterprise, accountId: brand }),
      cursor,
    );
    ids.push(...items.map(({ id }) => id));
    if (next === null) break;
    cursor = next;
  }
  expect(ids).toEqual(["710001", "710002", "710003", "710005", "710004"]);
  await expect(host.people.list(connection({ accountId: brand }), null)).rejects.toThrow("parentAccountId");
});
