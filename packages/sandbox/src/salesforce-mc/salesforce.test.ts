import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { PICTURES } from "../testing/bench.ts";
import { ONE, open, TOKEN, TWO } from "../testing/salesforce-bench.ts";

const ASSETS = "/asset/v1/content/assets";
const CATEGORIES = "/asset/v1/content/categories";
const upload = (more: Record<string, unknown> = {}) => ({
  name: "hero",
  customerKey: "gatefold-1",
  assetType: { name: "png", id: 28 },
  file: PICTURES.png.toString("base64"),
  fileProperties: { fileName: "hero.png" },
  ...more,
});

describe("tokens", () => {
  test("are for one tenant and business unit, with the package's scopes or fewer, and end by the clock", async () => {
    const { call, sandbox, rest, sign } = await open();
    const reply = await call("POST", `/${ONE.subdomain}/auth/v2/token`, { ...TOKEN, account_id: "510002" });
    expect(reply).toMatchObject({
      status: 200,
      json: {
        token_type: "Bearer",
        expires_in: 1079,
        rest_instance_url: `https://${ONE.subdomain}.rest.marketingcloudapis.com/`,
      },
    });
    const bearer = { authorization: `Bearer ${reply.json.access_token}` };
    const info = await call("GET", `/${ONE.subdomain}/auth/v2/userinfo`, undefined, bearer);
    expect(info.json.organization).toMatchObject({ member_id: 510_002, enterprise_id: 510_001 });
    expect((await call("GET", `/${TWO.subdomain}/rest${ASSETS}`, undefined, bearer)).status).toBe(401);
    expect((await rest("POST", ASSETS, upload(), await sign({ scope: "" }))).json.errorcode).toBe(20_002);
    sandbox.clock.advance(1_079_000);
    expect(await rest("GET", ASSETS)).toMatchObject({
      status: 401,
      json: { errorcode: 0, message: "Not Authorized" },
    });
  });

  test.each([
    ["an unknown client", { client_secret: "no" }, 401, "invalid_client"],
    ["a foreign business unit", { account_id: "520001" }, 400, "invalid_request"],
    ["a scope the package lacks", { scope: "email_send" }, 400, "invalid_scope"],
    ["a field of its own making", { clientId: "x" }, 400, "invalid_request"],
  ])("are not given to %s", async (_what, more, status, error) => {
    const { call } = await open();
    const reply = await call("POST", `/${ONE.subdomain}/auth/v2/token`, { ...TOKEN, ...more });
    expect(reply).toMatchObject({ status, json: { error } });
  });

  test("are not given too often", async () => {
    const { call } = await open({ salesforce: { readings: { tokensPerMinute: 2 } } });
    const ask = () => call("POST", `/${ONE.subdomain}/auth/v2/token`, TOKEN);
    expect((await ask()).status).toBe(200);
    expect(await ask()).toMatchObject({ status: 429, headers: { "retry-after": "60" } });
  });
});

describe("assets", () => {
  test("come in as base64, are found by key, served, replaced in place and thrown away", async () => {
    const { rest, sandbox, platform } = await open();
    const made = await rest("POST", ASSETS, upload());
    expect(made.status).toBe(201);
    const { id, fileProperties } = made.json;
    expect(made.json).toMatchObject({ customerKey: "gatefold-1", memberId: 510_001, status: { id: 2 } });
    expect(fileProperties.extension).toBe("png");
    const path = new URL(fileProperties.publishedURL).pathname.replace("/salesforce-mc/cdn", "");
    expect((await platform.asset(path))?.body).toEqual(PICTURES.png);

    const query = (value: string) =>
      rest("POST", `${ASSETS}/query`, {
        page: { page: 1, pageSize: 50 },
        query: { property: "customerKey", simpleOperator: "equal", value },
        fields: ["id", "fileProperties"],
      });
    expect((await query("GATEFOLD-1")).json).toMatchObject({ count: 1, items: [{ id }] });
    expect((await query("gatefold")).json).toMatchObject({ count: 0, items: [] });
    expect((await rest("GET", `${ASSETS}?$filter=name eq 'hero'&$pagesize=1`)).json.items).toHaveLength(1);

    const file = { file: PICTURES.gif.toString("base64"), fileProperties: { fileName: "new.gif" } };
    const wrong = await rest("PATCH", `${ASSETS}/${id}`, file);
    expect(wrong.json.validationErrors[0].message).toContain("is no png");
    const changed = await rest("PATCH", `${ASSETS}/${id}`, { ...file, assetType: { name: "gif", id: 20 } });
    expect(changed).toMatchObject({ status: 200, json: { id, customerKey: "gatefold-1" } });
    expect(changed.json.fileProperties.publishedURL).toBe(fileProperties.publishedURL);
    expect((await platform.asset(path))?.body).toEqual(PICTURES.gif);
    expect((await rest("GET", `${ASSETS}/${id}/file`)).text).toBe(file.file);

    expect(await rest("DELETE", `${ASSETS}/${id}`)).toMatchObject({ status: 200, text: "OK" });
    expect(await rest("DELETE", `${ASSETS}/${id}`)).toMatchObject({
      status: 404,
      json: { errorcode: 30_003 },
    });
    expect(await platform.asset(path)).toBeUndefined();
    expect(sandbox.salesforce.assets("510001")).toEqual([]);
  });

  test.each([
    ["a data: prefix", { file: `data:image/png;base64,${PICTURES.png.toString("base64")}` }, 10_006],
    ["bytes that are no picture", { file: Buffer.from("no picture").toString("base64") }, 10_006],
    ["no file's name", { fileProperties: undefined }, 10_006],
    ["a type by the wrong number", { assetType: { name: "png", id: 23 } }, 10_006],
    ["webp", { assetType: { name: "webp", id: 28 } }, 10_006],
    ["a key of 37 characters", { customerKey: "k".repeat(37) }, 10_006],
    ["a name of 201 characters", { name: "n".repeat(201) }, 10_006],
    ["another unit's folder", { category: { id: 89_002 } }, 10_006],
    ["an id that is text", { category: { id: "89001" } }, 10_006],
    ["a field that is unknown", { customer_key: "x" }, 10_006],
    ["5,000,001 bytes", { file: Buffer.alloc(5_000_001).toString("base64") }, 10_006],
  ])("with %s are refused", async (_what, more, errorcode) => {
    const { rest, sandbox } = await open();
    expect(await rest("POST", ASSETS, upload(more))).toMatchObject({ status: 400, json: { errorcode } });
    expect(sandbox.salesforce.assets("510001")).toEqual([]);
  });

  test("hold their names in folder and type, from the trash too, and their keys", async () => {
    const { rest } = await open();
    const { id } = (await rest("POST", ASSETS, upload())).json;
    await rest("DELETE", `${ASSETS}/${id}`);
    const taken = await rest("POST", ASSETS, upload({ name: "HERO" }));
    expect(taken).toMatchObject({ status: 400, json: { errorcode: 118_039 } });
    expect(taken.json.message).toContain("Suggested name: HERO (1)");
    const second = await rest("POST", ASSETS, upload({ name: "other" }));
    expect(second.status).toBe(201);
    expect((await rest("POST", ASSETS, upload({ name: "third" }))).json.errorcode).toBe(10_006);
    const again = await rest("POST", ASSETS, upload({ name: "fourth", customerKey: "k2" }));
    expect(again.json.fileProperties.extension).toBe("png (1) ");
  });

  test("of one unit are not there for another, nor with a token that is none", async () => {
    const { rest, sign } = await open();
    const { id } = (await rest("POST", ASSETS, upload())).json;
    const other = await sign({ account_id: 510_002 });
    expect((await rest("GET", `${ASSETS}/${id}`, undefined, other)).status).toBe(404);
    expect((await rest("DELETE", `${ASSETS}/${id}`, undefined, other)).status).toBe(404);
    expect((await rest("GET", `${ASSETS}/${id}`, undefined, "no")).status).toBe(401);
    const readOnly = await sign({ client_id: ONE.clients[1]!.id, client_secret: ONE.clients[1]!.secret });
    expect((await rest("GET", `${ASSETS}/${id}`, undefined, readOnly)).status).toBe(200);
    expect((await rest("DELETE", `${ASSETS}/${id}`, undefined, readOnly)).status).toBe(403);
  });

  test.each([
    ["GET", "/asset/v1/content/asset", 404],
    ["PUT", ASSETS, 405],
    ["GET", `${ASSETS}?page=1`, 400],
    ["GET", `${ASSETS}?$filter=owner eq 'x'`, 400],
    ["GET", `${CATEGORIES}?$filter=Name eq 'x'`, 400],
  ])("%s %s is refused with %i", async (method, path, status) => {
    expect((await (await open()).rest(method, path)).status).toBe(status);
  });
});

test("folders lie in one another, name once each, and are listed until an empty page", async () => {
  const { rest, sandbox } = await open();
  const list = async (filter: string, page = 1) =>
    (await rest("GET", `${CATEGORIES}?$page=${page}&$pagesize=1&scope=Ours&$filter=${filter}`)).json.items;
  const root = (await list("ParentId eq 0"))[0];
  expect(root).toMatchObject({ name: "Content Builder", parentId: 0, memberId: 510_001 });
  const make = (Name: string, ParentId: number) =>
    rest("POST", CATEGORIES, { Name, ParentId, CategoryType: "asset" });
  const summer = await make("Summer", root.id);
  expect(summer).toMatchObject({ status: 201, json: { name: "Summer", parentId: root.id } });
  expect(await make("summer", root.id)).toMatchObject({ status: 400, json: { ErrorCode: 10_001 } });
  expect(await make("deep", 1)).toMatchObject({
    status: 400,
    json: { Message: "Unable to find a Category whose Id is '1'" },
  });
  expect((await make("Summer", summer.json.id)).status).toBe(201);
  expect(await list(`ParentId eq ${root.id}`)).toHaveLength(1);
  expect(await list(`ParentId eq ${root.id}`, 2)).toEqual([]);
  expect(await rest("GET", `${CATEGORIES}/1`)).toMatchObject({ status: 404, json: { ErrorCode: 30_003 } });
  const asset = await rest("POST", ASSETS, upload({ category: { id: summer.json.id } }));
  expect(asset.json.category).toMatchObject({ name: "Summer" });
  const page = sandbox.platforms.find(({ id }) => id === "salesforce-mc")!.section();
  expect(page.text).toContain("<span>Summer/</span>hero");
});

test("a tenant's number a minute answers 50100, and who goes on is blocked without a word how long", async () => {
  const readings = { restPerMinute: 1, refusalsUntilBlocked: 1 };
  const { rest, sandbox, sign } = await open({ salesforce: { readings } });
  expect((await rest("GET", ASSETS)).status).toBe(200);
  const full = await rest("GET", ASSETS);
  expect(full).toMatchObject({ status: 429, headers: { "retry-after": "5" } });
  expect(full.json).toMatchObject({ errorcode: 50_100, retryAfter: 5, message: "Rate limit exceeded" });
  await rest("GET", ASSETS);
  sandbox.clock.advance(60_000);
  const blocked = await rest("GET", ASSETS);
  expect(blocked).toMatchObject({ status: 429, json: { errorcode: 50_200 } });
  expect(blocked.headers).not.toHaveProperty("retry-after");
  sandbox.clock.advance(600_000);
  expect((await rest("GET", ASSETS, undefined, await sign())).status).toBe(200);
});

test("a restart with a folder keeps folders, assets and their bytes; a reset keeps nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = await open({ folder });
  const [root] = first.sandbox.salesforce.categories("510001");
  await first.rest("POST", CATEGORIES, { Name: "Summer", ParentId: root!.id, CategoryType: "asset" });
  await first.rest("POST", ASSETS, upload());
  const second = await open({ folder });
  const [asset] = second.sandbox.salesforce.assets("510001");
  expect(second.sandbox.salesforce.assets("510001")).toEqual(first.sandbox.salesforce.assets("510001"));
  expect(second.sandbox.salesforce.categories("510001")).toHaveLength(2);
  expect(Buffer.from((await second.sandbox.salesforce.bytes(asset!))!)).toEqual(PICTURES.png);
  await second.sandbox.reset();
  expect(second.sandbox.salesforce.assets("510001")).toEqual([]);
  expect((await open({ folder })).sandbox.salesforce.categories("510001")).toMatchObject([{ parentId: 0 }]);
});
