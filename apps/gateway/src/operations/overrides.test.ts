import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let bea: Person;
let keeper: Person;
let summer: string;
let winter: string;

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  winter = await world.folder(ada, "Winter");
  bea = await world.person(ada, "bea", { permissions: ["asset.view"] });
  const rights = ["asset.view", "overrides.manage", "access.explain"];
  keeper = await world.person(ada, "kim", { permissions: rights, folders: [summer] });
});
afterAll(() => world.end());

const set = (token: string, body: object) => world.call<{ id: string }>(token, "POST /v1/overrides", body);
const view = async (folder: string) => (await world.call(bea.token, `GET /v1/folders/${folder}`)).status;

const list = async (token: string, query = "") => {
  const answer = await world.call<{ items: { id: string }[] }>(token, `GET /v1/overrides${query}`);
  return answer.status === 200 ? answer.body.items.map((item) => item.id) : answer.status;
};

describe("overrides", () => {
  it("deny at a folder and below, until they are ended", async () => {
    const body = { user: bea.id, effect: "deny", permission: "asset.view", folder: summer };
    const answer = await set(keeper.token, body);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ ...body, from: null, until: null, givenBy: keeper.id });
    expect([await view(summer), await view(winter)]).toEqual([404, 200]);
    const ended = await world.call(keeper.token, `POST /v1/overrides/${answer.body.id}/end`, {
      reason: "ok",
    });
    expect(ended.status).toBe(200);
    expect(await view(summer)).toBe(200);
  });

  it("are set by who may, there and everywhere below, and never beyond his own rights", async () => {
    const deny = { user: bea.id, effect: "deny", permission: "asset.view" };
    expect((await set(keeper.token, deny)).body).toMatchObject({
      status: 403,
      permission: "overrides.manage",
    });
    expect((await set(bea.token, { ...deny, folder: winter })).body).toMatchObject({
      status: 403,
      code: "NO_GRANT",
      at: winter,
    });
    const allow = { user: bea.id, effect: "allow", permission: "asset.delete", folder: summer };
    expect((await set(keeper.token, allow)).body).toMatchObject({ status: 403, code: "BEYOND_OWN" });
  });

  it("that one may not read are missing, also where one sees the folder", async () => {
    const body = { user: keeper.id, effect: "deny", permission: "asset.edit", folder: winter };
    const { id } = must(await set(ada.token, body), 201);
    expect((await world.call(bea.token, `POST /v1/overrides/${id}/end`, {})).status).toBe(404);
  });

  it("of a permission that is not there are refused", async () => {
    const body = { user: bea.id, effect: "deny", permission: "asset.veiw", folder: summer };
    expect((await set(ada.token, body)).body).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
  });

  it("are listed at their folder to who may explain access there", async () => {
    const { id } = must(
      await set(ada.token, { user: bea.id, effect: "deny", permission: "*", folder: summer }),
      201,
    );
    expect(await list(keeper.token, `?at=${summer}`)).toEqual([id]);
    expect(await list(ada.token, `?user=${bea.id}`)).toEqual([id]);
    expect(await list(ada.token, `?at=${winter}`)).not.toContain(id);
    expect(await list(keeper.token)).toBe(403);
    expect(await list(keeper.token, `?at=${winter}`)).toBe(404);
  });
});
