import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStage, friday, monday, type Stage } from "../../test/tricks.ts";
import { createWorld, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** Ways to more than one's own rights by giving: each is tried and refused, and beside it what looks like it and is honest. */

let world: World;
let ada: Founded;
let stage: Stage;

/** What a lead of a folder has. */
const lead = ["asset.view", "grants.manage", "access.explain"];
const overriding = [...lead, "overrides.manage"];

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found("Aurora", { features: ["connectors"], limits: {} });
  stage = createStage(world, ada);
});
afterAll(() => world.end());

describe("by a grant", () => {
  test("a narrow key of an owner of all access gives no more than the key reaches", async () => {
    const [summer, winter] = [await stage.folder(), await stage.folder()];
    const bea = await stage.person();
    const narrow = await stage.keyOf(ada, {
      permissions: ["asset.view", "grants.manage", "access.explain"],
      folders: [summer],
    });
    const [viewer, deleter] = [await stage.role(["asset.view"]), await stage.role(["asset.delete"])];
    const give = (body: object) => stage.post(narrow, "grants", { user: bea.id, ...body });
    await stage.refused("BEYOND_OWN", () => give({ role: deleter, folders: [summer] }));
    await stage.refused("NOT_FOUND", () => give({ role: viewer, folders: [winter] }));
    await stage.refused("NO_GRANT", () => give({ role: viewer }));
    await stage.refused("BEYOND_OWN", () => give({ role: ada.role, folders: [summer] }));
    await stage.done(give({ role: viewer, folders: [summer] }));
  });

  test("two rights that end on Friday don't keep each other alive", async () => {
    const folder = await stage.folder();
    const [ann, bob] = [await stage.person(), await stage.person()];
    const role = await stage.role(lead);
    for (const { id } of [ann, bob]) {
      await stage.give({ user: id, role, folders: [folder], until: friday });
    }
    const again = (to: { id: string }, window: object) => ({
      user: to.id,
      role,
      folders: [folder],
      ...window,
    });
    const body = await stage.refused("BEYOND_OWN", () =>
      stage.post(ann, "grants", again(bob, { until: monday })),
    );
    expect(body).toMatchObject({ until: "2026-03-06T18:00:00.000Z" });
    await stage.refused("BEYOND_OWN", () => stage.post(bob, "grants", again(ann, {})));
    await stage.refused("BEYOND_OWN", () =>
      stage.post(ann, "grants", again(bob, { from: friday, until: monday })),
    );
    await stage.refused("BEYOND_OWN", () => stage.post(ann, "grants", again(ann, { until: monday })));
    await stage.done(stage.post(ann, "grants", again(bob, { until: friday })));
  });

  test("an end is a moment, whatever the zone it is written in", async () => {
    const folder = await stage.folder();
    const [ann, bea] = [await stage.person(), await stage.person()];
    await stage.give({ user: ann.id, role: await stage.role(lead), folders: [folder], until: friday });
    const role = await stage.role(["asset.view"]);
    const give = (until: string) =>
      stage.post(ann, "grants", { user: bea.id, role, folders: [folder], until });
    await stage.refused("BEYOND_OWN", () => give("2026-03-06T18:00:00-12:00"));
    await stage.refused("INVALID_REQUEST", () => give("2026-03-06T18:00:00"));
    await stage.done(give("2026-03-07T08:00:00+14:00"));
  });

  test("a window that ends before it begins, or a list of no folder, is no way to say always and everywhere", async () => {
    const folder = await stage.folder();
    const [ann, bea] = [await stage.person([lead, [folder]]), await stage.person()];
    const grant = { user: bea.id, role: await stage.role(["asset.view"]), folders: [folder] };
    await stage.refused("INVALID_REQUEST", () =>
      stage.post(ann, "grants", { ...grant, from: monday, until: friday }),
    );
    await stage.refused("INVALID_REQUEST", () =>
      stage.post(ann, "grants", { ...grant, from: friday, until: friday }),
    );
    await stage.refused("INVALID_REQUEST", () => stage.post(ann, "grants", { ...grant, folders: [] }));
    await stage.done(stage.post(ann, "grants", { ...grant, from: friday, until: monday }));
  });

  test("a list of folders whose last one is deleted reaches nowhere, not everywhere", async () => {
    const [folder, other] = [await stage.folder(), await stage.folder()];
    const bea = await stage.person([["asset.view"], [folder]]);
    const key = await stage.keyOf(ada, { folders: [folder] });
    expect(await stage.may(bea, "asset.view", folder)).toBe(true);
    await stage.done(world.call(ada.token, `DELETE /v1/folders/${folder}`));
    expect(await stage.may(bea, "asset.view", other)).toBe(false);
    expect((await world.call(key.token, `GET /v1/folders/${other}`)).status).toBe(404);
  });

  test("two who approve nothing don't make approvers of each other", async () => {
    const folder = await stage.folder();
    const [ann, bob] = [await stage.person([lead, [folder]]), await stage.person([lead, [folder]])];
    const approver = { role: await stage.role(["asset.approve"]), folders: [folder] };
    await stage.refused("BEYOND_OWN", () => stage.post(ann, "grants", { user: bob.id, ...approver }));
    await stage.refused("BEYOND_OWN", () => stage.post(bob, "grants", { user: ann.id, ...approver }));
    const picture = await stage.picture(folder);
    await stage.refused("NO_GRANT", () => stage.patch(ann, `assets/${picture}`, { approved: false }));
    const chief = await stage.person([[...lead, "asset.approve"], [folder]]);
    await stage.done(stage.post(chief, "grants", { user: bob.id, ...approver }));
    await stage.done(stage.patch(bob, `assets/${picture}`, { approved: false }));
  });

  test("what is given to nobody, to somebody suspended, or to no plan is given all the same", async () => {
    const folder = await stage.folder();
    const ann = await stage.person([lead, [folder]]);
    const asleep = await stage.person();
    await stage.done(stage.patch(ada, `users/${asleep.id}`, { status: "suspended" }));
    const deleter = await stage.role(["asset.view", "asset.delete"]);
    const unbooked = await stage.role(["asset.view", "asset.delete"], { feature: "vault" });
    const folders = [folder];
    const empty = await stage.group();
    await stage.refused("BEYOND_OWN", () =>
      stage.post(ann, "grants", { group: empty, role: deleter, folders }),
    );
    await stage.refused("BEYOND_OWN", () =>
      stage.post(ann, "grants", { user: asleep.id, role: deleter, folders }),
    );
    await stage.refused("BEYOND_OWN", () =>
      stage.post(ann, "grants", { user: ann.id, role: unbooked, folders }),
    );
    const viewer = await stage.role(["asset.view"], { feature: "vault" });
    await stage.done(stage.post(ann, "grants", { group: empty, role: viewer, folders }));
  });

  test("what waits for a need is not woken by giving only that", async () => {
    const folder = await stage.folder();
    const ann = await stage.person([lead, [folder]]);
    const waiting = await stage.person([["asset.delete"], [folder]]);
    const viewer = { role: await stage.role(["asset.view"]), folders: [folder] };
    const body = await stage.refused("BEYOND_OWN", () =>
      stage.post(ann, "grants", { user: waiting.id, ...viewer }),
    );
    expect(body).toMatchObject({ permission: "asset.delete" });
    const other = await stage.person();
    await stage.done(stage.post(ann, "grants", { user: other.id, ...viewer }));
  });
});

describe("by an override", () => {
  test("a nearer allow does not lift a deny that stands where one writes none", async () => {
    const folder = await stage.folder();
    const lea = await stage.person([overriding, [folder]]);
    const [carl, dana] = [
      await stage.person([["asset.view"], [folder]]),
      await stage.person([["asset.view"], [folder]]),
    ];
    await stage.deny({ user: carl.id, permission: "asset.view" });
    const allow = (user: string) =>
      stage.post(lea, "overrides", { user, effect: "allow", permission: "asset.view", folder });
    await stage.refused("RIGHT_MISSING", () => allow(carl.id));
    expect(await stage.may(carl, "asset.view", folder)).toBe(false);
    await stage.done(allow(dana.id));
    await stage.deny({ user: dana.id, permission: "asset.view", folder: await stage.folder(folder) });
    await stage.done(allow(dana.id));
  });

  test("nobody ends a deny on himself, or lifts it by a nearer allow", async () => {
    const folder = await stage.folder();
    const inner = await stage.folder(folder);
    const lea = await stage.person([[...overriding, "asset.delete"], [inner]]);
    const deny = await stage.deny({ user: lea.id, permission: "asset.delete", folder });
    await stage.refused("NOT_FOUND", () => stage.post(lea, `overrides/${deny}/end`, {}));
    await stage.refused("BEYOND_OWN", () =>
      stage.post(lea, "overrides", {
        user: lea.id,
        effect: "allow",
        permission: "asset.delete",
        folder: inner,
      }),
    );
    await stage.done(
      stage.post(lea, "overrides", {
        user: lea.id,
        effect: "deny",
        permission: "asset.view",
        folder: await stage.folder(inner),
      }),
    );
  });

  test("an allow of everything gives no more than its writer has", async () => {
    const folder = await stage.folder();
    const lea = await stage.person([overriding, [folder]]);
    const everything = (user: string, effect: string) =>
      stage.post(lea, "overrides", { user, effect, permission: "*", folder });
    await stage.refused("BEYOND_OWN", () => everything(lea.id, "allow"));
    const bea = await stage.person();
    await stage.refused("BEYOND_OWN", () => everything(bea.id, "allow"));
    await stage.done(everything(bea.id, "deny"));
  });

  test("an allow with a window does not outlive its writer's right", async () => {
    const folder = await stage.folder();
    const [ann, bea] = [await stage.person(), await stage.person()];
    await stage.give({ user: ann.id, role: await stage.role(overriding), folders: [folder], until: friday });
    const allow = (window: object) =>
      stage.post(ann, "overrides", {
        user: bea.id,
        effect: "allow",
        permission: "asset.view",
        folder,
        ...window,
      });
    await stage.refused("BEYOND_OWN", () => allow({ until: monday }));
    await stage.refused("BEYOND_OWN", () => allow({}));
    await stage.done(allow({ until: friday }));
  });
});
