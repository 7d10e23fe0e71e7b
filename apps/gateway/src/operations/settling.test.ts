import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";
import type { ShownJob } from "./job-form.ts";

const MARKETER = ["asset.view", "asset.download", "deliver.klaviyo"];

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let mia: Person;
let brand: string;
let hero: Shown;

beforeEach(async () => {
  platform = await createPlatformWorld();
  world = platform.world;
  ada = await world.found();
  brand = await world.folder(ada, "Brand");
  await platform.connect(ada, brand);
  hero = await upload(world, ada.token, brand, "hero.png", await samplePicture());
  mia = await world.person(ada, "mia", { permissions: MARKETER, folders: [brand] });
});
afterEach(() => platform.end());

const later = () => new Date(world.clock.now + 3_600_000).toISOString();
const uploads = () => platform.calls().filter((call) => call === "POST /api/image-upload").length;

/** A delivery that ended so; `really`: whether the picture is on the platform. */
async function ended(
  state: "unknown" | "failed",
  code: string,
  really: boolean,
  { id: asset } = hero,
): Promise<string> {
  const asked = really
    ? await platform.deliver(mia.token, { asset })
    : await world.call<Sent>(mia.token, "POST /v1/deliveries", { asset, notBefore: later() });
  const { id } = asked.body;
  const patch = { externalId: null, externalUrl: null, updatedAt: world.clock.now };
  await world.store.deliveries.update(ada.account, id, { ...patch, state, code, message: "Lost." });
  return id;
}
const unknown = (really: boolean) => ended("unknown", "OUTCOME_UNKNOWN", really);
const say = (id: string, body: object, token = mia.token) =>
  world.call<Sent>(token, `POST /v1/deliveries/${id}/settle`, body);
const looks = async (token = mia.token) =>
  (await world.call<{ items: Sent[] }>(token, "GET /v1/deliveries?of=needs-a-look")).body.items.map(
    ({ id }) => id,
  );
const waited = async (id: string) =>
  (await world.call<Sent>(mia.token, `GET /v1/deliveries/${id}`, undefined, { prefer: "wait=10" })).body;
const said = async () =>
  (await world.store.acts.list(ada.account, { limit: 20 })).map(({ act, effect, code }) => [
    act,
    effect,
    code,
  ]);

describe("the list of what needs a look", () => {
  it("holds what is unknown or waits for a reconnect, for who may deliver there", async () => {
    const id = await unknown(false);
    const { id: other } = await world.person(ada, "vic", { permissions: ["asset.view"] });
    const vic = must(
      await world.call<{ token: string }>(ada.token, "POST /v1/keys", { name: "K", owner: other }),
      201,
    );
    expect(await looks()).toEqual([id]);
    expect(await looks(ada.token)).toEqual([id]);
    expect(await looks(vic.token)).toEqual([]);
    expect((await say(id, { say: "leave" }, vic.token)).status).toBe(404);
    await world.store.deliveries.update(ada.account, id, {
      state: "failed",
      code: "PLATFORM_AUTH",
      updatedAt: 1,
    });
    expect(await looks()).toEqual([id]);
    await world.store.deliveries.update(ada.account, id, { code: "PLATFORM_REJECTED", updatedAt: 1 });
    expect(await looks()).toEqual([]);
  });
});

describe("it is there", () => {
  it("is confirmed by the platform's own word, and said twice is said once", async () => {
    const id = await unknown(true);
    const answer = must(await say(id, { say: "there" }), 200);
    expect(answer).toMatchObject({ state: "delivered", externalId: platform.images()[0]?.id, code: null });
    expect(must(await say(id, { say: "there" }), 200)).toMatchObject({ id, state: "delivered" });
    expect(await looks()).toEqual([]);
    expect((await said()).filter(([act]) => act === "confirm")).toEqual([["confirm", "allow", "ROLE"]]);
    expect(uploads()).toBe(1);
  });

  it("is not so for an id that is named, where the platform is asked and shows nothing by the marker", async () => {
    const id = await unknown(false);
    for (const named of [{}, { externalId: "881" }]) {
      const answer = await say(id, { say: "there", ...named });
      expect(answer).toMatchObject({ status: 409, body: { code: "DELIVERY_NOT_SEEN" } });
    }
    expect(await looks()).toEqual([id]);
  });

  it("is a person's word where the platform can't be asked, and hides no picture but the one with the marker", async () => {
    const own = await unknown(true);
    const [image] = platform.images();
    const logo = await upload(world, ada.token, brand, "logo.png", await samplePicture({ hue: 40 }));
    const other = await ended("unknown", "OUTCOME_UNKNOWN", false, logo);
    const remove = (id: string) => world.call<Sent>(mia.token, `DELETE /v1/deliveries/${id}`);
    const named = { say: "there", externalId: image?.id };
    const toldWhileDown = async (id: string) => {
      const match = { method: "GET", path: "/api/images" };
      platform.sandbox.faults.add({ platform: "klaviyo", kind: "status", status: 401, match, times: 1 });
      return say(id, named);
    };
    const known = { state: "delivered", code: "TOLD", externalId: image?.id, externalUrl: null };
    expect(must(await toldWhileDown(other), 200)).toMatchObject(known);
    expect(await remove(other)).toMatchObject({ status: 409, body: { code: "DELIVERY_STATE" } });
    expect(platform.images()).toMatchObject([{ hidden: false }]);
    expect(await toldWhileDown(own)).toMatchObject({ status: 409, body: { code: "EXTERNAL_ID_TAKEN" } });
    await world.store.deliveries.update(ada.account, other, { externalId: null, updatedAt: 1 });
    expect(must(await toldWhileDown(own), 200)).toMatchObject(known);
    expect(must(await remove(own), 200)).toMatchObject({ state: "removed", code: null });
    expect(platform.images()).toMatchObject([{ hidden: true }]);
  });

  it("is no way around a right that was taken away: the no is an act", async () => {
    const id = await unknown(true);
    const deny = { user: mia.id, effect: "deny", permission: "deliver.klaviyo", folder: null };
    must(await world.call(ada.token, "POST /v1/overrides", deny), 201);
    for (const what of ["there", "not-there", "leave"]) {
      expect(await say(id, { say: what })).toMatchObject({ status: 403, body: { code: "OVERRIDE_DENY" } });
    }
    expect((await said()).slice(0, 3)).toEqual([
      ["leave", "deny", "OVERRIDE_DENY"],
      ["resend", "deny", "OVERRIDE_DENY"],
      ["confirm", "deny", "OVERRIDE_DENY"],
    ]);
    expect(await looks()).toEqual([]);
  });

  it.each([
    [
      "an address, which only the platform tells",
      { say: "there", externalId: "1", externalUrl: "https://cdn.example/1" },
    ],
    ["an id of what is not there", { say: "not-there", externalId: "1" }],
    ["nothing known", { say: "perhaps" }],
  ])("refuses %s", async (_what, body) => {
    expect(await say(await unknown(false), body)).toMatchObject({ status: 400 });
  });
});

describe("it is not there, send it again", () => {
  it("sends it once more, as who says so, and the job goes on with it", async () => {
    const job = must(
      await world.call<ShownJob>(mia.token, "POST /v1/jobs", { assets: [hero.id], notBefore: later() }),
      202,
    );
    const id = await unknown(false);
    const again = must(await say(id, { say: "not-there" }, ada.token), 200);
    expect(again).toMatchObject({ user: ada.owner });
    expect(again.id).not.toBe(id);
    expect(await waited(again.id)).toMatchObject({ state: "delivered" });
    expect(platform.images()).toHaveLength(1);
    expect(await waited(id)).toMatchObject({ state: "failed", code: "OUTCOME_UNKNOWN" });
    expect(await looks()).toEqual([]);
    const now = await world.call<ShownJob>(mia.token, `GET /v1/jobs/${job.id}`);
    expect(now.body).toMatchObject({ counts: { delivered: 1, failed: 0 } });
    const twice = await say(id, { say: "not-there" });
    expect(twice).toMatchObject({ status: 409, body: { code: "DELIVERY_STATE" } });
    expect(uploads()).toBe(1);
  });

  it("sends nothing where the platform shows it, or can't be asked", async () => {
    const id = await unknown(true);
    const down = { method: "GET", path: "/api/images" };
    platform.sandbox.faults.add({ platform: "klaviyo", kind: "status", status: 401, match: down, times: 1 });
    expect((await say(id, { say: "not-there" })).status).toBe(424);
    expect(must(await say(id, { say: "not-there" }), 200)).toMatchObject({ id, state: "delivered" });
    expect(uploads()).toBe(1);
  });

  it("sends what failed until the connection was mended", async () => {
    const id = await ended("failed", "PLATFORM_AUTH", false);
    expect((await say(id, { say: "there" })).status).toBe(409);
    const again = must(await say(id, { say: "not-there" }), 200);
    expect(await waited(again.id)).toMatchObject({ state: "delivered" });
    expect(await waited(id)).toMatchObject({ state: "failed", code: "PLATFORM_AUTH" });
    expect(await looks()).toEqual([]);
  });

  it("says so where the picture was replaced", async () => {
    const id = await unknown(false);
    const bytes = await samplePicture({ hue: 90 });
    await upload(world, ada.token, brand, "other.png", bytes);
    const { version } = hero;
    expect(version.id).toBeTruthy();
    const answer = await fetch(`${world.running.apiUrl}/v1/assets/${hero.id}/content`, {
      method: "PUT",
      headers: { authorization: `Bearer ${ada.token}`, "content-type": "image/png" },
      body: new Uint8Array(bytes),
    });
    expect(answer.status).toBe(200);
    expect(await say(id, { say: "not-there" })).toMatchObject({
      status: 409,
      body: { code: "VERSION_REPLACED" },
    });
    expect(await looks()).toEqual([id]);
  });
});

describe("leave it", () => {
  it("takes it off the list, and keeps it from being sent", async () => {
    const id = await unknown(false);
    expect(must(await say(id, { say: "leave" }), 200)).toMatchObject({ state: "unknown" });
    expect(must(await say(id, { say: "leave" }), 200)).toMatchObject({ state: "unknown" });
    expect(await looks()).toEqual([]);
    expect((await said()).filter(([act]) => act === "leave")).toHaveLength(1);
    expect(uploads()).toBe(0);
  });

  it("is for what wants a look alone", async () => {
    const sent = must(await platform.deliver(mia.token, { asset: hero.id }), 201);
    expect(await say(sent.id, { say: "leave" })).toMatchObject({ status: 409, body: { state: "delivered" } });
    expect((await say("dlv_none", { say: "leave" })).status).toBe(404);
  });
});
