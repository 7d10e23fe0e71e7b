import nock from "nock";
import { expect, it } from "vitest";

import {
  asset,
  ASSETS,
  BYTES,
  CATEGORIES,
  connection,
  gives,
  guardNetwork,
  hosted,
  lists,
  MARKER,
  NAME,
  order,
  placed,
  rest,
  root,
} from "../test/platform.ts";

guardNetwork();

const picture = (categoryId: number, name = NAME) => ({
  name,
  assetType: { name: "png", id: 28 },
  file: Buffer.from(BYTES).toString("base64"),
  fileProperties: { fileName: `${MARKER}.png` },
  customerKey: MARKER,
  category: { id: categoryId },
  modelVersion: 2,
});
const query = (property: string, value: string) => ({
  page: { page: 1, pageSize: 50 },
  query: { property, simpleOperator: "equal", value },
  fields: ["id", "customerKey", "name", "fileProperties"],
});
const delivered = { status: "delivered", externalId: "7001", externalUrl: "https://cdn.example/7.png" };

it.each([200, 201])(
  "uploads plain base64 with its key, into the folder that is there (%i)",
  async (status) => {
    const { deliver, lines } = hosted();
    gives();
    placed();
    rest()
      .matchHeader("content-type", "application/json")
      .post(ASSETS, picture(89_010))
      .reply(status, asset());
    expect(await deliver(connection(), order())).toEqual(delivered);
    expect(lines.map(({ method }) => method)).toEqual(["POST", "GET", "GET", "POST"]);
  },
);

it.each([200, 201])("makes folders parents first, and looks until an empty page (%i)", async (status) => {
  const { deliver } = hosted();
  gives();
  lists(0, 1, [root]);
  lists(root.id, 1, [
    { id: 5, name: "Winter", parentId: root.id },
    { id: 6, name: "summer", parentId: 5 },
  ]);
  lists(root.id, 2, []);
  const make = (Name: string, ParentId: number, id: number) =>
    rest()
      .post(CATEGORIES, { Name, ParentId, CategoryType: "asset" })
      .reply(status, { id, name: Name, parentId: ParentId, categoryType: "asset" });
  make("summer", root.id, 21);
  lists(21, 1, []);
  make("été 🏖️", 21, 22);
  rest().post(ASSETS, picture(22)).reply(201, asset());
  expect(await deliver(connection(), order({ path: "summer/été 🏖️/hero.png" }))).toEqual(delivered);
});

it("begins at the folder that the connection names, and takes one that another made meanwhile", async () => {
  const { deliver } = hosted();
  gives();
  lists(500, 1, []);
  rest().post(CATEGORIES).reply(400, { Message: "There is one.", ErrorCode: 10_001 });
  lists(500, 1, [{ id: 21, name: "SUMMER", parentId: 500 }]);
  rest().post(ASSETS, picture(21)).reply(201, asset());
  expect(await deliver(connection({ folderId: "500" }), order())).toEqual(delivered);
});

it("delivers nothing where it is not known whether a folder was made", async () => {
  const { deliver } = hosted();
  gives();
  lists(500, 1, []);
  rest()
    .post(CATEGORIES)
    .replyWithError(Object.assign(new Error("x"), { code: "ECONNRESET" }));
  await expect(deliver(connection({ folderId: "500" }), order())).rejects.toMatchObject({
    code: "PLATFORM_UNAVAILABLE",
    next: "later",
  });
});

it("is content where Salesforce refuses since the same delivery is there already", async () => {
  const { deliver } = hosted();
  gives();
  placed();
  rest()
    .post(ASSETS)
    .reply(400, {
      message: "Validation",
      errorcode: 10_006,
      validationErrors: [{ message: "must be unique" }],
    });
  rest()
    .post(`${ASSETS}/query`, query("customerKey", MARKER))
    .reply(200, { count: 1, items: [asset()] });
  expect(await deliver(connection(), order())).toEqual({ ...delivered, status: "already-present" });
});

it("says what to do where the name is taken, by the trash too, and which name is free", async () => {
  const { deliver } = hosted();
  gives();
  placed();
  rest()
    .post(ASSETS)
    .reply(400, {
      message: `Asset names within a category and asset type must be unique. ${NAME} is already taken. Suggested name: ${NAME} (1)`,
      errorcode: 118_039,
    });
  rest().post(`${ASSETS}/query`).times(2).reply(200, { items: [] });
  await expect(deliver(connection(), order())).rejects.toMatchObject({
    code: "PLATFORM_REJECTED",
    next: "never",
    message: expect.stringMatching(/empty the trash.*hero \[gf-k3wq7d2mzr5tbx4a\] \(1\)"\.$/s),
    details: { code: 118_039, suggestedName: `${NAME} (1)` },
  });
});

it.each([
  ["an answer without an id", { name: NAME }],
  ["a page of something else", "<html>busy</html>"],
])("does not know what came of it after %s", async (_what, body) => {
  const { deliver } = hosted();
  gives();
  placed();
  rest().post(ASSETS).reply(201, body);
  await expect(deliver(connection(), order())).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
});

it("asks for another token once when one is refused, and sends the picture again", async () => {
  const { deliver } = hosted();
  gives();
  placed();
  rest().post(ASSETS).reply(401, { message: "Not Authorized", errorcode: 0 });
  gives("token-2");
  rest("token-2").post(ASSETS, picture(89_010)).reply(201, asset());
  expect(await deliver(connection(), order())).toEqual(delivered);
});

it.each([
  ["too large", { bytes: 5_000_001 }, "at most 5000000"],
  ["webp", { mime: "image/webp" }, "image/gif, image/jpeg, image/png"],
])("sends nothing that is %s", async (_what, more, message) => {
  await expect(hosted().deliver(connection(), order(more))).rejects.toThrow(message);
});

it("replaces bytes, name and type in place by one PATCH, without key or folder", async () => {
  const { replace } = hosted();
  gives();
  placed();
  const { customerKey: _key, category: _folder, modelVersion: _model, ...body } = picture(89_010);
  rest()
    .patch(`${ASSETS}/7001`, body)
    .reply(200, asset({ customerKey: "gf-older" }));
  expect(await replace(connection(), order(), "7001")).toEqual(delivered);
});

it("finds by key, then by the name that a replaced picture bears; not what has another version in it", async () => {
  const { host } = hosted();
  const older = asset({ customerKey: MARKER, name: "hero [gf-another]" });
  const renamed = asset({ name: "a name of the marketer's" });
  const replaced = asset({ id: 7002, customerKey: "gf-older" });
  const foreign = asset({ id: 7003, customerKey: "x", name: "hero" });
  const found = { status: "already-present", externalUrl: "https://cdn.example/7.png" };
  gives();
  for (const [byKey, byName, answer] of [
    [[renamed], undefined, { ...found, externalId: "7001" }],
    [[older], [foreign, replaced], { ...found, externalId: "7002" }],
    [[foreign], [foreign], undefined],
  ] as const) {
    rest().post(`${ASSETS}/query`, query("customerKey", MARKER)).reply(200, { items: byKey });
    if (byName) rest().post(`${ASSETS}/query`, query("name", NAME)).reply(200, { items: byName });
    expect(await host.reconcile(connection(), order())).toEqual(answer);
  }
});

it("deletes, takes the text that answers, and counts what is gone already as done", async () => {
  const { remove } = hosted();
  gives();
  rest().delete(`${ASSETS}/7001`).reply(200, "OK");
  expect(await remove(connection(), "7001")).toEqual({ status: "removed" });
  rest().delete(`${ASSETS}/..%2F7001`).reply(404, { message: "Object not found", errorcode: 30_003 });
  expect(await remove(connection(), "../7001")).toEqual({ status: "already-gone" });
  expect(nock.isDone()).toBe(true);
});
