import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStage, friday, monday, type Stage } from "../../test/tricks.ts";
import { createWorld, must, type Answer, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** Ways to more than one's own rights by keys, by asking, and by being quick: each is tried and refused, and its honest twin is not. */

let world: World;
let ada: Founded;
let stage: Stage;

const lead = ["asset.view", "grants.manage", "access.explain"];

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  stage = createStage(world, ada);
});
afterAll(() => world.end());

describe("by a key", () => {
  test("one that is cut down makes none that reaches further or lives longer", async () => {
    const [folder, other] = [await stage.folder(), await stage.folder()];
    const below = await stage.folder(folder);
    const scope = { permissions: ["asset.*", "web-api.use"], folders: null, until: friday };
    const cut = await stage.keyOf(ada, scope);
    const make = (body: object, by = cut) => stage.post(by, "keys", { name: "Next", ...scope, ...body });
    await stage.refused("BEYOND_OWN", () => make({ until: null }));
    await stage.refused("BEYOND_OWN", () => make({ until: monday }));
    await stage.refused("BEYOND_OWN", () => make({ permissions: null }));
    await stage.refused("BEYOND_OWN", () => make({ permissions: ["asset.view", "grants.manage"] }));
    await stage.done(make({ permissions: ["asset.view", "web-api.use"], folders: [below] }));
    const local = await stage.keyOf(ada, { folders: [folder] });
    expect(
      (await stage.post(local, "keys", { name: "Next", folders: [other] })).status,
    ).toBeGreaterThanOrEqual(400);
    expect((await stage.post(local, "keys", { name: "Next" })).status).toBe(403);
  });

  test("one that is rolled gives its new secret to nobody who could not have made it", async () => {
    const keeper = await stage.person([["keys.manage"]]);
    const bea = await stage.person([lead]);
    const [robot, strong] = await Promise.all(
      ["robot", "strong"].map((username) =>
        stage.made("users", { username, name: username, kind: "service" }),
      ),
    );
    await stage.give({ user: strong, role: await stage.role(["asset.delete", "asset.view"]) });
    const keyFor = (owner: string | undefined, by: { token: string } = ada) => stage.keyOf(by, { owner });
    const [ofAda, ofBea, ofRobot, ofStrong] = [
      await keyFor(ada.owner),
      await keyFor(bea.id),
      await keyFor(robot),
      await keyFor(strong),
    ];
    const cut = await stage.keyOf(ada, { permissions: ["web-api.use", "keys.manage"] });
    const roll = (key: { id: string }, by: { token: string } = keeper) =>
      stage.post(by, `keys/${key.id}/roll`, {});
    await stage.refused("ALL_ACCESS_NEEDED", () => roll(ofAda));
    await stage.refused("ALL_ACCESS_NEEDED", () => roll(ofBea));
    await stage.refused("BEYOND_OWN", () => roll(ofStrong));
    await stage.refused("BEYOND_OWN", () => roll(ofAda, cut));
    await stage.refused("NOT_FOUND", () => roll(ofAda, bea));
    await stage.done(roll(ofRobot));
    await stage.done(roll(ofBea, bea));
  });

  test("nobody makes a key for another person, or for a service that may more", async () => {
    const keeper = await stage.person([["keys.manage", "users.manage", "asset.view"]]);
    const bea = await stage.person();
    const service = (
      await stage.done(stage.post(keeper, "users", { username: "import", name: "Import", kind: "service" }))
    ).id;
    const make = (owner: string) => stage.post(keeper, "keys", { name: "Another's", owner });
    await stage.refused("ALL_ACCESS_NEEDED", () => make(bea.id));
    await stage.refused("ALL_ACCESS_NEEDED", () => make(ada.owner));
    await stage.done(make(service));
    await stage.give({ user: service, role: await stage.role(["asset.view", "asset.delete"]) });
    await stage.refused("BEYOND_OWN", () => make(service));
  });

  test("one opens nothing once it, its owner or his right to use the API is gone", async () => {
    const bea = await stage.person([["asset.view"]]);
    const [first, second] = [await stage.keyOf(bea, {}), await stage.keyOf(bea, { until: friday })];
    const looks = async (key: { token: string }) => (await world.call(key.token, "GET /v1/me")).status;
    expect([await looks(first), await looks(second)]).toEqual([200, 200]);
    must(await world.call(bea.token, `DELETE /v1/keys/${first.id}`), 204);
    expect(await looks(first)).toBe(401);
    await stage.refused("UNAUTHENTICATED", () => stage.post(first, "keys", { name: "From the grave" }));
    world.clock.now = Date.parse(friday);
    expect(await looks(second)).toBe(401);
    expect(await looks(bea)).toBe(200);
    world.clock.now = Date.UTC(2026, 2, 1, 9);
    await stage.deny({ user: bea.id, permission: "web-api.use" });
    expect(await looks(bea)).toBe(403);
  });
});

describe("by asking", () => {
  test("a preview tells no more than the change would, be the thing hidden or missing", async () => {
    const [mine, hidden] = [await stage.folder(), await stage.folder()];
    const leader = await stage.person([[...lead, "folder.manage"], [mine]]);
    const role = await stage.role(["asset.view"]);
    const tries = (folder: string) => [
      { operation: "grants.give", body: { user: leader.id, role, folders: [folder] } },
      { operation: "folders.change", path: { folder }, body: { restricted: true } },
      { operation: "folders.change", path: { folder: mine }, body: { parent: folder } },
      {
        operation: "overrides.set",
        body: { user: leader.id, effect: "deny", permission: "asset.view", folder },
      },
    ];
    const answers = (folder: string) =>
      Promise.all(
        tries(folder).map(async (body) => {
          const { status, text } = await world.call(leader.token, "POST /v1/previews", body);
          return { status, text: text.replaceAll(/"(req_\w+|ref\w*)"/g, '""').replaceAll(folder, "FOLDER") };
        }),
      );
    expect(await answers(hidden)).toEqual(await answers("fld_nothing"));
    const own = await world.call(leader.token, "POST /v1/previews", tries(mine)[0]);
    expect(own.status).toBe(200);
  });

  test("what one could read yesterday is not read by asking as of then", async () => {
    const folder = await stage.folder();
    const bea = await stage.person();
    const grant = await stage.give({ user: bea.id, role: await stage.role(lead), folders: [folder] });
    const { revision } = must(
      await world.call<{ revision: number }>(ada.token, "POST /v1/decisions", {
        permission: "asset.view",
        at: folder,
      }),
      200,
    );
    const ask = () =>
      world.call(bea.token, "POST /v1/decisions", {
        user: ada.owner,
        permission: "asset.view",
        at: folder,
        asOf: revision,
      });
    await stage.done(ask());
    await stage.done(stage.post(ada, `grants/${grant}/end`, {}));
    await stage.refused("NOT_FOUND", ask);
    await stage.refused("NOT_FOUND", () =>
      world.call(bea.token, `GET /v1/who?permission=asset.view&at=${folder}&asOf=${revision}`),
    );
  });

  test("another's name for a write does not answer with what that one did", async () => {
    const folder = await stage.folder();
    const bea = await stage.person();
    const create = (by: { token: string }, name: string) =>
      world.call(
        by.token,
        "POST /v1/folders",
        { parent: folder, name },
        { "idempotency-key": "a-name-of-adas" },
      );
    const first = await stage.done(create(ada, "Named"));
    await stage.refused("NOT_FOUND", () => create(bea, "Named"));
    expect(await stage.done(create(ada, "Named"))).toEqual(first);
  });

  test("an old entity tag changes nothing after somebody else has", async () => {
    const role = await stage.role(["asset.view"]);
    const line = `/v1/roles/${role}`;
    const etag = (await world.call(ada.token, `GET ${line}`)).headers.get("etag") ?? "";
    const replace = (permissions: string[]) =>
      world.call(ada.token, `PUT ${line}`, { name: `Tagged ${role}`, permissions }, { "if-match": etag });
    await stage.done(replace([]));
    await stage.refused("PRECONDITION_FAILED", () => replace(["asset.view", "asset.delete"]));
  });

  test("a preview is no promise: what its maker lost meanwhile, he does not give by its hash", async () => {
    const folder = await stage.folder();
    const leader = await stage.person();
    const own = await stage.give({ user: leader.id, role: await stage.role(lead), folders: [folder] });
    const body = {
      user: (await stage.person()).id,
      role: await stage.role(["asset.view"]),
      folders: [folder],
    };
    const preview = { operation: "grants.give", body };
    const shown = await stage.done(world.call<{ hash: string }>(leader.token, "POST /v1/previews", preview));
    const commit = () =>
      world.call(leader.token, "POST /v1/grants", body, { "gatefold-preview": shown.hash });
    await stage.done(stage.post(ada, `grants/${own}/end`, {}));
    await stage.refused("NOT_FOUND", commit);
    await stage.give({ user: leader.id, role: await stage.role(lead), folders: [folder] });
    await stage.done(commit());
  });
});

const revisionOf = ({ headers }: Answer<object>) => Number(headers.get("gatefold-revision"));

describe("by being quick", () => {
  test("who gives while his right is taken gave before, or not at all", async () => {
    const folder = await stage.folder();
    const viewer = await stage.role(["asset.view"]);
    const role = await stage.role(lead);
    for (let round = 0; round < 6; round += 1) {
      const [leader, friend] = [await stage.person(), await stage.person()];
      const own = await stage.give({ user: leader.id, role, folders: [folder] });
      const give = () => stage.post(leader, "grants", { user: friend.id, role: viewer, folders: [folder] });
      const end = () => stage.post(ada, `grants/${own}/end`, {});
      const first = round % 2 === 0 ? give() : end();
      const second = round % 2 === 0 ? end() : give();
      const answers: readonly Answer<object>[] = await Promise.all([first, second]);
      const [given, ended] = (round % 2 === 0 ? answers : answers.toReversed()) as [
        Answer<object>,
        Answer<object>,
      ];
      const isLate = given.status < 400 && revisionOf(given) > revisionOf(ended);
      expect(isLate).toBe(false);
      expect((await give()).status).toBe(404);
    }
  });

  test("of two who take all access from each other at once, one keeps it", async () => {
    const pair = await world.found("Pair");
    const call = (token: string, line: string, body: object) =>
      world.call<{ id: string; token: string }>(token, line, body);
    const other = must(await call(pair.token, "POST /v1/users", { username: "bob", name: "Bob" }), 201).id;
    const given = must(await call(pair.token, "POST /v1/grants", { user: other, role: pair.role }), 201).id;
    const key = must(await call(pair.token, "POST /v1/keys", { name: "Bob's", owner: other }), 201).token;
    const { items } = must(
      await world.call<{ items: { id: string }[] }>(pair.token, `GET /v1/grants?user=${pair.owner}`),
      200,
    );
    const ends = await Promise.all([
      call(pair.token, `POST /v1/grants/${given}/end`, {}),
      call(key, `POST /v1/grants/${items[0]?.id}/end`, {}),
    ]);
    const lost = ends.filter(({ status }) => status >= 400);
    expect(lost).toHaveLength(1);
  });
});
