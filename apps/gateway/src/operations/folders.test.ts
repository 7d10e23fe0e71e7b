import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { upload } from "../../test/uploads.ts";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let designer: Person;
let aurora: string;
let summer: string;
let legal: string;
let borealis: string;

interface Folder {
  id: string;
  name: string;
  viewable: boolean;
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  aurora = await world.folder(ada, "Aurora", ada.root, { workspace: true });
  borealis = await world.folder(ada, "Borealis", ada.root, { workspace: true });
  summer = await world.folder(ada, "Summer", aurora);
  legal = await world.folder(ada, "Legal", aurora, { restricted: true });
  const rights = ["asset.*", "folder.create", "folder.manage"];
  designer = await world.person(ada, "dee", { permissions: rights, folders: [summer] });
});
afterAll(() => world.end());

const children = async (token: string, query = "") => {
  const answer = await world.call<{ items: Folder[] }>(token, `GET /v1/folders${query}`);
  return must(answer, 200).items.map(({ name, viewable }) => (viewable ? name : `(${name})`));
};
const create = (token: string, body: object) => world.call<Folder>(token, "POST /v1/folders", body);
const change = (token: string, id: string, body: object) =>
  world.call<Folder>(token, `PATCH /v1/folders/${id}`, body);

describe("folders", () => {
  it("are listed with what leads to them, and without what does not", async () => {
    expect(await children(ada.token)).toEqual(["Library"]);
    expect(await children(ada.token, `?parent=${ada.root}`)).toEqual(["Aurora", "Borealis"]);
    expect(await children(designer.token)).toEqual(["(Library)"]);
    expect(await children(designer.token, `?parent=${ada.root}`)).toEqual(["(Aurora)"]);
    expect(await children(designer.token, `?parent=${aurora}`)).toEqual(["Summer"]);
    expect((await world.call(designer.token, `GET /v1/folders?parent=${borealis}`)).status).toBe(404);
  });

  it("that only lead on show their name and nothing else of theirs", async () => {
    const answer = await world.call(designer.token, `GET /v1/folders/${aurora}`);
    expect(answer.body).toEqual({
      id: aurora,
      parent: ada.root,
      name: "Aurora",
      viewable: false,
      restricted: null,
      workspace: null,
    });
    expect((await world.call(ada.token, `GET /v1/folders/${aurora}`)).body).toMatchObject({
      viewable: true,
      restricted: false,
      workspace: true,
    });
  });

  it("are listed a page at a time, and a new one does not shift the rest", async () => {
    const parent = await world.folder(ada, "Paged");
    for (const name of ["b", "C", "d"]) await world.folder(ada, name, parent);
    const line = `GET /v1/folders?parent=${parent}&limit=2`;
    const first = must(await world.call<{ items: Folder[]; next: string }>(ada.token, line), 200);
    await world.folder(ada, "a", parent);
    const second = must(
      await world.call<{ items: Folder[]; next: null }>(ada.token, `${line}&cursor=${first.next}`),
      200,
    );
    expect([first, second].map(({ items }) => items.map(({ name }) => name))).toEqual([["b", "C"], ["d"]]);
    expect(second.next).toBeNull();
  });

  it("are made by who may, in what he may see", async () => {
    const made = await create(designer.token, { parent: summer, name: "Raw" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ parent: summer, name: "Raw", viewable: true });
    const above = await create(designer.token, { parent: aurora, name: "Raw" });
    expect(above.body).toMatchObject({
      status: 403,
      code: "NO_GRANT",
      permission: "folder.create",
      at: aurora,
    });
    const beside = await create(designer.token, { parent: borealis, name: "Raw" });
    expect(beside.body).toMatchObject({ status: 404 });
    const top = await create(designer.token, { parent: null, name: "Raw" });
    expect(top.body).toMatchObject({ status: 403, permission: "workspace.create", at: null });
  });

  it("lie in the one root, also where none is named or the top is", async () => {
    const made = must(await create(ada.token, { parent: null, name: "Solstice", workspace: true }), 201);
    const id = made.id;
    expect(made).toMatchObject({ parent: ada.root });
    expect(must(await change(ada.token, id, { workspace: false, parent: summer }), 200)).toMatchObject({
      parent: summer,
    });
    expect(must(await change(ada.token, id, { parent: null }), 200)).toMatchObject({ parent: ada.root });
  });

  it("are renamed, and keep their own name in other capitals", async () => {
    const id = await world.folder(ada, "Autumn", aurora);
    expect(must(await change(ada.token, id, { name: "AUTUMN" }), 200)).toMatchObject({ name: "AUTUMN" });
    expect((await change(ada.token, id, { name: "summer" })).body).toMatchObject({ code: "NAME_TAKEN" });
    expect((await change(designer.token, id, { name: "Mine" })).status).toBe(404);
  });

  it("are moved where nothing bears their name", async () => {
    const id = await world.folder(ada, "Raw", aurora);
    expect((await change(ada.token, id, { parent: summer })).body).toMatchObject({ code: "NAME_TAKEN" });
    const moved = must(await change(ada.token, id, { parent: summer, name: "Raw 2" }), 200);
    expect(moved).toMatchObject({ parent: summer, name: "Raw 2" });
  });

  it("that leave their workspace need all access, and what is in them loses its approval", async () => {
    const id = await world.folder(ada, "Export", summer);
    const { id: asset } = await upload(world, ada.token, id, "a.png", await samplePicture());
    expect((await change(designer.token, id, { parent: borealis })).status).toBe(404);
    must(await change(ada.token, id, { parent: borealis }), 200);
    const moved = await world.call(ada.token, `GET /v1/assets/${asset}`);
    expect(moved.body).toMatchObject({ approved: false });
  });

  it("that stay in their workspace keep the approvals in them", async () => {
    const id = await world.folder(ada, "Stay", aurora);
    const { id: asset } = await upload(world, ada.token, id, "a.png", await samplePicture());
    must(await change(ada.token, id, { parent: summer }), 200);
    expect((await world.call(ada.token, `GET /v1/assets/${asset}`)).body).toMatchObject({ approved: true });
  });

  it("hide from who comes from above once they are restricted", async () => {
    const viewer = await world.person(ada, "vic", { permissions: ["asset.view"], folders: [aurora] });
    expect(await children(viewer.token, `?parent=${aurora}`)).not.toContain("Legal");
    expect(await children(viewer.token, `?parent=${aurora}`)).toContain("Summer");
    must(await change(ada.token, summer, { restricted: true }), 200);
    expect(await children(viewer.token, `?parent=${aurora}`)).not.toContain("Summer");
    must(await change(ada.token, summer, { restricted: false }), 200);
    expect((await world.call(viewer.token, `GET /v1/folders/${legal}`)).status).toBe(404);
  });

  it("are deleted when empty, by who may", async () => {
    const id = await world.folder(ada, "Gone", aurora);
    expect((await world.call(designer.token, `DELETE /v1/folders/${id}`)).status).toBe(404);
    must(await world.call(ada.token, `DELETE /v1/folders/${id}`), 204);
    expect((await world.call(ada.token, `GET /v1/folders/${id}`)).status).toBe(404);
  });
});

describe("looking up a path", () => {
  it("finds folders and assets by name, whatever the capitals", async () => {
    const { id } = await upload(world, ada.token, summer, "Hero.png", await samplePicture());
    const look = (token: string, path: string) =>
      world.call(token, `GET /v1/lookup?${new URLSearchParams({ path }).toString()}`);
    expect((await look(ada.token, "aurora/SUMMER/hero.PNG")).body).toEqual({
      kind: "asset",
      id,
      name: "Hero.png",
      parent: summer,
    });
    expect((await look(designer.token, "/Aurora/Summer/")).body).toMatchObject({
      kind: "folder",
      id: summer,
    });
    expect((await look(ada.token, "")).body).toMatchObject({ kind: "folder", id: ada.root });
    await upload(world, ada.token, aurora, "beside.png", await samplePicture());
    expect((await look(ada.token, "Aurora/beside.png")).status).toBe(200);
    for (const path of [
      "Aurora/beside.png",
      "Aurora/Legal",
      "Borealis",
      "Aurora/Summer/none.png",
      "Aurora/Summer/Hero.png/x",
    ]) {
      expect((await look(designer.token, path)).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });
});
