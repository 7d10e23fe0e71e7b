import type { Act } from "@gatefold/store";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** What is refused at the first look, before anything is queued or sent, is in the log of acts all the same. */

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let vic: Person;
let connection: string;
let seen: Shown;
let hidden: Shown;
let sent: Sent;
let before: number;

beforeAll(async () => {
  platform = await createPlatformWorld();
  world = platform.world;
  ada = await world.found();
  const brand = await world.folder(ada, "Brand");
  const secret = await world.folder(ada, "Secret", brand, { restricted: true });
  connection = await platform.connect(ada, brand);
  const bytes = await samplePicture();
  seen = await upload(world, ada.token, brand, "seen.png", bytes);
  hidden = await upload(world, ada.token, secret, "hidden.png", bytes);
  sent = must(await platform.deliver(ada.token, { asset: hidden.id }), 201);
  vic = await world.person(ada, "vic", { permissions: ["asset.view"], folders: [brand] });
});
afterAll(() => platform.end());

const acts = () => world.store.acts.list(ada.account, { limit: 100 });
beforeEach(async () => {
  before = (await acts()).length;
});
/** The one act that was added. */
const theAct = async (): Promise<Act | undefined> => {
  const all = await acts();
  expect(all).toHaveLength(before + 1);
  return all[0];
};
const deliver = (body: object, token = vic.token) => world.call(token, "POST /v1/deliveries", body);
const remove = (token: string, id = sent.id) => world.call(token, `DELETE /v1/deliveries/${id}`);

describe("a delivery that is refused when it is asked for", () => {
  it("is an act, with who asked and the decision's code", async () => {
    const answer = await deliver({ asset: seen.id });
    expect(answer).toMatchObject({ status: 403, body: { code: "NO_GRANT" } });
    expect(await theAct()).toMatchObject({
      act: "deliver",
      effect: "deny",
      code: "NO_GRANT",
      permission: "deliver.klaviyo",
      place: seen.id,
      version: seen.version.id,
      connection,
      principal: { user: vic.id, credential: { kind: "key" } },
      request: answer.headers.get("x-request-id"),
    });
  });

  it("is one for a picture that is hidden, which reads as missing all the same", async () => {
    const answer = await deliver({ asset: hidden.id });
    expect(await theAct()).toMatchObject({ effect: "deny", code: "NO_GRANT", place: hidden.id });
    expect(answer.text).toBe((await deliver({ asset: "ast_none" })).text);
    expect(await acts()).toHaveLength(before + 1);
  });

  it("is one where no connection of this name can be used, and keeps nothing the caller made up", async () => {
    expect((await deliver({ asset: seen.id, connection: "con_made up" })).status).toBe(404);
    expect(await theAct()).toMatchObject({
      effect: "deny",
      code: "CONNECTION_ELSEWHERE",
      connection: null,
      permission: "deliver.klaviyo",
    });
  });

  it("is one where no connection serves the picture", async () => {
    const away = await upload(world, ada.token, ada.root, "away.png", await samplePicture());
    expect(await deliver({ asset: away.id }, ada.token)).toMatchObject({
      body: { code: "CONNECTION_ELSEWHERE" },
    });
    expect(await theAct()).toMatchObject({ code: "CONNECTION_ELSEWHERE", permission: "deliver.*" });
  });

  it("is none for a request that is not understood, or a picture of another account", async () => {
    expect((await deliver({ asset: seen.id, connector: "nobody" }, ada.token)).status).toBe(400);
    const other = await world.found("Other");
    expect((await deliver({ asset: seen.id }, other.token)).status).toBe(404);
    expect(await acts()).toHaveLength(before);
    expect(await world.store.acts.list(other.account, { limit: 1 })).toEqual([]);
  });
});

describe("taking back that is refused", () => {
  it("is an act, also where the delivery is hidden and reads as missing", async () => {
    const answer = await remove(vic.token);
    expect(await theAct()).toMatchObject({
      act: "remove",
      effect: "deny",
      code: "NO_GRANT",
      permission: "deliver.klaviyo",
      place: hidden.id,
      version: hidden.version.id,
      connection,
      principal: { user: vic.id },
    });
    expect(answer.text).toBe((await remove(vic.token, "dlv_none")).text);
    expect(await acts()).toHaveLength(before + 1);
  });

  it("is an act where the delivery is seen", async () => {
    const aud = await world.person(ada, "aud", { permissions: ["asset.view", "audit.view"] });
    must(
      await world.call(ada.token, "POST /v1/overrides", {
        user: aud.id,
        effect: "allow",
        permission: "audit.view",
        folder: hidden.folder,
      }),
      201,
    );
    expect((await world.call(aud.token, `GET /v1/deliveries/${sent.id}`)).status).toBe(200);
    expect((await remove(aud.token)).status).toBe(404);
    expect(await theAct()).toMatchObject({ act: "remove", effect: "deny", principal: { user: aud.id } });
  });
});

it("a delivery that waited for a connection which is gone by then is an act", async () => {
  const north = await world.folder(ada, "North");
  const own = await platform.connect(ada, north, { name: "North's" });
  const picture = await upload(world, ada.token, north, "north.png", await samplePicture());
  const notBefore = new Date(world.clock.now + 1000).toISOString();
  const waiting = must(
    await world.call<Sent>(ada.token, "POST /v1/deliveries", { asset: picture.id, notBefore }),
    202,
  );
  must(await world.call(ada.token, `DELETE /v1/connections/${own}`), 204);
  world.clock.now += 1000;
  world.running.gateway.services.dispatch.worker.wake();
  const line = `GET /v1/deliveries/${waiting.id}`;
  const ended = await world.call<Sent>(ada.token, line, undefined, { prefer: "wait=10" });
  expect(ended.body).toMatchObject({ state: "refused", code: "CONNECTOR_OFF" });
  expect(await theAct()).toMatchObject({
    act: "deliver",
    effect: "deny",
    code: "CONNECTOR_OFF",
    place: picture.id,
    version: picture.version.id,
    connection: own,
    request: waiting.id,
  });
});
