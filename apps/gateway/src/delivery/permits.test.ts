import type { Host, HostedConnection, Order } from "@gatefold/connector-sdk";
import {
  createPermits,
  type Permit,
  PermitRefused,
  type PermitRefusedCode,
  type PermitTerms,
  type Principal,
} from "@gatefold/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { API_KEY, createPlatformWorld, type PlatformWorld } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { must, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** The permit's story where it counts: between `enforce` and a platform that would have said yes. */

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let host: Host;
let principal: Principal;
let hero: Shown;
let other: Shown;
let connection: HostedConnection;
let second: HostedConnection;

beforeEach(async () => {
  platform = await createPlatformWorld();
  world = platform.world;
  ada = await world.found();
  const klaviyo = world.running.gateway.services.dispatch.hosts.get("klaviyo");
  if (!klaviyo) throw new Error("no host");
  host = klaviyo;
  principal = { account: ada.account, user: ada.owner, credential: { kind: "key", id: ada.key } };
  hero = await upload(world, ada.token, ada.root, "hero.png", await samplePicture());
  other = await upload(world, ada.token, ada.root, "other.png", await samplePicture({ hue: 9 }));
  [connection, second] = [await connect("One"), await connect("Two")];
});
afterEach(() => platform.end());

async function connect(name: string): Promise<HostedConnection> {
  const id = await platform.connect(ada, null, { name });
  return { id, settings: {}, secrets: { apiKey: API_KEY } };
}

/** What `enforce` gives out for the hero through the first connection, unless told otherwise. */
async function permitFor(more: { purpose?: PermitTerms["purpose"] } = {}): Promise<Permit> {
  const { permit } = await world.running.gateway.services.enforcement.enforce({
    principal,
    permission: "deliver.klaviyo",
    asset: hero.id,
    version: hero.version.id,
    connection: connection.id,
    purpose: more.purpose ?? "deliver",
    requestId: "req_test",
  });
  return permit;
}

const noLink = () => Promise.reject(new Error("no link"));

function orderFor({ id, name, version }: Shown): Order {
  const { mime, bytes, sha256 } = version;
  const read = () => world.dependencies.blobs.read(sha256);
  return {
    marker: "gf-testtesttesttest",
    asset: {
      id,
      versionId: version.id,
      path: name,
      filename: name,
      mime,
      bytes,
      sha256,
      read,
      link: noLink,
      address: noLink,
    },
    person: null,
  };
}

/** How it ends, and how many requests the platform got by then. */
async function deliver(permit: Permit, asset = hero, through = connection, user = ada.owner) {
  const turn = await host.ready(through, "deliver");
  const holder = { account: ada.account, user };
  const ended = await host.deliver(permit, holder, through, orderFor(asset), turn).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof PermitRefused ? error.code : String(error)),
  );
  return { ended, requests: platform.calls().length };
}

const refused = (code: PermitRefusedCode) => ({ ended: code, requests: 0 });

it("lets exactly what was decided through, once", async () => {
  const permit = await permitFor();
  expect(await deliver(permit)).toEqual({ ended: "delivered", requests: 1 });
  expect(await deliver(permit)).toEqual({ ended: "PERMIT_USED", requests: 1 });
});

describe("with no request at the platform, it refuses", () => {
  it("what was never minted", async () => {
    const forged = Object.freeze({ id: "permit-1" });
    expect(await deliver(forged)).toEqual(refused("PERMIT_UNKNOWN"));
  });

  it("a copy, a clone, a proxy and what inherits from it, while it is alive itself", async () => {
    const permit = await permitFor();
    const likenesses: Permit[] = [
      { ...permit },
      structuredClone(permit),
      new Proxy(permit, {}),
      Object.create(permit) as Permit,
      JSON.parse(JSON.stringify(permit)) as Permit,
    ];
    for (const likeness of likenesses) expect(await deliver(likeness)).toEqual(refused("PERMIT_UNKNOWN"));
  });

  it("one minted by another maker, or by another copy of the module", async () => {
    const terms: PermitTerms = {
      account: ada.account,
      user: ada.owner,
      permission: "deliver.klaviyo",
      version: hero.version.id,
      connection: connection.id,
      purpose: "deliver",
    };
    const source = new URL("../../../../packages/core/src/permit.ts?second-copy", import.meta.url).href;
    const copy = (await import(/* @vite-ignore */ source)) as { createPermits: typeof createPermits };
    expect(copy.createPermits).not.toBe(createPermits);
    for (const make of [createPermits, copy.createPermits]) {
      const permits = make(() => world.clock.now);
      expect(await deliver(permits.mint(terms))).toEqual(refused("PERMIT_UNKNOWN"));
    }
  });

  it("one for another picture, connection, purpose or person", async () => {
    expect(await deliver(await permitFor(), other)).toEqual(refused("PERMIT_MISMATCH"));
    expect(await deliver(await permitFor(), hero, second)).toEqual(refused("PERMIT_MISMATCH"));
    expect(await deliver(await permitFor({ purpose: "remove" }))).toEqual(refused("PERMIT_MISMATCH"));
    expect(await deliver(await permitFor(), hero, connection, "usr_other")).toEqual(
      refused("PERMIT_MISMATCH"),
    );
  });

  it("one that was tried for something else before", async () => {
    const permit = await permitFor();
    expect(await deliver(permit, other)).toEqual(refused("PERMIT_MISMATCH"));
    expect(await deliver(permit)).toEqual(refused("PERMIT_USED"));
  });

  it("one that comes too late, to the millisecond", async () => {
    const permit = await permitFor();
    world.clock.now += 10_000;
    expect(await deliver(permit)).toEqual(refused("PERMIT_EXPIRED"));
  });

  it("to mint one for who may not, and keeps the no on the record", async () => {
    const expires = new Date(world.clock.now).toISOString();
    must(await world.call(ada.token, `PATCH /v1/assets/${hero.id}`, { expires }), 200);
    await expect(permitFor()).rejects.toMatchObject({ code: "ASSET_EXPIRED" });
    const [act] = await world.store.acts.list(ada.account, { limit: 1 });
    expect(act).toMatchObject({ act: "deliver", effect: "deny", code: "ASSET_EXPIRED", place: hero.id });
  });

  it("to mint one where the act can't be recorded", async () => {
    world.store.acts.record = () => Promise.reject(new Error("disk full"));
    await expect(permitFor()).rejects.toThrow("disk full");
  });
});
