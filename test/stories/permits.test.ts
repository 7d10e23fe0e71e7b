import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import klaviyo from "@gatefold/connector-klaviyo";
import { createHost, type Order } from "@gatefold/connector-sdk";
import { createPermits, type Permit, type PermitTerms, type Permits } from "@gatefold/core";
import { createSandbox, SANDBOX_KLAVIYO_ACCOUNTS, type Sandbox } from "@gatefold/sandbox";
import { samplePicture } from "../../apps/gateway/test/sample-pictures.ts";

/** Whoever can reach a connector's host, and has all but a permit of its gateway. */

const [account] = SANDBOX_KLAVIYO_ACCOUNTS;
const holder = { account: "acc", user: "bea" };
const connection = { id: "con", settings: {}, secrets: { apiKey: account?.credentials[0]?.secret } };
const terms: PermitTerms = {
  ...holder,
  permission: "deliver.klaviyo",
  version: "hero-1",
  connection: "con",
  purpose: "deliver",
};
const time = { now: Date.UTC(2026, 5, 1) };

let sandbox: Sandbox;
let permits: Permits;
let host: ReturnType<typeof createHost>;
let picture: Buffer;

beforeAll(async () => {
  sandbox = await createSandbox();
  const { url } = await sandbox.listen();
  picture = await samplePicture();
  permits = createPermits(() => time.now);
  host = createHost({
    connector: klaviyo,
    redeem: (permit, asked) => permits.redeem(permit, asked),
    clock: () => time.now,
    log: () => {},
    origins: { "https://a.klaviyo.com": `${url}/klaviyo` },
  });
});
afterAll(() => sandbox?.close());
beforeEach(() => {
  sandbox.requests.clear();
  time.now += 60_000;
});

const link = async () => "https://gateway.example/fetch/x";

function order(version = terms.version): Order {
  const asset = { id: "hero", versionId: version, path: "Summer/hero.png", filename: "hero.png" };
  const bytes = { mime: "image/png", bytes: picture.length, sha256: "0".repeat(64) };
  const ways = { read: async () => picture, link, address: link };
  return { marker: `gf-marker-of-${version}`, asset: { ...asset, ...bytes, ...ways }, person: null };
}

/** What the host answers: `delivered`, or the code of its refusal. */
async function outcome(permit: Permit, more: { to?: string; version?: string } = {}): Promise<string> {
  const through = { ...connection, id: more.to ?? connection.id };
  const turn = await host.ready(through, "deliver");
  try {
    const done = await host.deliver(permit, holder, through, order(more.version), turn);
    return done.status;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "no code";
  } finally {
    turn.release();
  }
}

const nothing = { requests: [], pictures: 0 };
const reached = () => ({
  requests: sandbox.requests.all(),
  pictures: sandbox.klaviyo.images("SbxOne").length,
});

it.each<[how: string, fake: (permit: Permit) => unknown]>([
  ["forged", (permit) => Object.freeze({ id: permit.id })],
  ["copied", (permit) => ({ ...permit })],
  ["cloned", (permit) => structuredClone(permit)],
  ["proxied", (permit) => new Proxy(permit, {})],
  ["inherited from", (permit) => Object.create(permit) as unknown],
  ["sent through JSON", (permit) => JSON.parse(JSON.stringify(permit)) as unknown],
  ["made by another maker", () => createPermits(() => time.now).mint(terms)],
  ["nothing", () => undefined],
])("a permit that is %s reaches nobody", async (_how, fake) => {
  expect(await outcome(fake(permits.mint(terms)) as Permit)).toBe("PERMIT_UNKNOWN");
  expect(reached()).toEqual(nothing);
});

it("a permit from a second copy of the module reaches nobody", async () => {
  vi.resetModules();
  const copy = await import("@gatefold/core");
  expect(copy.createPermits).not.toBe(createPermits);
  expect(await outcome(copy.createPermits(() => time.now).mint(terms))).toBe("PERMIT_UNKNOWN");
  expect(reached()).toEqual(nothing);
});

it.each<[what: string, differing: Partial<PermitTerms>]>([
  ["asset's version", { version: "other-1" }],
  ["connection", { connection: "other" }],
  ["user", { user: "max" }],
  ["account", { account: "other" }],
  ["platform", { permission: "deliver.braze" }],
  ["purpose", { purpose: "remove" }],
])("a permit for another %s reaches nobody", async (_what, differing) => {
  expect(await outcome(permits.mint({ ...terms, ...differing }))).toBe("PERMIT_MISMATCH");
  expect(reached()).toEqual(nothing);
});

it("a permit for this picture brings no other one, and goes through no other connection", async () => {
  expect(await outcome(permits.mint(terms), { version: "other-1" })).toBe("PERMIT_MISMATCH");
  expect(await outcome(permits.mint(terms), { to: "other" })).toBe("PERMIT_MISMATCH");
  expect(reached()).toEqual(nothing);
});

it("a permit that comes too late reaches nobody, one that comes in time delivers once", async () => {
  const late = permits.mint(terms);
  time.now += 10_000;
  expect(await outcome(late)).toBe("PERMIT_EXPIRED");
  expect(reached()).toEqual(nothing);
  const permit = permits.mint(terms);
  time.now += 9_999;
  expect(await outcome(permit)).toBe("delivered");
  expect(reached().pictures).toBe(1);
  sandbox.requests.clear();
  expect(await outcome(permit)).toBe("PERMIT_USED");
  expect(reached()).toEqual({ requests: [], pictures: 1 });
});
