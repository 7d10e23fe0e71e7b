import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { upload } from "../../test/uploads.ts";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let contributor: Person;
let stand: string;
let maker: string;

interface Grant {
  readonly id: string;
  readonly role: string;
  readonly livesBy: string | null;
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  stand = await world.folder(ada, "Stand");
  contributor = await world.person(ada, "cora", {
    permissions: ["asset.view", "asset.create", "folder.create"],
    folders: [stand],
  });
  const manage = { name: "Can manage", permissions: ["asset.*", "folder.*"] };
  maker = must(await world.call<{ id: string }>(ada.token, "POST /v1/roles", manage), 201).id;
});
afterAll(() => world.end());

const set = (creatorRole: string | null, token = ada.token) =>
  world.call(token, "PATCH /v1/account", { creatorRole });
const added = async (name: string) =>
  (await upload(world, contributor.token, stand, name, await samplePicture())).id;
const remove = (asset: string) => world.call(contributor.token, `DELETE /v1/assets/${asset}`);
const grantsAt = async (place: string) => {
  const answer = await world.call<{ items: Grant[] }>(
    ada.token,
    `GET /v1/grants?at=${place}&user=${contributor.id}`,
  );
  return must(answer, 200).items;
};

describe("who makes a thing", () => {
  it("gets nothing by it where the account says nothing", async () => {
    const asset = await added("plain.png");
    expect((await remove(asset)).body).toMatchObject({ status: 403, code: "NO_GRANT" });
  });

  it("[M4] manages it where the account says so, until the right that let him make it is taken away", async () => {
    must(await set(maker), 200);
    const [first, second] = [await added("first.png"), await added("second.png")];
    const folder = must(
      await world.call<{ id: string }>(contributor.token, "POST /v1/folders", { parent: stand, name: "Set" }),
      201,
    ).id;
    must(await world.call(contributor.token, `PATCH /v1/folders/${folder}`, { name: "My set" }), 200);
    expect((await world.call(contributor.token, `PATCH /v1/folders/${stand}`, { name: "Mine" })).status).toBe(
      403,
    );
    must(await remove(first), 204);

    const ofSecond = (await grantsAt(second)).find(({ role }) => role === maker);
    const right = ofSecond?.livesBy ?? "";
    must(await world.call(ada.token, `POST /v1/grants/${right}/end`, {}), 200);
    must(
      await world.call(ada.token, "POST /v1/grants", {
        user: contributor.id,
        role: await viewer(),
        folders: [stand],
      }),
      201,
    );
    expect((await remove(second)).body).toMatchObject({ status: 403, code: "NO_GRANT" });
    expect(
      (await world.call(contributor.token, `PATCH /v1/folders/${folder}`, { name: "Still" })).status,
    ).toBe(403);
    expect((await grantsAt(second)).filter(({ livesBy }) => livesBy !== null)).toEqual([]);
  });
});

async function viewer(): Promise<string> {
  const role = { name: "Viewer", permissions: ["asset.view"] };
  return must(await world.call<{ id: string }>(ada.token, "POST /v1/roles", role), 201).id;
}

describe("what creators get", () => {
  it("is read and set by who manages the account and holds all access", async () => {
    must(await set(maker), 200);
    expect(must(await world.call(ada.token, "GET /v1/account"), 200)).toMatchObject({
      name: "Aurora",
      plan: { features: ["connectors"], limits: {} },
      creatorRole: maker,
    });
    const manager = await world.person(ada, "mona", { permissions: ["account.manage", "roles.manage"] });
    expect((await set(null, manager.token)).body).toMatchObject({ status: 403, code: "ALL_ACCESS_NEEDED" });
    expect((await set(null, contributor.token)).body).toMatchObject({
      status: 403,
      permission: "account.manage",
    });
    expect((await world.call(contributor.token, "GET /v1/account")).status).toBe(403);
  });

  it("is no role of all access, and none that is not there", async () => {
    expect((await set(ada.role)).body).toMatchObject({ status: 400, code: "INVALID" });
    expect((await set("rol_nothing")).status).toBe(404);
  });

  it("is nothing again once it is taken back", async () => {
    must(await set(null), 200);
    must(await world.call(ada.token, "GET /v1/account"), 200);
    expect(must(await world.call(ada.token, "GET /v1/account"), 200)).toMatchObject({ creatorRole: null });
  });
});
