import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStage, type Stage } from "../../test/tricks.ts";
import { createWorld, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** Ways to more than one's own rights by where things lie: each is tried and refused, and beside it what is honest. */

let world: World;
let ada: Founded;
let stage: Stage;

/** What somebody has who runs a folder, but for what he would gain. */
const running = [
  "asset.view",
  "asset.create",
  "asset.edit",
  "asset.delete",
  "folder.create",
  "folder.manage",
];

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  stage = createStage(world, ada);
});
afterAll(() => world.end());

describe("by a restriction", () => {
  test("it is cleared by nobody who lacks what would come in", async () => {
    const outer = await stage.folder();
    const inner = await stage.folder(outer, { restricted: true });
    const keeper = await stage.person([running, [inner]]);
    const open = (by: { token: string }) => stage.patch(by, `folders/${inner}`, { restricted: false });
    await stage.person([["asset.download", "asset.view"], [outer]]);
    await stage.refused("BEYOND_OWN", () => open(keeper));
    await stage.done(open(await stage.person([[...running, "asset.download"], [inner]])));
  });

  test("a folder is not moved out from behind it", async () => {
    const outer = await stage.folder();
    const wall = await stage.folder(outer, { restricted: true });
    const inner = await stage.folder(wall);
    await stage.person([["asset.view", "asset.download"], [outer]]);
    const keeper = await stage.person([running, [wall]], [running, [outer]]);
    await stage.refused("BEYOND_OWN", () => stage.patch(keeper, `folders/${inner}`, { parent: outer }));
    const aside = await stage.folder(wall);
    await stage.done(stage.patch(keeper, `folders/${inner}`, { parent: aside }));
  });

  test("a collection does not reach behind it, and is not moved there to do so", async () => {
    const outer = await stage.folder();
    const wall = await stage.folder(outer, { restricted: true });
    const home = await stage.folder(outer);
    const picture = await stage.picture(wall);
    const bea = await stage.person();
    const collection = await stage.made("collections", { folder: home, name: "Set", assets: [picture] });
    await stage.give({ user: bea.id, role: await stage.role(["asset.view"]), collection });
    expect(await stage.may(bea, "asset.view", picture)).toBe(false);
    const mover = await stage.person(
      [["folder.manage", "folder.create", "asset.create", "asset.delete", "asset.view"], [outer]],
      [["folder.create", "asset.create"], [wall]],
    );
    await stage.refused("BEYOND_OWN", () => stage.patch(mover, `folders/${home}`, { parent: wall }));
    expect(await stage.may(bea, "asset.view", picture)).toBe(false);
    await stage.done(stage.patch(mover, `folders/${home}`, { parent: await stage.folder(outer) }));
  });
});

describe("by a move", () => {
  test("a picture is not taken to where its mover holds more", async () => {
    const [source, target, other] = [await stage.folder(), await stage.folder(), await stage.folder()];
    const picture = await stage.picture(source);
    const mover = await stage.person(
      [running, [source]],
      [[...running, "asset.download"], [target]],
      [running, [other]],
    );
    const to = (folder: string) => stage.patch(mover, `assets/${picture}`, { folder });
    const body = await stage.refused("BEYOND_OWN", () => to(target));
    expect(body).toMatchObject({ permission: "asset.download" });
    await stage.done(to(other));
  });

  test("a folder is not taken to where its mover, or somebody else, holds more", async () => {
    const [source, target, other] = [await stage.folder(), await stage.folder(), await stage.folder()];
    const [one, two] = [await stage.folder(source), await stage.folder(source)];
    const mover = await stage.person([running, [source]], [running, [target]], [running, [other]]);
    await stage.person([["asset.view", "asset.download"], [target]]);
    const to = (folder: string, parent: string) => stage.patch(mover, `folders/${folder}`, { parent });
    await stage.refused("BEYOND_OWN", () => to(one, target));
    await stage.done(to(two, other));
  });

  test("a folder that a role is narrowed to does not bring others under the role", async () => {
    const [given, another] = [await stage.folder(), await stage.folder()];
    const role = await stage.role(["asset.view", "asset.download"], { folders: [given] });
    const holder = await stage.person();
    await stage.give({ user: holder.id, role });
    const mover = await stage.person([running, [given]], [running, [another]]);
    await stage.refused("BEYOND_OWN", () => stage.patch(mover, `folders/${another}`, { parent: given }));
    expect(await stage.may(holder, "asset.view", another)).toBe(false);
    const all = await stage.person(
      [[...running, "asset.download"], [given]],
      [[...running, "asset.download"], [another]],
    );
    await stage.done(stage.patch(all, `folders/${another}`, { parent: given }));
  });

  test("what a deny keeps is not taken out from under it, nor its folder deleted around it", async () => {
    const top = await stage.folder();
    const [denied, free] = [await stage.folder(top), await stage.folder(top)];
    const inner = await stage.folder(denied);
    const picture = await stage.picture(denied);
    const mover = await stage.person([[...running, "asset.download"], [top]]);
    const other = await stage.person([[...running, "asset.download"], [top]]);
    await stage.deny({ user: mover.id, permission: "asset.download", folder: denied });
    for (const by of [mover, other]) {
      const code = by === mover ? "BEYOND_OWN" : "RIGHT_MISSING";
      await stage.refused(code, () => stage.patch(by, `assets/${picture}`, { folder: free }));
      await stage.refused(code, () => stage.patch(by, `folders/${inner}`, { parent: free }));
    }
    await stage.refused("NOT_EMPTY", () => world.call(other.token, `DELETE /v1/folders/${denied}`));
    await stage.done(stage.patch(mover, `assets/${picture}`, { folder: inner }));
  });

  test("nothing leaves its workspace by who holds less than all access, and nothing takes its wall away", async () => {
    const [first, second] = [
      await stage.folder(ada.root, { workspace: true }),
      await stage.folder(ada.root, { workspace: true }),
    ];
    const inner = await stage.folder(first);
    const picture = await stage.picture(first);
    const both = await stage.person([[...running, "workspace.create", "asset.download"]]);
    await stage.refused("ALL_ACCESS_NEEDED", () => stage.patch(both, `folders/${inner}`, { parent: second }));
    await stage.refused("ALL_ACCESS_NEEDED", () =>
      stage.patch(both, `assets/${picture}`, { folder: second }),
    );
    await stage.refused("ALL_ACCESS_NEEDED", () =>
      stage.patch(both, `folders/${first}`, { workspace: false }),
    );
    await stage.done(stage.patch(both, `assets/${picture}`, { folder: inner }));
    const moved = await stage.done(stage.patch(ada, `assets/${picture}`, { folder: second }));
    expect(moved).toMatchObject({ approved: false });
  });

  test("a folder becomes no workspace by who lacks what only workspaces have", async () => {
    const folder = await stage.folder();
    const maker = await stage.person([[...running, "workspace.create"]]);
    const full = await stage.person([
      [...running, "workspace.create", "team.view", "workspace.edit", "insights.view"],
    ]);
    const wall = (by: { token: string }) => stage.patch(by, `folders/${folder}`, { workspace: true });
    await stage.refused("BEYOND_OWN", () => wall(maker));
    await stage.done(wall(full));
  });
});
