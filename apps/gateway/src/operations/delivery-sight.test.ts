import type { Store } from "@gatefold/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** Whom a delivery is shown to: with a narrow key, after a wait, and by way of a cursor. */

const MARKETER = ["asset.view", "asset.download", "deliver.klaviyo"];

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let mia: Person;
let brand: string;
let summer: string;
let hero: Shown;
/** Called whenever a delivery is read. */
let onRead: () => void;

const watched = (store: Store): Store => ({
  ...store,
  deliveries: {
    ...store.deliveries,
    get(account, id) {
      onRead();
      return store.deliveries.get(account, id);
    },
  },
});

beforeEach(async () => {
  onRead = () => {};
  platform = await createPlatformWorld({ wrap: watched });
  world = platform.world;
  ada = await world.found();
  brand = await world.folder(ada, "Brand");
  summer = await world.folder(ada, "Summer", brand);
  await platform.connect(ada, brand);
  hero = await upload(world, ada.token, brand, "hero.png", await samplePicture());
  mia = await world.person(ada, "mia", { permissions: MARKETER, folders: [brand] });
});
afterEach(() => platform.end());

const queue = async (token: string) => {
  const notBefore = new Date(world.clock.now + 3_600_000).toISOString();
  return must(await world.call<Sent>(token, "POST /v1/deliveries", { asset: hero.id, notBefore }), 202);
};
const keyOf = async (scope: object) => {
  const answer = await world.call<{ token: string }>(mia.token, "POST /v1/keys", { name: "Cut", ...scope });
  return must(answer, 201).token;
};
const ids = async (token: string) => {
  const answer = await world.call<{ items: Sent[] }>(token, "GET /v1/deliveries");
  return must(answer, 200).items.map(({ id }) => id);
};

describe("with a key that is cut down", () => {
  it("its owner's deliveries of elsewhere are neither seen nor called off", async () => {
    const { id } = await queue(mia.token);
    for (const scope of [{ folders: [summer] }, { permissions: ["asset.view"] }, { connections: [] }]) {
      const token = await keyOf(scope);
      expect(await ids(token)).toEqual([]);
      expect((await world.call(token, `GET /v1/deliveries/${id}`)).status).toBe(404);
      expect((await world.call(token, `POST /v1/deliveries/${id}/cancel`)).status).toBe(404);
    }
    expect(await ids(mia.token)).toEqual([id]);
  });

  it("those are that it asked for, or may make", async () => {
    const asking = await keyOf({ permissions: MARKETER, folders: [brand] });
    const { id } = await queue(asking);
    expect(await ids(asking)).toEqual([id]);
    expect(await ids(await keyOf({ folders: [brand] }))).toEqual([id]);
    must(await world.call(asking, `POST /v1/deliveries/${id}/cancel`), 200);
  });
});

/** Resolves at the second look at the delivery: the first is who may see it, the second begins the wait. */
const waitBegun = () =>
  new Promise<void>((resolve) => {
    let looks = 0;
    onRead = () => {
      looks += 1;
      if (looks === 2) resolve();
    };
  });

describe("after a wait", () => {
  it("nothing is shown with a key that was revoked meanwhile", async () => {
    const { id } = await queue(mia.token);
    const begun = waitBegun();
    const line = `GET /v1/deliveries/${id}`;
    const waiting = world.call(mia.token, line, undefined, { prefer: "wait=20" });
    await begun;
    const key = must(await world.call<{ key: { id: string } }>(mia.token, "GET /v1/me"), 200).key.id;
    must(await world.call(mia.token, `DELETE /v1/keys/${key}`), 204);
    must(await world.call(ada.token, `POST /v1/deliveries/${id}/cancel`), 200);
    expect((await waiting).body).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("nothing is shown to who may no longer see it", async () => {
    const sue = await world.person(ada, "sue", { permissions: MARKETER });
    const { id } = await queue(mia.token);
    const begun = waitBegun();
    const line = `GET /v1/deliveries/${id}`;
    const waiting = world.call(sue.token, line, undefined, { prefer: "wait=20" });
    await begun;
    const override = { user: sue.id, effect: "deny", permission: "asset.view" };
    must(await world.call(ada.token, "POST /v1/overrides", override), 201);
    must(await world.call(ada.token, `POST /v1/deliveries/${id}/cancel`), 200);
    expect((await waiting).body).toMatchObject({ code: "NOT_FOUND" });
  });
});

const listAfter = (cursor: string) => world.call(ada.token, `GET /v1/deliveries?cursor=${cursor}`);

it("somebody else's delivery as a cursor reads as one that is not there", async () => {
  const { id } = await queue(mia.token);
  const [theirs, none] = [await listAfter(id), await listAfter("dlv_none")];
  expect(theirs).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
  expect(theirs.text).toBe(none.text);
});
