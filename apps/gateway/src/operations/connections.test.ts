import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { API_KEY, createPlatformWorld, type PlatformWorld } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { upload } from "../../test/uploads.ts";
import { must, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let platform: PlatformWorld;
let world: World;
let ada: Founded;

beforeEach(async () => {
  platform = await createPlatformWorld();
  world = platform.world;
  ada = await world.found();
});
afterEach(() => platform.end());

const creation = (more: object = {}) => ({
  connector: "klaviyo",
  name: "Mail",
  folder: null,
  secrets: { apiKey: API_KEY },
  ...more,
});
const namesFor = async (token: string, query = "") => {
  const answer = await world.call<{ items: { name: string }[] }>(token, `GET /v1/connections${query}`);
  return must(answer, 200).items.map(({ name }) => name);
};

describe("connecting", () => {
  it("keeps settings with their defaults, and credentials that never come back", async () => {
    const made = must(await world.call<{ id: string }>(ada.token, "POST /v1/connections", creation()), 201);
    expect(made).toMatchObject({
      connector: "klaviyo",
      name: "Mail",
      folder: null,
      settings: { uploadBy: "file" },
    });
    const line = `/v1/connections/${made.id}`;
    const change = { name: "Post", secrets: { apiKey: API_KEY } };
    const answers = [
      await world.call(ada.token, `GET ${line}`),
      await world.call(ada.token, "GET /v1/connections"),
      await world.call(ada.token, `PATCH ${line}`, change),
      await world.call(ada.token, `POST ${line}/verify`),
      await world.call(ada.token, "GET /v1/journal"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect([...answers.map(({ text }) => text), ...world.log].join()).not.toContain(API_KEY);
    expect(await world.store.secrets.open(ada.account, made.id)).toEqual({ apiKey: API_KEY });
  });

  it.each([
    ["an unknown platform", { connector: "fax" }, "INVALID_REQUEST"],
    ["an unknown setting", { settings: { color: "red" } }, "CONNECTOR_CONFIG"],
    ["a wrong setting", { settings: { uploadBy: "pigeon" } }, "CONNECTOR_CONFIG"],
    ["no credentials", { secrets: {} }, "CONNECTOR_CONFIG"],
    ["an unknown credential", { secrets: { apiKey: API_KEY, other: "x" } }, "CONNECTOR_CONFIG"],
    ["credentials that can't be any", { secrets: { apiKey: "hunter2hunter2" } }, "CONNECTOR_CONFIG"],
    ["a folder that is not there", { folder: "fld_none" }, "NOT_FOUND"],
  ])("refuses %s and writes nothing", async (_what, more, code) => {
    const before = await world.store.journal.head(ada.account);
    const answer = await world.call(ada.token, "POST /v1/connections", creation(more));
    expect(answer.body).toMatchObject({ code });
    expect(answer.text).not.toContain("hunter2");
    expect(await world.store.journal.head(ada.account)).toEqual(before);
  });

  it("is for who manages connections at every folder it serves", async () => {
    const brand = await world.folder(ada, "Brand");
    const legal = await world.folder(ada, "Legal", brand, { restricted: true });
    const open = await world.folder(ada, "Open", brand);
    const manager = await world.person(ada, "max", {
      permissions: ["asset.view", "connections.manage"],
      folders: [brand],
    });
    const inOpen = await platform.connect(ada, open);
    const inBrand = await platform.connect(ada, brand);
    const verify = (id: string) => world.call(manager.token, `POST /v1/connections/${id}/verify`);
    expect((await verify(inOpen)).status).toBe(200);
    expect(await verify(inBrand)).toMatchObject({ status: 403, body: { code: "NO_GRANT", at: brand } });
    const create = (folder: string | null) =>
      world.call(manager.token, "POST /v1/connections", creation({ folder }));
    expect(await create(brand)).toMatchObject({ status: 403, body: { permission: "connections.manage" } });
    expect(await create(null)).toMatchObject({ status: 403, body: { permission: "connections.manage" } });
    expect((await create(legal)).status).toBe(404);
  });
});

describe("seeing connections", () => {
  it("is for who sees something they serve; settings are for who manages them", async () => {
    const north = await world.folder(ada, "North");
    const south = await world.folder(ada, "South");
    const id = await platform.connect(ada, north, { name: "North mail" });
    await platform.connect(ada, south, { name: "South mail" });
    await platform.connect(ada, null, { name: "All mail" });
    const nia = await world.person(ada, "nia", { permissions: ["asset.view"], folders: [north] });
    const nobody = await world.person(ada, "noa");
    expect(await namesFor(ada.token)).toEqual(["All mail", "North mail", "South mail"]);
    expect(await namesFor(nia.token)).toEqual(["All mail", "North mail"]);
    expect(await namesFor(nobody.token)).toEqual([]);
    expect(await namesFor(ada.token, `?folder=${south}`)).toEqual(["All mail", "South mail"]);
    const asset = await upload(world, ada.token, north, "hero.png", await samplePicture());
    expect(await namesFor(nia.token, `?asset=${asset.id}`)).toEqual(["All mail", "North mail"]);
    expect(must(await world.call(nia.token, `GET /v1/connections/${id}`), 200)).toMatchObject({
      settings: null,
    });
  });

  it("answers for a hidden one as for none", async () => {
    const south = await world.folder(ada, "South");
    const id = await platform.connect(ada, south);
    const other = await world.found("Other");
    const nobody = await world.person(ada, "noa");
    const asked = ["", "/verify"].flatMap((verb) =>
      [id, "con_none"].map((which) => `${verb ? "POST" : "GET"} /v1/connections/${which}${verb}`),
    );
    const changes = [id, "con_none"].flatMap((which) => [
      [`PATCH /v1/connections/${which}`, { name: "x" }] as const,
      [`DELETE /v1/connections/${which}`, undefined] as const,
    ]);
    const answers = [];
    for (const token of [other.token, nobody.token]) {
      for (const line of asked) answers.push(await world.call(token, line));
      for (const [line, body] of changes) answers.push(await world.call(token, line, body));
    }
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });
});

describe("verifying", () => {
  it("tells whose account the credentials open", async () => {
    const id = await platform.connect(ada);
    const answer = await world.call(ada.token, `POST /v1/connections/${id}/verify`);
    expect(must(answer, 200)).toEqual({ account: { id: "North1", name: "North & Co" } });
  });

  it("says that the platform does not take them", async () => {
    const id = await platform.connect(ada, null, {
      secrets: { apiKey: "pk_wrong0000000000000000000000000001" },
    });
    const answer = await world.call(ada.token, `POST /v1/connections/${id}/verify`);
    expect(answer).toMatchObject({ status: 424, body: { code: "PLATFORM_AUTH" } });
    expect(answer.text).not.toContain("pk_wrong");
  });
});

describe("ending a connection", () => {
  it("forgets its credentials", async () => {
    const id = await platform.connect(ada);
    expect((await world.call(ada.token, `DELETE /v1/connections/${id}`)).status).toBe(204);
    expect(await world.store.secrets.open(ada.account, id)).toBeUndefined();
    expect((await world.call(ada.token, `GET /v1/connections/${id}`)).status).toBe(404);
  });
});
