import type { Connector } from "@gatefold/connector-sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import klaviyo from "@gatefold/connector-klaviyo";
import { API_KEY, createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { createStage, type Stage } from "../../test/tricks.ts";
import type { World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** Ways to more than one's own rights by sharing and connecting: each is tried and refused, and beside it what is honest. */

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let stage: Stage;

/** Its settings say where the credentials go. */
const elsewhere: Connector = {
  ...klaviyo,
  meta: { ...klaviyo.meta, id: "elsewhere", name: "Elsewhere" },
  settings: z.strictObject({ host: z.string().describe("Where it goes.") }),
  destination: ["host"],
};

/** No job is claimed until then. */
let open: Promise<unknown> = Promise.resolve();
function hold(): () => void {
  const held = Promise.withResolvers<void>();
  open = held.promise;
  return held.resolve;
}

beforeAll(async () => {
  platform = await createPlatformWorld({
    connectors: [klaviyo, elsewhere],
    wrap: (store) => ({
      ...store,
      queue: {
        ...store.queue,
        async claim(...lease) {
          await open;
          return store.queue.claim(...lease);
        },
      },
    }),
  });
  world = platform.world;
  ada = await world.found();
  stage = createStage(world, ada);
});
afterAll(() => platform.end());

describe("by a collection", () => {
  const managing = ["asset.view", "collection.manage"];

  test("a picture goes into one by nobody who may not share it, though he manages the collection", async () => {
    const folder = await stage.folder();
    const picture = await stage.picture(folder);
    const collection = await stage.made("collections", { folder, name: "Set" });
    const add = (by: { token: string }) => stage.patch(by, `collections/${collection}`, { add: [picture] });
    const manager = await stage.person([managing, [folder]]);
    await stage.refused("RIGHT_MISSING", () => add(manager));
    await stage.refused("RIGHT_MISSING", () =>
      stage.post(manager, "collections", { folder, name: "Own", assets: [picture] }),
    );
    await stage.done(add(await stage.person([[...managing, "asset.share"], [folder]])));
  });

  test("who may share gives by it no more than he has himself", async () => {
    const folder = await stage.folder();
    const picture = await stage.picture(folder);
    const collection = await stage.made("collections", { folder, name: "Shared" });
    await stage.give({
      user: (await stage.person()).id,
      role: await stage.role(["asset.view", "asset.download"]),
      collection,
    });
    const add = (by: { token: string }) => stage.patch(by, `collections/${collection}`, { add: [picture] });
    const sharing = [...managing, "asset.share"];
    const less = await stage.person([sharing, [folder]]);
    await stage.refused("BEYOND_OWN", () => add(less));
    await stage.done(add(await stage.person([[...sharing, "asset.download"], [folder]])));
  });

  test("a grant on an empty collection is given as if it were full", async () => {
    const folder = await stage.folder();
    const picture = await stage.picture(folder);
    const collection = await stage.made("collections", { folder, name: "Empty" });
    const lead = await stage.person([
      [...managing, "asset.share", "grants.manage", "access.explain"],
      [folder],
    ]);
    const give = async (permissions: string[]) => {
      const role = await stage.role(permissions);
      return stage.post(lead, "grants", { user: lead.id, role, collection });
    };
    const wide = await give(["asset.delete"]);
    // Whether it is refused now or when a picture comes in: nobody deletes by it what he could not.
    if (wide.status < 400) {
      await stage.refused("BEYOND_OWN", () =>
        stage.patch(lead, `collections/${collection}`, { add: [picture] }),
      );
    }
    expect(await stage.may(lead, "asset.delete", picture)).toBe(false);
  });

  test("a picture of another workspace does not come in", async () => {
    const [first, second] = [
      await stage.folder(ada.root, { workspace: true }),
      await stage.folder(ada.root, { workspace: true }),
    ];
    const collection = await stage.made("collections", { folder: first, name: "First" });
    const [own, others] = [await stage.picture(first), await stage.picture(second)];
    const add = (picture: string) => stage.patch(ada, `collections/${collection}`, { add: [picture] });
    await stage.refused("INVALID", () => add(others));
    await stage.done(add(own));
  });
});

describe("by a connection", () => {
  const managing = ["connections.manage", "asset.view"];

  test("it is pointed elsewhere only with its credentials given anew", async () => {
    const folder = await stage.folder();
    const manager = await stage.person([managing, [folder]]);
    const secrets = { apiKey: API_KEY };
    const settings = { host: "north.example" };
    const made = stage.post(manager, "connections", {
      connector: "elsewhere",
      name: "There",
      folder,
      settings,
      secrets,
    });
    const change = async (body: object) => stage.patch(manager, `connections/${(await made).body.id}`, body);
    await stage.done(made);
    await stage.refused("SECRETS_NEEDED", () => change({ settings: { host: "evil.example" } }));
    await stage.refused("SECRETS_NEEDED", () => change({ settings: { host: "evil.example" }, name: "Same" }));
    await stage.done(change({ settings, name: "Renamed" }));
    await stage.done(change({ settings: { host: "south.example" }, secrets }));
  });

  test("it is not widened to another client's folder, or taken from there", async () => {
    const [mine, others] = [await stage.folder(), await stage.folder()];
    const below = await stage.folder(mine);
    const connection = await platform.connect(ada, mine);
    const theirs = await platform.connect(ada, others);
    const manager = await stage.person([managing, [mine]]);
    const move = (id: string, folder: string | null) => stage.patch(manager, `connections/${id}`, { folder });
    await stage.refused("NOT_FOUND", () => move(connection, others));
    await stage.refused("NO_GRANT", () => move(connection, ada.root));
    await stage.refused("NO_GRANT", () => move(connection, null));
    await stage.refused("NOT_FOUND", () => move(theirs, mine));
    await stage.done(move(connection, below));
  });

  test("what waits in the queue does not go once its key, its scope or its connection is gone", async () => {
    const folder = await stage.folder();
    const connection = await platform.connect(ada, folder);
    const sender = await stage.person([["asset.view", "asset.download", "deliver.klaviyo"], [folder]]);
    const send = async (meanwhile: (key: string) => Promise<unknown>) => {
      const key = await stage.keyOf(sender, { folders: [folder] });
      const asset = await stage.picture(folder);
      const opened = hold();
      const { id } = await stage.done(stage.post(key, "deliveries", { asset, connection }));
      await meanwhile(key.id);
      opened();
      const line = `GET /v1/deliveries/${id}`;
      return (await world.call<Sent>(ada.token, line, undefined, { prefer: "wait=10" })).body;
    };
    expect(await send(async () => undefined)).toMatchObject({ state: "delivered" });
    const sent = platform.images().length;
    const ended = (line: string) => stage.done(world.call(ada.token, line));
    expect(await send((key) => ended(`DELETE /v1/keys/${key}`))).toMatchObject({
      state: "refused",
      code: "UNAUTHENTICATED",
    });
    const deny = (permission: string) => stage.deny({ user: sender.id, permission, folder });
    expect(await send(() => deny("deliver.klaviyo"))).toMatchObject({
      state: "refused",
      code: "OVERRIDE_DENY",
    });
    const apart = await stage.person([["asset.view", "asset.download", "deliver.klaviyo"], [folder]]);
    const suspend = (id: string) => stage.done(stage.patch(ada, `users/${id}`, { status: "suspended" }));
    const key = await stage.keyOf(apart, {});
    const asset = await stage.picture(folder);
    const opened = hold();
    const { id } = await stage.done(stage.post(key, "deliveries", { asset, connection }));
    await suspend(apart.id);
    await ended(`DELETE /v1/connections/${connection}`);
    opened();
    const last = await world.call<Sent>(ada.token, `GET /v1/deliveries/${id}`, undefined, {
      prefer: "wait=10",
    });
    expect(last.body).toMatchObject({ state: "refused" });
    expect(platform.images()).toHaveLength(sent);
  });
});
