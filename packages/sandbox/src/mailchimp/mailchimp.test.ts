import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createClock, createSandbox, SANDBOX_MAILCHIMP_ACCOUNTS } from "../index.ts";
import type { MailchimpOptions, SandboxOptions } from "../index.ts";
import { PICTURES } from "../testing/bench.ts";

const START = Date.parse("2026-07-20T08:15:00Z");
const [ONE, TWO] = SANDBOX_MAILCHIMP_ACCOUNTS;
const [OWNER, VIEWER] = ONE!.logins;
const basic = (key: string, name = "any") => `Basic ${Buffer.from(`${name}:${key}`).toString("base64")}`;
const PNG64 = PICTURES.png.toString("base64");
const FILES = "/us19/3.0/file-manager/files";
const FOLDERS = "/us19/3.0/file-manager/folders";

/** Loose on purpose: tests assert on what is in it. */
type Document = Record<string, unknown> & {
  readonly id: number;
  readonly full_size_url: string;
  readonly files: readonly { readonly id: number; readonly name: string }[];
  readonly errors: readonly { readonly field: string }[];
};

async function openBench(mailchimp: MailchimpOptions = {}, options: SandboxOptions = {}) {
  const clock = createClock(() => START);
  const sandbox = await createSandbox({ clock, ...options, mailchimp });
  const { url } = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  const call = async (
    method: string,
    path: string,
    json?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; text: string; json: Document }> => {
    const response = await fetch(`${url}/mailchimp${path}`, {
      method,
      headers: {
        authorization: basic(OWNER!.keys[0]!),
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
  const upload = (name = "hero.png", more: Record<string, unknown> = {}) =>
    call("POST", FILES, { name, file_data: PNG64, ...more });
  return { sandbox, clock, url, call, upload };
}

test("says who calls, by key with any name, by token, at the data centre and at the one host", async () => {
  const { call, sandbox } = await openBench();
  const me = await call("GET", "/us19/3.0/");
  expect(me.json).toMatchObject({
    account_id: ONE!.id,
    login_id: OWNER!.loginId,
    account_name: ONE!.name,
    email: ONE!.email,
    role: "owner",
  });
  for (const [path, authorization] of [
    ["/us19/3.0", basic(OWNER!.keys[0]!, "x y")],
    ["/api/3.0/", basic(OWNER!.keys[0]!)],
    ["/us19/3.0/", `Bearer ${OWNER!.tokens![0]}`],
    ["/us21/3.0/", basic(TWO!.logins[0]!.keys[0]!)],
  ] as const)
    expect([path, (await call("GET", path, undefined, { authorization })).status]).toEqual([path, 200]);
  expect((await call("GET", "/us19/3.0/?fields=account_id,role")).json).toEqual({
    account_id: ONE!.id,
    role: "owner",
  });
  expect((await call("GET", "/us19/3.0/ping")).json).toEqual({ health_status: "Everything's Chimpy!" });
  expect(sandbox.origins()).toMatchObject({
    "https://*.api.mailchimp.com": expect.stringMatching(/\/mailchimp\/\*$/),
    "https://api.mailchimp.com": expect.stringMatching(/\/mailchimp\/api$/),
  });
});

test("refuses with a problem whoever it does not know, and a key elsewhere than at home", async () => {
  const { call, sandbox } = await openBench();
  const none = await call("GET", "/us19/3.0/", undefined, { authorization: basic("nobody") });
  expect(none.status).toBe(401);
  expect(none.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(Object.keys(none.json)).toEqual(["type", "title", "status", "detail", "instance"]);
  for (const authorization of [
    `Bearer ${OWNER!.keys[0]}`,
    basic(OWNER!.tokens![0]!),
    `Basic ${OWNER!.keys[0]}`,
    basic(OWNER!.keys[0]!.replace("-us19", "")),
  ])
    expect((await call("GET", "/us19/3.0/", undefined, { authorization })).status).toBe(401);
  expect(await call("GET", "/us20/3.0/")).toMatchObject({ status: 403, json: { title: "Wrong Datacenter" } });
  await sandbox.mailchimp.revoke(OWNER!.keys[0]!);
  expect((await call("GET", "/us19/3.0/")).status).toBe(401);
  const other = await openBench({ readings: { wrongDataCentre: 401, hosts: "data-centre" } });
  expect((await other.call("GET", "/us20/3.0/")).status).toBe(401);
  expect((await other.call("GET", "/api/3.0/")).status).toBe(404);
  const single = await openBench({ readings: { hosts: "single" } });
  expect((await single.call("GET", "/us19/3.0/")).status).toBe(404);
});

test("keeps a file by its bytes, under a tidied name with the extension of what it is", async () => {
  const { call, upload, sandbox } = await openBench();
  const reply = await upload("summer/été hero-1.jpg");
  expect(reply.status).toBe(200);
  expect(reply.json).toMatchObject({
    folder_id: 0,
    type: "image",
    name: "summer_t_hero-1.png",
    size: PICTURES.png.length,
    width: 1,
    height: 1,
    created_at: "2026-07-20T08:15:00+00:00",
    created_by: "olga.one",
  });
  const served = await fetch(reply.json.full_size_url);
  expect(served.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await served.arrayBuffer())).toEqual(PICTURES.png);
  expect((await call("GET", `${FILES}/${reply.json.id}`)).json).toEqual(reply.json);
  // Removed once, gone the second time; its address stays.
  expect(await call("DELETE", `${FILES}/${reply.json.id}`)).toMatchObject({ status: 204, text: "" });
  expect((await call("DELETE", `${FILES}/${reply.json.id}`)).status).toBe(404);
  expect((await fetch(reply.json.full_size_url)).status).toBe(200);
  expect(sandbox.mailchimp.files(ONE!.id)).toEqual([]);
  const other = await openBench({ readings: { names: "plain", deletedAddress: "gone" } });
  const plain = await other.upload("a-b.png");
  expect(plain.json).toMatchObject({ name: "a_b.png" });
  await other.call("DELETE", `${FILES}/${plain.json.id}`);
  expect((await fetch(plain.json.full_size_url)).status).toBe(404);
});

test.each([
  ["no base64", { file_data: `data:image/png;base64,${PNG64}` }, "file_data"],
  ["base64 for URLs", { file_data: PNG64.replaceAll("+", "-") }, "file_data"],
  ["text", { file_data: Buffer.from("text").toString("base64") }, "file_data"],
  ["webp, which no list names", { file_data: PICTURES.webp.toString("base64") }, "file_data"],
  [
    "more than 10 MB",
    { file_data: Buffer.concat([PICTURES.png, Buffer.alloc(10_000_000)]).toString("base64") },
    "file_data",
  ],
  ["no name", { name: undefined }, "name"],
  ["a folder as text", { folder_id: "1004" }, "folder_id"],
  ["a field of another platform", { url: "https://pictures.example/hero.png" }, "url"],
])("refuses %s, and names the field", async (_what, change, field) => {
  const { upload, sandbox } = await openBench();
  const reply = await upload("hero.png", change);
  expect([reply.status, reply.json.errors[0]!.field]).toEqual([400, field]);
  expect(sandbox.mailchimp.files(ONE!.id)).toEqual([]);
});

test("has flat folders, into which files go and out of which they move", async () => {
  const { call, upload } = await openBench();
  const folder = await call("POST", FOLDERS, { name: "summer / mails" });
  expect(folder.json).toMatchObject({ name: "summer / mails", file_count: 0, created_by: "olga.one" });
  const { id } = folder.json;
  const file = (await upload("hero.png", { folder_id: id })).json.id;
  expect((await upload("hero.png", { folder_id: 9 })).status).toBe(404);
  expect((await call("GET", `${FOLDERS}?count=1000&fields=folders.name,folders.file_count`)).json).toEqual({
    folders: [{ name: "summer / mails", file_count: 1 }],
  });
  expect((await call("GET", `${FOLDERS}/${id}/files`)).json.files).toHaveLength(1);
  expect((await call("POST", FOLDERS, { name: "x", parent: id })).status).toBe(400);
  expect((await call("PATCH", `${FOLDERS}/${id}`, { name: "winter" })).json).toMatchObject({
    name: "winter",
  });
  expect((await call("PATCH", `${FILES}/${file}`, { folder_id: 0, name: "new.png" })).json).toMatchObject({
    folder_id: 0,
    name: "new.png",
  });
  await upload("lost.png", { folder_id: id });
  expect((await call("DELETE", `${FOLDERS}/${id}`)).status).toBe(204);
  expect((await call("GET", FILES)).json.files.map(({ name }) => name)).toEqual(["new.png"]);
  const other = await openBench({
    readings: {
      folderNames: "tidied",
      sameFolder: "refused",
      folderDeleted: "files-stay",
      unknownFolder: 400,
    },
  });
  const made = await other.call("POST", FOLDERS, { name: "a / b" });
  expect(made.json).toMatchObject({ name: "a-b" });
  expect((await other.call("POST", FOLDERS, { name: "a / b" })).status).toBe(400);
  await other.upload("kept.png", { folder_id: made.json.id });
  await other.call("DELETE", `${FOLDERS}/${made.json.id}`);
  expect((await other.call("GET", FILES)).json.files).toMatchObject([{ name: "kept.png", folder_id: 0 }]);
  expect((await other.upload("hero.png", { folder_id: 9 })).status).toBe(400);
});

test("lists by page, order, time, person and type, and shows the fields asked for", async () => {
  const { call, upload, clock } = await openBench();
  for (const name of ["b.png", "a.png", "c.png"]) {
    await upload(name);
    clock.advance(60_000);
  }
  const names = async (query: string) =>
    (await call("GET", `${FILES}?${query}`)).json.files.map(({ name }) => name[0]).join("");
  expect(await names("")).toBe("bac");
  expect(await names("sort_field=added_date&sort_dir=DESC&count=2")).toBe("ca");
  expect(await names("sort_field=name&count=1&offset=1")).toBe("b");
  expect(await names("since_created_at=2026-07-20T08:15:00%2B00:00")).toBe("ac");
  expect(await names("before_created_at=2026-07-20T08:16:00Z&created_by=olga.one&type=image")).toBe("b");
  expect(await names("type=file")).toBe("");
  expect((await call("GET", `${FILES}?fields=files.name,total_items&count=1`)).json).toEqual({
    files: [{ name: "b.png" }],
    total_items: 3,
  });
  expect((await call("GET", `${FILES}?exclude_fields=files,_links`)).json).toEqual({
    total_file_size: 3 * PICTURES.png.length,
    total_items: 3,
  });
  for (const [query, status] of [
    ["count=1001", 400],
    ["offset=-1", 400],
    ["name=b", 400],
    ["sort_dir=desc", 400],
    ["since_created_at=yesterday", 400],
    ["fields=files.colour", 422],
  ] as const)
    expect([query, (await call("GET", `${FILES}?${query}`)).status]).toEqual([query, status]);
  const later = await openBench({ readings: { listedAfter: 5000 } });
  await later.upload();
  expect((await later.call("GET", FILES)).json).toMatchObject({ files: [], total_items: 0 });
  later.clock.advance(5000);
  expect((await later.call("GET", FILES)).json.files).toHaveLength(1);
});

test("takes no more than ten connections of a person at a time, and says no time to wait", async () => {
  for (const [throttledBy, status] of [
    ["429", 429],
    ["403-without-body", 403],
  ] as const) {
    const gate = Promise.withResolvers<void>();
    const waiting = Promise.withResolvers<void>();
    let held = 0;
    const hold = () => {
      held += 1;
      if (held === 10) waiting.resolve();
      return gate.promise;
    };
    const { call } = await openBench({ hold, readings: { throttledBy } });
    const ten = Array.from({ length: 10 }, () => call("GET", "/us19/3.0/ping"));
    await waiting.promise;
    const refused = await call("GET", "/us19/3.0/ping");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([status, null]);
    expect(refused.text === "").toBe(status === 403);
    gate.resolve();
    expect((await Promise.all(ten)).map((reply) => reply.status)).toEqual(
      Array.from({ length: 10 }, () => 200),
    );
    expect((await call("GET", "/us19/3.0/ping")).status).toBe(200);
  }
});

test("lets a viewer look and change nothing, and refuses what is no method or path of its own", async () => {
  const { call } = await openBench();
  const authorization = basic(VIEWER!.keys[0]!);
  expect((await call("GET", FILES, undefined, { authorization })).status).toBe(200);
  expect(await call("POST", FOLDERS, { name: "x" }, { authorization })).toMatchObject({
    status: 403,
    json: { title: "Forbidden" },
  });
  expect((await call("PUT", FILES, {})).status).toBe(405);
  expect((await call("GET", "/us19/3.0/file-manager")).status).toBe(404);
  expect((await call("GET", "/us19/2.0/")).status).toBe(404);
  expect((await call("POST", `${FILES}/9`, {}, { "x-http-method-override": "DELETE" })).status).toBe(404);
  expect((await call("GET", FILES, undefined, { "x-http-method-override": "DELETE" })).status).toBe(422);
  expect((await call("POST", FILES, "text", { "content-type": "text/plain" })).status).toBe(400);
});

test("holds accounts apart, keeps all through a restart, shows it, and forgets it when reset", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-mailchimp-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = await openBench({}, { folder });
  const { id } = (await first.call("POST", FOLDERS, { name: "<summer>" })).json;
  const uploaded = await first.upload("hero.png", { folder_id: id });
  const other = await first.call("GET", FILES.replace("us19", "us21"), undefined, {
    authorization: basic(TWO!.logins[0]!.keys[0]!),
  });
  expect(other.json.files).toEqual([]);
  await first.sandbox.mailchimp.revoke(VIEWER!.keys[0]!);
  await first.sandbox.close();
  const again = await openBench({}, { folder });
  expect((await again.call("GET", FILES)).json.files).toMatchObject([
    { id: uploaded.json.id, folder_id: id },
  ]);
  const authorization = basic(VIEWER!.keys[0]!);
  expect((await again.call("GET", FILES, undefined, { authorization })).status).toBe(401);
  const page = await (await fetch(`${again.url}/mailchimp`)).text();
  expect(page).toContain("&lt;summer&gt; /");
  expect(page).toContain(`src="${new URL(uploaded.json.full_size_url).pathname}"`);
  expect(page).not.toContain(OWNER!.keys[0]!);
  await again.sandbox.reset();
  expect((await again.call("GET", FILES)).json.files).toEqual([]);
  expect((await again.call("GET", FILES, undefined, { authorization })).status).toBe(200);
});
