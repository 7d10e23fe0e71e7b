import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

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

const deliver = async () => must(await platform.deliver(mia.token, { asset: hero.id }), 201);
const remove = (token: string, id: string) => world.call<Sent>(token, `DELETE /v1/deliveries/${id}`);

describe("taking back", () => {
  it("hides the picture on the platform, and lets it be delivered anew", async () => {
    const { id, externalId } = await deliver();
    expect(must(await remove(mia.token, id), 200)).toMatchObject({ state: "removed", externalId });
    expect(platform.images().map(({ hidden }) => hidden)).toEqual([true]);
    expect((await remove(mia.token, id)).body).toMatchObject({ code: "DELIVERY_STATE" });
    expect((await platform.deliver(mia.token, { asset: hero.id })).body).toMatchObject({
      state: "delivered",
      existing: false,
    });
    expect(platform.images().map(({ hidden }) => hidden)).toEqual([true, false]);
  });

  it("is refused to who may not deliver there, with no request", async () => {
    const { id } = await deliver();
    const before = platform.calls().length;
    const vic = await world.person(ada, "vic", {
      permissions: ["asset.view", "audit.view"],
      folders: [brand],
    });
    expect(await remove(vic.token, id)).toMatchObject({
      status: 403,
      body: { permission: "deliver.klaviyo" },
    });
    const noa = await world.person(ada, "noa", { permissions: ["asset.view"], folders: [brand] });
    expect((await remove(noa.token, id)).status).toBe(404);
    expect(platform.calls()).toHaveLength(before);
  });

  it("still works when the picture has expired", async () => {
    const { id } = await deliver();
    const expires = new Date(world.clock.now).toISOString();
    must(await world.call(ada.token, `PATCH /v1/assets/${hero.id}`, { expires }), 200);
    expect((await remove(mia.token, id)).body).toMatchObject({ state: "removed" });
  });
});

describe("taking back what has left", () => {
  it("is for who may deliver where the connection lives", async () => {
    const { id } = await deliver();
    const south = await world.folder(ada, "South");
    must(await world.call(ada.token, `PATCH /v1/assets/${hero.id}`, { folder: south }), 200);
    const sue = await world.person(ada, "sue", { permissions: MARKETER, folders: [south] });
    expect((await remove(sue.token, id)).status).toBe(404);
    expect(platform.images().map(({ hidden }) => hidden)).toEqual([false]);
    expect((await remove(mia.token, id)).body).toMatchObject({ state: "removed" });
  });

  it("works for a picture that was deleted", async () => {
    const { id } = await deliver();
    await world.call(ada.token, `DELETE /v1/assets/${hero.id}`);
    expect((await remove(mia.token, id)).body).toMatchObject({ state: "removed" });
    expect(platform.images().map(({ hidden }) => hidden)).toEqual([true]);
  });
});
