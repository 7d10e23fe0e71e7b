import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createClock, createSandbox, SANDBOX_BRAZE_ACCOUNTS } from "../index.ts";
import type { BrazeOptions, SandboxOptions } from "../index.ts";
import { PICTURES } from "../testing/bench.ts";

const START = Date.parse("2026-07-20T08:15:00Z");
const [ONE, TWO] = SANDBOX_BRAZE_ACCOUNTS;
const [FULL, READ] = ONE!.keys;
const HOUR_END = String(Date.parse("2026-07-20T09:00:00Z") / 1000);

/** What there is to download: one answer a path. */
const WEB = new Map<string, () => Response>([
  ["/hero.png", () => new Response(PICTURES.png)],
  ["/other.png", () => new Response(Buffer.concat([PICTURES.png, Buffer.from("more")]))],
  ["/hero.gif", () => new Response(PICTURES.gif)],
  ["/hero.webp", () => new Response(PICTURES.webp)],
  ["/hero.svg", () => new Response("<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>")],
  ["/text.png", () => new Response("text")],
  ["/large.png", () => new Response(Buffer.concat([PICTURES.png, Buffer.alloc(5_000_000)]))],
  ["/moved.png", () => new Response(null, { status: 302, headers: { location: "/hero.png" } })],
]);

/** Loose on purpose: tests assert on what is in it. */
interface Document {
  readonly new_assets: readonly { readonly url: string }[];
  readonly dashboard_url: string;
  readonly Resources: readonly {
    readonly id: string;
    readonly permissions: { readonly roles?: readonly unknown[] };
  }[];
}

async function openBench(braze: BrazeOptions = {}, options: SandboxOptions = {}) {
  const clock = createClock(() => START);
  const fetched: string[] = [];
  const fetcher: typeof fetch = async (input) => {
    const { href, pathname } = new URL(input instanceof Request ? input.url : input);
    fetched.push(href);
    return (WEB.get(pathname) ?? (() => new Response("", { status: 404 })))();
  };
  const sandbox = await createSandbox({ clock, fetch: fetcher, ...options, braze });
  const { url } = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  const call = async (
    method: string,
    path: string,
    json?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; text: string; json: Document }> => {
    const response = await fetch(`${url}/braze${path}`, {
      method,
      headers: {
        authorization: `Bearer ${FULL!.secret}`,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text.startsWith("{") ? JSON.parse(text) : {},
    };
  };
  const create = (name = "hero.png", more: Record<string, unknown> = {}) =>
    call("POST", "/iad-01/media_library/create", { asset_url: `https://pictures.example/${name}`, ...more });
  return { sandbox, clock, url, call, create, fetched };
}

const scim = { authorization: `Bearer ${ONE!.scim!.token}`, "x-request-origin": ONE!.scim!.origin };
const find = (email: string) =>
  `/iad-01/scim/v2/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`;

test("downloads what the URL names, once, and answers with an address and no id", async () => {
  const { sandbox, create, fetched } = await openBench();
  const reply = await create("hero.png", { name: "summer/hero" });
  expect(reply.status).toBe(200);
  const [asset] = sandbox.braze.assets(ONE!.id);
  expect(reply.json).toEqual({
    new_assets: [
      { name: "summer/hero", size: PICTURES.png.length, url: expect.stringMatching(/\.png$/), ext: "png" },
    ],
    errors: [],
    dashboard_url: `https://dashboard-01.braze.com/engagement/media_library/${ONE!.id}`,
  });
  expect(reply.text).not.toContain(asset!.id);
  expect(fetched).toEqual(["https://pictures.example/hero.png"]);
  const served = await fetch(reply.json.new_assets[0]!.url);
  expect(served.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await served.arrayBuffer())).toEqual(PICTURES.png);
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    "x-ratelimit-limit": "100",
    "x-ratelimit-remaining": "99",
    "x-ratelimit-reset": HOUR_END,
  });
});

test("keeps a name twice, takes the file's where none is given, and shows an id where it is read so", async () => {
  const { sandbox, create } = await openBench({ readings: { dashboardUrl: "with-id" } });
  await create();
  const second = await create();
  const assets = sandbox.braze.assets(ONE!.id);
  expect(assets.map(({ name }) => name)).toEqual(["hero.png", "hero.png"]);
  expect(second.json.dashboard_url).toContain(`/${assets[1]!.id}/`);
  for (const [name, ext] of [
    ["hero.gif", "gif"],
    ["hero.webp", "webp"],
    ["hero.svg", "svg"],
  ] as const)
    expect((await create(name)).json.new_assets).toMatchObject([{ ext }]);
});

test("refuses what it can't take with a message and a code, and stores nothing", async () => {
  const { sandbox, call, create } = await openBench();
  const refusals: [Promise<{ status: number; json: unknown }>, number, unknown][] = [
    [create("text.png"), 400, { error_code: "UNSUPPORTED_FILE_TYPE", meta: { file_type: "unknown" } }],
    [create("large.png"), 400, { error_code: "ASSET_SIZE_EXCEEDS_LIMIT" }],
    [create("gone.png"), 400, { error_code: "ASSET_UPLOAD_FAILED" }],
    [create("moved.png"), 400, { error_code: "ASSET_UPLOAD_FAILED" }],
    [
      create("hero.png", { asset_url: "data:image/png;base64,AA==" }),
      400,
      { error_code: "ASSET_UPLOAD_FAILED" },
    ],
    [create("hero.png", { folder: "x" }), 400, { errors: ["unknown: folder"] }],
    [create("hero.png", { name: 7 }), 400, { message: expect.any(String) }],
    [
      create("hero.png", { asset_file: "x" }),
      400,
      { message: "Both asset_url and asset_file cannot be provided. Please provide only one." },
    ],
    [
      call("POST", "/iad-01/media_library/create", { name: "x" }),
      400,
      { message: "Either asset_url or asset_file must be provided." },
    ],
    [
      call("POST", "/iad-01/media_library/create", {}, { "content-type": "text/plain" }),
      415,
      { message: expect.any(String) },
    ],
    [call("POST", "/iad-01/media_library/create", { name: "x".repeat(4_000_000) }), 413, {}],
  ];
  for (const [reply, status, json] of refusals)
    expect(await reply).toMatchObject({ status, json: json as object });
  expect(sandbox.braze.assets(ONE!.id)).toEqual([]);
});

test("a file that can't be taken is in the errors of a 200 where it is read so", async () => {
  const { create } = await openBench({ readings: { refusedFile: "in-200" } });
  expect(await create("text.png")).toMatchObject({
    status: 200,
    json: { new_assets: [], errors: [{ error: "The file type is not supported." }] },
  });
});

test("replaces the file under its id and address, with the same extension only", async () => {
  const { sandbox, create, call } = await openBench();
  const { url } = (await create()).json.new_assets[0]!;
  const { id } = sandbox.braze.assets(ONE!.id)[0]!;
  const replace = (name: string, asset_id: unknown = id) =>
    call("PUT", "/iad-01/media_library/replace_file", {
      asset_id,
      asset_url: `https://pictures.example/${name}`,
    });
  expect(await replace("other.png")).toMatchObject({ status: 200, text: "" });
  expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(PICTURES.png.length + 4);
  expect(await replace("hero.gif")).toMatchObject({ status: 400, json: { meta: { file_type: "gif" } } });
  expect(await replace("hero.png", "0".repeat(24))).toMatchObject({ status: 400 });
  expect(await replace("hero.png", 7)).toMatchObject({ status: 400 });
  expect((await call("POST", "/iad-01/media_library/replace_file", {})).status).toBe(404);
  expect(sandbox.braze.assets(ONE!.id)).toMatchObject([{ id, replaced: 1 }]);
  for (const replaceAnswer of ["message", "asset"] as const) {
    const other = await openBench({ readings: { replaceAnswer, unknownAsset: 404 } });
    await other.create();
    const asset = other.sandbox.braze.assets(ONE!.id)[0]!;
    const body = { asset_id: asset.id, asset_url: "https://pictures.example/other.png" };
    const { json } = await other.call("PUT", "/iad-01/media_library/replace_file", body);
    expect(json).toMatchObject(
      replaceAnswer === "message" ? { message: "success" } : { new_assets: [{ ext: "png" }] },
    );
    const unknown = await other.call("PUT", "/iad-01/media_library/replace_file", { ...body, asset_id: "0" });
    expect(unknown.status).toBe(404);
  }
});

test("a key opens its own instance's workspace with its permissions, letter by letter", async () => {
  const { call } = await openBench();
  const list = (authorization: string, instance = "iad-01") =>
    call("GET", `/${instance}/content_blocks/list?limit=1`, undefined, { authorization });
  const good = await list(`Bearer ${READ!.secret}`);
  expect(good).toMatchObject({ status: 200, json: { content_blocks: [], message: "success" } });
  expect(good.headers.get("x-ratelimit-limit")).toBe("250000");
  for (const wrong of [
    "",
    "Bearer nobody",
    `Bearer "${READ!.secret}"`,
    `bearer ${READ!.secret}`,
    READ!.secret,
  ])
    expect((await list(wrong)).status).toBe(401);
  expect((await list(`Bearer ${READ!.secret}`, "fra-01")).status).toBe(401);
  expect((await list(`Bearer ${TWO!.keys[0]!.secret}`, "fra-01")).status).toBe(200);
  const forbidden = await call(
    "POST",
    "/iad-01/media_library/create",
    {},
    { authorization: `Bearer ${READ!.secret}` },
  );
  expect(forbidden).toMatchObject({ status: 403, json: { message: "Access Denied" } });
  expect((await call("GET", "/iad-01/content_blocks/list?page=1")).status).toBe(400);
  for (const path of ["/iad-09/content_blocks/list", "/content_blocks/list", "/iad-01/media_library/list"])
    expect(await call("GET", path)).toMatchObject({ status: 404, json: { message: "Invalid URL" } });
});

test("says so where the API is not turned on, and where a trial's library is full", async () => {
  const off = await openBench({ accounts: [{ ...ONE!, mediaApi: false }] });
  expect(await off.create()).toMatchObject({
    status: 403,
    json: { message: "Media Library Public APIs are not enabled for this company." },
  });
  const trial = await openBench({ accounts: [{ ...ONE!, mostAssets: 1 }] });
  await trial.create();
  expect(await trial.create()).toMatchObject({
    status: 400,
    json: { error_code: "MEDIA_LIBRARY_LIMIT_REACHED", meta: { limit: 1 } },
  });
});

test("the hour's hundred is shared with replacements, told by headers alone, survives a restart, and comes back with the clock's hour", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = await openBench({}, { folder });
  for (let count = 0; count < 99; count += 1)
    await first.call("PUT", "/iad-01/media_library/replace_file", { asset_id: "0" });
  expect((await first.create()).status).toBe(200);
  const before = first.sandbox.braze.assets(ONE!.id);
  await first.sandbox.close();
  const { create, clock, sandbox } = await openBench({}, { folder });
  const refused = await create();
  expect(refused).toMatchObject({ status: 429, json: { message: "Rate limit exceeded." } });
  expect(refused.headers.get("retry-after")).toBeNull();
  expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
  expect(refused.headers.get("x-ratelimit-reset")).toBe(HOUR_END);
  expect(sandbox.braze.assets(ONE!.id)).toEqual(before);
  clock.set(Number(HOUR_END) * 1000);
  expect((await create()).status).toBe(200);
  await sandbox.reset();
  expect(sandbox.braze.assets(ONE!.id)).toEqual([]);
});

test("SCIM finds a person by address, without roles, and shows all of one by id", async () => {
  const { call } = await openBench();
  const found = await call("GET", find("mia@sandbox.example"), undefined, scim);
  expect(found).toMatchObject({
    status: 200,
    json: {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: 1,
      Resources: [{ userName: "mia@sandbox.example", department: "marketing" }],
    },
  });
  const { id, permissions } = found.json.Resources[0]!;
  expect(permissions.roles).toBeUndefined();
  const one = await call("GET", `/iad-01/scim/v2/Users/${id}`, undefined, scim);
  expect(one.json).toMatchObject({ id, permissions: { roles: [{ roleName: "Marketers" }] } });
  expect(one.json).not.toHaveProperty("active");
  expect(one.headers.get("x-ratelimit-limit")).toBe("5000");
});

test("SCIM refuses in JSON under another type, with a status that is a number", async () => {
  const { call } = await openBench();
  const missing = await call("GET", "/iad-01/scim/v2/Users/nobody", undefined, scim);
  expect(missing).toMatchObject({ status: 404, json: { detail: "User not found", status: 404 } });
  expect(missing.headers.get("content-type")).toBe("text/html");
  expect((await call("GET", find("nobody@x.example"), undefined, scim)).json).toMatchObject({
    totalResults: 0,
  });
  const { authorization, "x-request-origin": origin } = scim;
  for (const headers of [
    { authorization },
    { authorization, "x-request-origin": "elsewhere" },
    { "x-request-origin": origin },
    { authorization: `Bearer ${FULL!.secret}`, "x-request-origin": origin },
  ])
    expect((await call("GET", find("mia@sandbox.example"), undefined, headers)).status).toBe(401);
  for (const path of [
    "/iad-01/scim/v2/Users",
    `${find("a@x.example")}&startIndex=1`,
    `/iad-01/scim/v2/Users?filter=${encodeURIComponent('emails eq "a"')}`,
  ])
    expect((await call("GET", path, undefined, scim)).status).toBe(400);
  expect((await call("DELETE", "/iad-01/scim/v2/Users/x", undefined, scim)).status).toBe(404);
  const other = await openBench({ readings: { nobody: "404", rolesInSearch: true } });
  expect((await other.call("GET", find("nobody@x.example"), undefined, scim)).status).toBe(404);
  const mia = await other.call("GET", find("mia@sandbox.example"), undefined, scim);
  expect(mia.json.Resources[0]!.permissions.roles).toHaveLength(1);
});

test("the page shows pictures, people and what is used; every instance's origin leads here", async () => {
  const { create, url, sandbox } = await openBench();
  await create("hero.png", { name: "<b>hero</b>" });
  const page = await (await fetch(`${url}/braze`)).text();
  expect(page).toContain("Pictures this hour 1 of 100");
  expect(page).toContain("&lt;b&gt;hero&lt;/b&gt;");
  expect(page).toContain("mia@sandbox.example");
  expect(page).not.toContain(FULL!.secret);
  expect(sandbox.origins()).toMatchObject({
    "https://rest.iad-01.braze.com": `${url}/braze/iad-01`,
    "https://rest.fra-01.braze.eu": `${url}/braze/fra-01`,
  });
});
