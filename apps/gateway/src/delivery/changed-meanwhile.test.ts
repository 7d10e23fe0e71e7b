import type { Act, Store } from "@gatefold/store";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { must, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** A connection that is changed while a request waits for room at the platform: what it is then holds. */

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let connection: string;
let hero: Shown;
/** Called when the decision was made and its act is about to be committed: all waiting is over. */
let onAct: (act: Act) => Promise<unknown>;

const watched = (store: Store): Store => ({
  ...store,
  acts: {
    ...store.acts,
    async record(act) {
      await onAct(act);
      await store.acts.record(act);
    },
  },
});

beforeEach(async () => {
  onAct = async () => {};
  platform = await createPlatformWorld({ wrap: watched });
  world = platform.world;
  ada = await world.found();
  connection = await platform.connect(ada);
  hero = await upload(world, ada.token, ada.root, "hero.png", await samplePicture());
});
afterEach(() => platform.end());

/** Klaviyo does not know this key, so whatever is sent with it is refused. */
const replaceKey = async () => {
  const body = { secrets: { apiKey: "pk_another" } };
  must(await world.call(ada.token, `PATCH /v1/connections/${connection}`, body), 200);
};

it("a delivery is not sent with credentials that were replaced", async () => {
  onAct = replaceKey;
  const { body } = await platform.deliver(ada.token, { asset: hero.id });
  expect(body).toMatchObject({ state: "failed", code: "PLATFORM_AUTH" });
  expect(platform.images()).toEqual([]);
});

it("a delivery is not sent through a connection that ended", async () => {
  onAct = () => world.call(ada.token, `DELETE /v1/connections/${connection}`);
  const { body } = await platform.deliver(ada.token, { asset: hero.id });
  expect(body).toMatchObject({ state: "refused", code: "CONNECTOR_OFF" });
  expect(platform.calls()).toEqual([]);
});

it("a picture is not taken back with credentials that were replaced", async () => {
  const { id } = must(await platform.deliver(ada.token, { asset: hero.id }), 201);
  onAct = replaceKey;
  const answer = await world.call<Sent>(ada.token, `DELETE /v1/deliveries/${id}`);
  expect(answer.body).toMatchObject({ code: "PLATFORM_AUTH" });
  expect(platform.images().map(({ hidden }) => hidden)).toEqual([false]);
});
