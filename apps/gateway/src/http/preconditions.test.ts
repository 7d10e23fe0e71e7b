import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type World } from "../../test/world.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { sendBytes, upload } from "../../test/uploads.ts";
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
    expect(late.headers.get("gatefold-revision")).toMatch(/^\d+$/);
    expect(late.headers.get("etag")).toBe((await read()).headers.get("etag"));
    expect(must(await read(), 200)["name"]).toBe("Autumn");
  });

  it("lets one of all who change the same thing at once through", async () => {
    const etag = (await read()).headers.get("etag") ?? "";
    const all = await Promise.all(["A", "B", "C", "D"].map((name) => rename(name, etag)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 412)).toHaveLength(3);
  });

  it("holds for the account, which has no id in its address, and for a picture's bytes", async () => {
    const account = await world.call(ada.token, "GET /v1/account");
    const etag = { "if-match": account.headers.get("etag") ?? "" };
    const role = must(
      await world.call<{ id: string }>(ada.token, "POST /v1/roles", { name: "Maker", permissions: [] }),
      201,
    );
    const change = { creatorRole: role.id };
    must(await world.call(ada.token, "PATCH /v1/account", change, etag), 200);
    expect((await world.call(ada.token, "PATCH /v1/account", { creatorRole: null }, etag)).status).toBe(412);
    const shown = await upload(world, ada.token, folder, "a.png", await samplePicture());
    const { headers } = await world.call(ada.token, `GET /v1/assets/${shown.id}`);
    const content = `PUT /v1/assets/${shown.id}/content`;
    const replace = async (hue: number) =>
      sendBytes(world, ada.token, content, await samplePicture({ hue }), {
        "if-match": headers.get("etag") ?? "",
      });
    must(await replace(1), 200);
    expect(await replace(2)).toMatchObject({ status: 412, body: { code: "PRECONDITION_FAILED" } });
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
