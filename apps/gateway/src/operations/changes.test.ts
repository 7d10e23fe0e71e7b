import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createStage, friday, type Stage } from "../../test/tricks.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { sendBytes, type Shown, upload } from "../../test/uploads.ts";
import { type Answer, createWorld, must, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

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

const revisionOf = ({ headers }: Answer<object>) => Number(headers.get("gatefold-revision"));
const undo = (by: { readonly token: string }, change: number) =>
  world.call<{ undone: string; entries: number }>(by.token, `POST /v1/changes/${change}/undo`);

/** Everything that there is, but for what each write makes anew: ids of grants and overrides, and who gave them. */
async function picture(): Promise<string> {
  const { state } = await world.store.journal.load(ada.account);
  const kinds = [
    "account",
    "folder",
    "asset",
    "collection",
    "role",
    "group",
    "user",
    "key",
    "connection",
  ] as const;
  const rows = kinds.map((kind) => [...state.all(kind)].map((row) => JSON.stringify(row)).toSorted());
  const given = [...state.all("grant"), ...state.all("override")].map((row) =>
    JSON.stringify({ ...row, id: "", givenBy: "" }),
  );
  return JSON.stringify([rows, given.toSorted()]);
}

describe("a change that is undone", () => {
  it.each<[string, () => Promise<() => Promise<Answer<object>>>]>([
    [
      "a grant, given",
      async () => {
        const body = { user: (await stage.person()).id, role: await stage.role(lead), until: friday };
        return () => stage.post(ada, "grants", body);
      },
    ],
    [
      "a grant, ended",
      async () => {
        const user = (await stage.person()).id;
        const grant = await stage.give({ user, role: await stage.role(lead), reason: "Covers" });
        return () => stage.post(ada, `grants/${grant}/end`, { reason: "Over" });
      },
    ],
    [
      "an override, ended",
      async () => {
        const override = await stage.deny({ user: (await stage.person()).id, permission: "asset.view" });
        return () => stage.post(ada, `overrides/${override}/end`, {});
      },
    ],
    [
      "a role, replaced",
      async () => {
        const role = await stage.role(lead);
        return () => world.call(ada.token, `PUT /v1/roles/${role}`, { name: `Other ${role}` });
      },
    ],
    [
      "a role, deleted with its holders moved",
      async () => {
        const [role, other] = [await stage.role(lead), await stage.role(["asset.view"])];
        await stage.give({ user: (await stage.person()).id, role, folders: [ada.root] });
        return () => world.call(ada.token, `DELETE /v1/roles/${role}?replacement=${other}`);
      },
    ],
    [
      "a folder, renamed, moved and restricted at once",
      async () => {
        const [folder, parent] = [await stage.folder(), await stage.folder()];
        return () =>
          stage.patch(ada, `folders/${folder}`, { name: `Else ${folder}`, parent, restricted: true });
      },
    ],
    [
      "a folder, deleted with what named it",
      async () => {
        const [folder, other] = [await stage.folder(), await stage.folder()];
        const role = await stage.role(["asset.view"], { folders: [folder, other] });
        const bea = await stage.person([["asset.view"], [folder, other]]);
        await stage.give({ user: bea.id, role });
        await stage.deny({ user: bea.id, permission: "asset.edit", folder });
        return () => world.call(ada.token, `DELETE /v1/folders/${folder}`);
      },
    ],
    [
      "a picture, moved out of its workspace",
      async () => {
        const [from, to] = [await stage.folder(ada.root, { workspace: true }), await stage.folder()];
        const asset = await stage.picture(from);
        return () => stage.patch(ada, `assets/${asset}`, { folder: to });
      },
    ],
    [
      "a picture, deleted with what was shared of it",
      async () => {
        const folder = await stage.folder();
        const asset = await stage.picture(folder);
        await stage.made("collections", { folder, name: "Set", assets: [asset] });
        await stage.give({ user: (await stage.person()).id, role: await stage.role(lead), asset });
        return () => world.call(ada.token, `DELETE /v1/assets/${asset}`);
      },
    ],
    [
      "a collection, deleted",
      async () => {
        const folder = await stage.folder();
        const asset = await stage.picture(folder);
        const collection = await stage.made("collections", { folder, name: "Gone", assets: [asset] });
        await stage.give({ user: (await stage.person()).id, role: await stage.role(lead), collection });
        return () => world.call(ada.token, `DELETE /v1/collections/${collection}`);
      },
    ],
    [
      "a group, changed",
      async () => {
        const [bea, ivo] = [await stage.person(), await stage.person()];
        const group = await stage.group(bea);
        const body = { name: `Other ${group}`, add: [ivo.id], remove: [bea.id] };
        return () => stage.patch(ada, `groups/${group}`, body);
      },
    ],
    [
      "a group, deleted",
      async () => {
        const group = await stage.group(await stage.person());
        await stage.give({ group, role: await stage.role(lead) });
        return () => world.call(ada.token, `DELETE /v1/groups/${group}`);
      },
    ],
    [
      "a person, renamed and suspended",
      async () => {
        const { id } = await stage.person();
        return () => stage.patch(ada, `users/${id}`, { name: "Other", status: "suspended" });
      },
    ],
    ["a key, made", async () => () => stage.post(ada, "keys", { name: "Short" })],
  ])("leaves all as it was: %s", async (_what, prepare) => {
    const change = await prepare();
    const before = await picture();
    const made = await change();
    expect(made.status).toBeLessThan(300);
    const after = await picture();
    expect(after).not.toBe(before);
    const undone = await undo(ada, revisionOf(made));
    expect(undone.text).toContain('"undone"');
    expect(await picture()).toBe(before);
  });

  it("is so though somebody called the thing as a forgotten text is called", async () => {
    const role = await stage.role(lead, { name: "(erased)" });
    const deleted = revisionOf(await world.call(ada.token, `DELETE /v1/roles/${role}`));
    must(await undo(ada, deleted), 200);
    expect((await world.call(ada.token, `GET /v1/roles/${role}`)).body).toMatchObject({ name: "(erased)" });
    const bea = await stage.person();
    const body = { user: bea.id, role, reason: "For Bea" };
    const ended = revisionOf(await stage.post(ada, `grants/${await stage.give(body)}/end`, {}));
    must(await world.call(ada.token, `DELETE /v1/users/${bea.id}`), 200);
    await stage.refused("NOT_UNDOABLE", () => undo(ada, ended));
  });

  it("is told by its entries, can be undone itself, and the journal is whole", async () => {
    const folder = await stage.folder();
    const renamed = await stage.patch(ada, `folders/${folder}`, { name: "Renamed" });
    const first = await undo(ada, revisionOf(renamed));
    const { undone, entries } = must(first, 200);
    expect(entries).toBe(1);
    const after = `GET /v1/journal?after=${revisionOf(renamed)}`;
    const { items } = must(
      await world.call<{ items: { change: string; event: object }[] }>(ada.token, after),
      200,
    );
    expect(items.map(({ event }) => event)).toEqual([
      { type: "change.undone", change: undone },
      expect.objectContaining({ type: "folder.renamed", id: folder }),
    ]);
    must(await undo(ada, revisionOf(first)), 200);
    const shown = must(await world.call(ada.token, `GET /v1/folders/${folder}`), 200);
    expect(shown).toMatchObject({ name: "Renamed" });
    expect(await world.store.journal.verify(ada.account)).toMatchObject({ ok: true });
  });

  it("can be tried first, and is then made only as it was shown", async () => {
    const [bea, folder] = [await stage.person(), await stage.folder()];
    const role = await stage.role(["asset.view"]);
    const grant = await stage.give({ user: bea.id, role, folders: [folder] });
    const ended = revisionOf(await stage.post(ada, `grants/${grant}/end`, {}));
    const preview = await world.call<{ hash: string; rows: object[] }>(ada.token, "POST /v1/previews", {
      operation: "changes.undo",
      path: { change: String(ended) },
    });
    const { hash, rows } = must(preview, 200);
    expect(rows).toMatchObject([{ effect: "gains", users: [bea.id], permissions: ["asset.view"] }]);
    const commit = () =>
      world.call(ada.token, `POST /v1/changes/${ended}/undo`, undefined, { "gatefold-preview": hash });
    await stage.deny({ user: bea.id, permission: "asset.view" });
    await stage.refused("PREVIEW_STALE", commit);
  });
});

describe("a change is not undone", () => {
  it("once any of it was changed again", async () => {
    const folder = await stage.folder();
    const first = revisionOf(await stage.patch(ada, `folders/${folder}`, { name: "First" }));
    const second = revisionOf(await stage.patch(ada, `folders/${folder}`, { name: "Second" }));
    await stage.refused("OVERTAKEN", () => undo(ada, first));
    must(await undo(ada, second), 200);
    must(await undo(ada, first), 200);
    await stage.refused("OVERTAKEN", () => undo(ada, first));
  });

  it("where something else stands in its place by now", async () => {
    const [folder, parent] = [await stage.folder(), await stage.folder()];
    const moved = revisionOf(await stage.patch(ada, `folders/${folder}`, { name: "Taken", parent }));
    const { name } = must(await world.call<{ name: string }>(ada.token, `GET /v1/folders/${folder}`), 200);
    expect(name).toBe("Taken");
    const renamed = revisionOf(await stage.patch(ada, `folders/${folder}`, { name: "Free" }));
    must(await stage.post(ada, "folders", { parent, name: "Taken" }), 201);
    await stage.refused("NAME_TAKEN", () => undo(ada, renamed));
    const made = revisionOf(await stage.post(ada, "folders", { parent: ada.root, name: "Filled" }));
    const { items } = must(
      await world.call<{ items: { id: string; name: string }[] }>(
        ada.token,
        `GET /v1/folders?parent=${ada.root}&limit=200`,
      ),
      200,
    );
    await stage.folder(items.find((row) => row.name === "Filled")?.id);
    await stage.refused("NOT_EMPTY", () => undo(ada, made));
    expect(moved).toBeLessThan(renamed);
  });

  it("where nothing takes it back", async () => {
    const person = revisionOf(await stage.post(ada, "users", { username: "stays", name: "Stays" }));
    await stage.refused("NOT_UNDOABLE", () => undo(ada, person));
    await stage.refused("NOT_UNDOABLE", () => undo(ada, 1));
    const { id } = await stage.keyOf(ada, {});
    const revoked = revisionOf(await world.call(ada.token, `DELETE /v1/keys/${id}`));
    await stage.refused("NOT_UNDOABLE", () => undo(ada, revoked));
    await stage.refused("NOT_FOUND", () => undo(ada, 1_000_000));
  });

  it("to a stranger to it before anything is folded for him", async () => {
    const renamed = revisionOf(await stage.patch(ada, `folders/${await stage.folder()}`, { name: "Theirs" }));
    const stranger = await stage.person([["folder.manage", "asset.view"]]);
    const { pasts } = world.running.gateway.services;
    const of = pasts.of.bind(pasts);
    Object.assign(pasts, { of: () => expect.fail("The past was folded.") });
    await stage.refused("NOT_FOUND", () => undo(stranger, renamed));
    Object.assign(pasts, { of });
  });

  it("by somebody else who may not read the journal, or its maker where he sees it no longer", async () => {
    const folder = await stage.folder();
    const [ann, bob] = [await stage.person(), await stage.person([["audit.export"]])];
    const own = await stage.give({
      user: ann.id,
      role: await stage.role(["folder.manage", "asset.view"]),
      folders: [folder],
    });
    const renamed = revisionOf(await stage.patch(ann, `folders/${folder}`, { name: "Ann's" }));
    const other = await stage.person([["folder.manage", "asset.view"]]);
    await stage.refused("NOT_FOUND", () => undo(other, renamed));
    await stage.refused("RIGHT_MISSING", () => undo(bob, renamed));
    await stage.done(stage.post(ada, `grants/${own}/end`, {}));
    await stage.refused("NOT_FOUND", () => undo(ann, renamed));
  });
});

describe("undoing is no way to more than one's own rights", () => {
  test("who took something away gives it back only while he holds it himself", async () => {
    const [folder, bea] = [await stage.folder(), await stage.person()];
    const [leader, wide] = [
      await stage.person([lead, [folder]]),
      await stage.role(["asset.view", "asset.delete"]),
    ];
    const narrow = await stage.role(["asset.view"]);
    const [more, less] = [
      await stage.give({ user: bea.id, role: wide, folders: [folder] }),
      await stage.give({ user: bea.id, role: narrow, folders: [folder] }),
    ];
    const end = async (grant: string) => revisionOf(await stage.post(leader, `grants/${grant}/end`, {}));
    const [endOfMore, endOfLess] = [await end(more), await end(less)];
    await stage.refused("BEYOND_OWN", () => undo(leader, endOfMore));
    must(await undo(leader, endOfLess), 200);
  });

  test("bytes that nobody approved come back unapproved, but by who may approve them", async () => {
    const folder = await stage.folder();
    const eli = await stage.person([["asset.view", "asset.create", "asset.edit"], [folder]]);
    const { id } = await upload(world, eli.token, folder, "eli.png", await samplePicture({ hue: 1 }));
    const swap = async (by: { readonly token: string }, hue: number) =>
      sendBytes<Shown>(world, by.token, `PUT /v1/assets/${id}/content`, await samplePicture({ hue }));
    const isApproved = async () => (await world.call<Shown>(ada.token, `GET /v1/assets/${id}`)).body.approved;
    const approve = (approved: boolean) => stage.patch(ada, `assets/${id}`, { approved });
    expect(must(await swap(eli, 2), 200).approved).toBe(false);
    expect(await isApproved()).toBe(false);
    const swapped = revisionOf(await swap(eli, 3));
    await stage.done(approve(true));
    must(await undo(eli, swapped), 200);
    expect(await isApproved()).toBe(false);
    await stage.done(approve(true));
    expect(must(await swap(ada, 4), 200).approved).toBe(true);
  });

  test("nobody gets back what was taken from him, though he may undo the change", async () => {
    const folder = await stage.folder();
    const una = await stage.person([["users.manage", "audit.export"]]);
    const group = await stage.group(una);
    await stage.give({ group, role: await stage.role(lead), folders: [folder] });
    const out = revisionOf(await stage.patch(ada, `groups/${group}`, { remove: [una.id] }));
    await stage.refused("BEYOND_OWN", () => undo(una, out));
    must(await undo(ada, out), 200);
  });

  test("a restriction, a deny and a wall come back by any who may, and go by none who may not", async () => {
    const outer = await stage.folder();
    const inner = await stage.folder(outer);
    await stage.person([["asset.view", "asset.download"], [outer]]);
    const keeper = await stage.person([["asset.view", "folder.manage"], [inner]]);
    const shut = revisionOf(await stage.patch(keeper, `folders/${inner}`, { restricted: true }));
    await stage.refused("BEYOND_OWN", () => undo(keeper, shut));
    const opened = await undo(ada, shut);
    must(opened, 200);
    must(await undo(ada, revisionOf(opened)), 200);
  });

  test("a right that ended meanwhile is not given on by undoing", async () => {
    const [folder, bea, leader] = [await stage.folder(), await stage.person(), await stage.person()];
    await stage.give({ user: leader.id, role: await stage.role(lead), folders: [folder], until: friday });
    const grant = await stage.give({
      user: bea.id,
      role: await stage.role(["asset.view"]),
      folders: [folder],
    });
    const ended = revisionOf(await stage.post(leader, `grants/${grant}/end`, {}));
    await stage.refused("BEYOND_OWN", () => undo(leader, ended));
    must(await undo(ada, ended), 200);
  });
});
