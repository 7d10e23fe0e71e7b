import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let folder: string;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  folder = await world.folder(ada, "Spring");
});
afterAll(() => world.end());

const line = (method: string) => `${method} /v1/folders/${folder}`;
const read = (headers = {}) => world.call(ada.token, line("GET"), undefined, headers);
const rename = (name: string, etag: string) =>
  world.call(ada.token, line("PATCH"), { name }, { "if-match": etag });

describe("a resource's ETag", () => {
  it("stays while the resource does, whatever else changes, and answers 304 to who has it", async () => {
    const etag = (await read()).headers.get("etag") ?? "";
    must(await world.call(ada.token, "POST /v1/folders", { parent: folder, name: "Inside" }), 201);
    const again = await read({ "if-none-match": etag });
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: "" });
    expect((await read({ "if-none-match": `"other", W/${etag}` })).status).toBe(304);
    expect((await read({ "if-none-match": '"other"' })).status).toBe(200);
  });

  it("is on what a change answers, too, and is the one that is read then", async () => {
    const changed = await rename("Summer", "*");
    must(changed, 200);
    expect(changed.headers.get("etag")).toBe((await read()).headers.get("etag"));
  });

  it("differs between what two people may see of it", async () => {
    const walled = await world.folder(ada, "Walled", folder, { restricted: true });
    const bea = await world.person(ada, "bea", { permissions: ["asset.view"], folders: [walled] });
    const hers = must(await world.call(bea.token, line("GET")), 200);
    expect(hers["viewable"]).toBe(false);
    const etag = (await world.call(bea.token, line("GET"))).headers.get("etag");
    expect(etag).not.toBe((await read()).headers.get("etag"));
  });
});

describe("If-Match", () => {
  it("lets a change be made on what was read, and refuses it once somebody else was first", async () => {
    const etag = (await read()).headers.get("etag") ?? "";
    must(await rename("Autumn", etag), 200);
    const late = await rename("Winter", etag);
    expect(late).toMatchObject({ status: 412, body: { code: "PRECONDITION_FAILED" } });
    expect(late.headers.get("etag")).toBe((await read()).headers.get("etag"));
    expect(must(await read(), 200)["name"]).toBe("Autumn");
  });

  it("lets one of all who change the same thing at once through", async () => {
    const etag = (await read()).headers.get("etag") ?? "";
    const all = await Promise.all(["A", "B", "C", "D"].map((name) => rename(name, etag)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 412)).toHaveLength(3);
  });

  it("tells nothing of what is hidden: missing is missing", async () => {
    const cal = await world.person(ada, "cal");
    const answer = await world.call(cal.token, line("PATCH"), { name: "X" }, { "if-match": '"x"' });
    expect(answer.status).toBe(404);
  });

  it("is refused where there is nothing to compare with", async () => {
    const answer = await world.call(
      ada.token,
      "POST /v1/folders",
      { parent: folder, name: "Y" },
      { "if-match": '"x"' },
    );
    expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
  });
});
