import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let bea: Person;
let explainer: Person;
let summer: string;
let winter: string;

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  winter = await world.folder(ada, "Winter");
  bea = await world.person(ada, "bea", { permissions: ["asset.view"], folders: [summer] });
  explainer = await world.person(ada, "eve", {
    permissions: ["asset.view", "access.explain"],
    folders: [summer],
  });
});
afterAll(() => world.end());

const decide = (token: string, body: object) => world.call(token, "POST /v1/decisions", body);
const download = (at: string | null) => ({ permission: "asset.download", at });

describe("a decision about oneself", () => {
  it("says code and way to ask, without roles or people", async () => {
    const answer = await decide(bea.token, download(summer));
    expect(must(answer, 200)).toEqual({
      effect: "deny",
      code: "NO_GRANT",
      revision: expect.any(Number),
      user: bea.id,
      permission: "asset.download",
      at: summer,
      now: new Date(world.clock.now).toISOString(),
      sentence: 'You may not use asset.download on "Summer": no role gives it.',
      ask: { permissions: ["asset.download"], at: summer },
    });
  });

  it("where one sees nothing is the one 404", async () => {
    expect((await decide(bea.token, download(winter))).body).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
  });

  it("says all to who may explain access there", async () => {
    const answer = await decide(explainer.token, { permission: "asset.view", at: summer });
    expect(answer.body).toMatchObject({
      effect: "allow",
      code: "ROLE",
      by: [{ kind: "role", anchor: summer, until: null }],
      missed: [],
      fix: [],
    });
  });

  it("can be asked for another moment", async () => {
    const until = new Date(world.clock.now + 1000).toISOString();
    const roles = await world.call<{ items: { id: string; name: string }[] }>(ada.token, "GET /v1/roles");
    const role = roles.body.items.find(({ name }) => name === "Role of bea")?.id;
    must(
      await world.call(ada.token, "POST /v1/grants", { user: bea.id, role, folders: [winter], until }),
      201,
    );
    const view = { permission: "asset.view", at: winter };
    expect((await decide(bea.token, view)).body).toMatchObject({ effect: "allow" });
    expect((await decide(bea.token, { ...view, now: until })).body).toMatchObject({ effect: "deny" });
  });

  it("is about the key that is shown: what it cuts off is denied as that", async () => {
    const made = await world.call<{ token: string }>(bea.token, "POST /v1/keys", {
      name: "Narrow",
      permissions: ["web-api.use", "asset.download"],
    });
    const narrow = must(made, 201).token;
    expect((await decide(narrow, { permission: "asset.view", at: summer })).status).toBe(404);
    const wide = await world.call<{ token: string }>(ada.token, "POST /v1/keys", {
      name: "Views",
      permissions: ["asset.view"],
    });
    const answer = await decide(must(wide, 201).token, { permission: "asset.delete", at: summer });
    expect(answer.body).toMatchObject({ effect: "deny", code: "CREDENTIAL_SCOPE", user: ada.owner });
    expect(answer.body).not.toHaveProperty("by");
  });
});

describe("a decision about another", () => {
  it("is for who may explain access there, with causes and the smallest fix", async () => {
    const made = await world.call<{ id: string }>(ada.token, "POST /v1/roles", {
      name: "Downloader",
      permissions: ["asset.download"],
    });
    const answer = must(await decide(explainer.token, { ...download(summer), user: bea.id }), 200);
    expect(answer).toMatchObject({
      effect: "deny",
      code: "NO_GRANT",
      sentence: 'bea may not use asset.download on "Summer": no role gives it.',
      fix: [{ kind: "grant", user: bea.id, role: made.body.id, folders: [summer], asset: null }],
    });
    expect(answer["missed"]).toContainEqual(expect.objectContaining({ cause: "lacks-permission" }));
  });

  it("is refused to everybody else, and hidden where the place is", async () => {
    const about = { ...download(summer), user: ada.owner };
    expect((await decide(bea.token, about)).body).toMatchObject({
      status: 403,
      permission: "access.explain",
    });
    expect((await decide(explainer.token, { ...about, at: winter })).body).toMatchObject({ status: 404 });
    expect((await decide(explainer.token, { ...about, at: null })).body).toMatchObject({
      status: 403,
      permission: "access.explain",
      at: null,
    });
    expect(
      (await decide(ada.token, { permission: "users.manage", at: null, user: bea.id })).body,
    ).toMatchObject({
      effect: "deny",
      code: "NO_GRANT",
    });
  });
});

describe("a refusal", () => {
  it("is the decision: code, sentence and way to ask; in full to who may explain access there", async () => {
    const line = `DELETE /v1/folders/${summer}`;
    const told = await world.call(bea.token, line);
    expect(told.status).toBe(403);
    expect(told.body).toEqual({
      type: "urn:gatefold:problem:no-grant",
      title: "Refused",
      status: 403,
      code: "NO_GRANT",
      detail: 'You may not use folder.manage on "Summer": no role gives it.',
      permission: "folder.manage",
      at: summer,
      ask: { permissions: ["folder.manage"], at: summer },
    });
    const full = await world.call(explainer.token, line);
    expect(full.body).toMatchObject({ code: "NO_GRANT", by: [], fix: [] });
    expect(full.body["missed"]).toContainEqual(expect.objectContaining({ cause: "lacks-permission" }));
  });
});

describe("who", () => {
  it("may do this is answered to who may explain access there, by name", async () => {
    const line = `GET /v1/who?permission=asset.view&at=${summer}`;
    const answer = await world.call<{ items: { username: string; code: string }[] }>(explainer.token, line);
    expect(must(answer, 200).items).toEqual([
      expect.objectContaining({ username: "ada", code: "ALL_ACCESS" }),
      expect.objectContaining({ username: "bea", code: "ROLE" }),
      expect.objectContaining({ username: "eve", code: "ROLE" }),
    ]);
    expect((await world.call(bea.token, line)).status).toBe(403);
    expect((await world.call(explainer.token, "GET /v1/who?permission=users.manage")).status).toBe(403);
    expect((await world.call(ada.token, "GET /v1/who?permission=users.manage")).status).toBe(200);
  });

  it.each([
    ["a permission that is not there", "permission=asset.vieww", "There is no such permission."],
    ["a folder's, for the account", "permission=asset.view", "asked at a place"],
    ["the account's, at a folder", "permission=users.manage&at=SUMMER", "asked for the account"],
  ])("may do %s is a mistake, and not nobody", async (_what, query, hint) => {
    const answer = await world.call(ada.token, `GET /v1/who?${query.replace("SUMMER", summer)}`);
    expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
    expect(answer.text).toContain(hint);
  });
});
