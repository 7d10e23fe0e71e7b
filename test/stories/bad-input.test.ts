import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join, relative } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld } from "../../apps/gateway/test/platform.ts";
import { samplePicture } from "../../apps/gateway/test/sample-pictures.ts";
import { furnish, type Things } from "../../apps/gateway/test/samples.ts";
import { sendBytes, type Shown, upload, uploadLine } from "../../apps/gateway/test/uploads.ts";
import { type Answer, caller, type World } from "../../apps/gateway/test/world.ts";

/**
 * What no request may do, sent by an owner, whom no missing right keeps from doing it: what goes beyond the schemas, from
 * which every operation is fuzzed in `apps/gateway/src/fuzz.test.ts`.
 */

type Owner = Awaited<ReturnType<World["found"]>>;

let platform: PlatformWorld;
let world: World;
let ada: Owner;
let things: Things;
let picture: Buffer;
let kept: Shown;

beforeAll(async () => {
  platform = await createPlatformWorld();
  world = platform.world;
  ada = await world.found();
  things = await furnish(platform, ada);
  picture = await samplePicture({ width: 400, height: 300 });
  kept = await upload(world, ada.token, things.folder, "kept.png", picture);
});
afterAll(() => platform.end());

/** Every row of every table. */
function contents(): Record<string, unknown> {
  const file = new DatabaseSync(join(world.files, "data", "gatefold.db"), { readOnly: true, timeout: 5000 });
  const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const rows = tables.map(({ name }) => [name, file.prepare(`SELECT * FROM "${String(name)}"`).all()]);
  file.close();
  return Object.fromEntries(rows);
}

let before: Record<string, unknown>;
beforeEach(() => {
  before = contents();
});
afterEach(() => {
  const changed = Object.entries(contents()).filter(
    ([table, rows]) => !isDeepStrictEqual(rows, before[table]),
  );
  if (changed.length > 0)
    throw new Error(`Refused requests wrote to ${changed.map(([name]) => name).join(", ")}.`);
});

/**
 * The code with which the request was refused; anything else where it was not refused as the caller's own mistake, in
 * words that say what to do and nothing of how we are made.
 */
function refusal({ status, text, body }: Answer): string {
  const { code, detail } = body ?? {};
  const isProblem = status >= 400 && status < 500 && body?.["status"] === status;
  const isTold = typeof detail === "string" && detail.length > 10 && text.length < 10_000;
  const isSilent = !/node_modules|\.ts\b|\n\s+at |sqlite|ZodError/i.test(text);
  return isProblem && isTold && isSilent && typeof code === "string"
    ? code
    : `${status} ${text.slice(0, 400)}`;
}

/** Answers that are no refusal, or not with one of these codes. */
function notRefused(answers: readonly Answer[], codes = /^[A-Z_]+$/): string[] {
  return answers.map(refusal).filter((code) => !codes.test(code));
}

const ask = (line: string, body?: unknown, headers?: Record<string, string>) =>
  world.call(ada.token, line, body, headers);

it.each<[what: string, line: () => string, body: () => object, code: string]>([
  [
    "a folder of a name that is taken",
    () => "POST /v1/folders",
    () => ({ parent: ada.root, name: "PRIVATE" }),
    "NAME_TAKEN",
  ],
  [
    "a user of a name that is taken",
    () => "POST /v1/users",
    () => ({ username: "ADA", name: "A" }),
    "NAME_TAKEN",
  ],
  [
    "a folder inside itself",
    () => `PATCH /v1/folders/${things.folder}`,
    () => ({ parent: things.folder }),
    "CYCLE",
  ],
  [
    "the root below its child",
    () => `PATCH /v1/folders/${ada.root}`,
    () => ({ parent: things.folder }),
    "CYCLE",
  ],
])("%s is refused", async (_what, line, body, code) => {
  expect(refusal(await ask(line(), body()))).toBe(code);
});

describe("a body", () => {
  const line = "POST /v1/users";
  const body = JSON.stringify({ username: "zoe", name: "Zoe" });

  it.each<[what: string, body: string, headers: Record<string, string>, status: number]>([
    ["ten megabytes of it", JSON.stringify({ name: "x".repeat(10_000_000) }), {}, 413],
    ["another content type", body, { "content-type": "text/plain" }, 415],
    ["another alphabet", body, { "content-type": "application/json; charset=iso-8859-1" }, 415],
    ["a packing that is none of ours", body, { "content-encoding": "compress" }, 415],
    ["a packing that it has not", body, { "content-encoding": "gzip" }, 400],
    ["ten thousand keys", `{${Array.from({ length: 10_000 }, (_, at) => `"k${at}":1`).join(",")}}`, {}, 400],
    ["the same key twice, the second wrong", '{"username":"zoe","name":"Zoe","name":7}', {}, 400],
  ])("with %s is refused", async (_what, content, headers, status) => {
    const answer = await ask(line, content, headers);
    expect(notRefused([answer])).toEqual([]);
    expect(answer.status).toBe(status);
  });

  it("that unpacks to ten megabytes is refused", async () => {
    const packed = gzipSync(JSON.stringify({ username: "zoe", name: "x".repeat(10_000_000) }));
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    const answer = await sendBytes(world, ada.token, line, packed, headers);
    expect(refusal(answer)).toBe("TOO_LARGE");
  });
});

const send = (name: string, bytes: Uint8Array) =>
  sendBytes(world, ada.token, uploadLine(things.folder, name), bytes);
const text = (content: string) => Buffer.from(content);

it.each([
  "/v1/assets/ast_none/content?surprise=1",
  "/v1/assets/ast_none/thumbnail?size=1e9",
  "/v1/assets/ast_none/thumbnail?size=160&size=480",
  "/../../data/gatefold.db",
  "/%2e%2e/%2e%2e/keys/master",
])("the content origin refuses %j", async (path) => {
  const content = caller(() => world.running.contentUrl);
  expect(refusal(await content(ada.token, `GET ${path}`))).toMatch(/^(NOT_FOUND|INVALID_REQUEST)$/);
});

describe("an upload", () => {
  it.each<[what: string, bytes: () => Uint8Array]>([
    ["nothing", () => text("")],
    ["text", () => text("not a picture")],
    [
      "a drawing that is a program",
      () => text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    ],
    ["a page", () => text("<!doctype html><script>1</script>")],
    ["a picture's first half", () => picture.subarray(0, picture.length / 2)],
    ["a picture's signature alone", () => picture.subarray(0, 8)],
    ["a picture with an archive behind it", () => Buffer.concat([picture, text("PK\u0003\u0004")])],
    ["a picture that says it is huge", () => stretched(picture)],
    ["more than it may be", () => Buffer.concat([picture, Buffer.alloc(26_000_000)])],
  ])("of %s is refused", async (_what, bytes) => {
    expect(refusal(await send("made.png", bytes()))).toMatch(/^(TOO_LARGE|[A-Z_]*PICTURE[A-Z_]*)$/);
  });

  it.each([
    "../made.png",
    "..",
    "a/b.png",
    "a\\b.png",
    "a\u0000.png",
    "a\u0007.png",
    "gnp.\u202Eexe.png",
    " ",
    "x".repeat(300),
    "KEPT.png",
  ])("under the name %j is refused", async (name) => {
    expect(refusal(await send(name, picture))).toMatch(/^(INVALID_REQUEST|NAME_TAKEN)$/);
  });

  it("that breaks off leaves nothing behind", async () => {
    const { hostname, port } = new URL(world.running.apiUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    const [, path] = uploadLine(things.folder, "broken.png").split(" ");
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: gatefold\r\nauthorization: Bearer ${ada.token}\r\n` +
        `content-type: image/png\r\ncontent-length: ${picture.length}\r\n\r\n`,
    );
    socket.write(picture.subarray(0, 100));
    const lines = world.log.length;
    await expect.poll(drafts, patient).not.toEqual([]);
    socket.destroy();
    await expect.poll(() => world.log.length, patient).toBeGreaterThan(lines);
    await expect.poll(drafts, patient).toEqual([]);
    expect(world.log.at(-1)).toContain('"finished":false');
  });

  it("that was refused leaves bytes that a sweep takes, and only those", async () => {
    const { sha256 } = kept.version;
    const asset = await ask(`GET /v1/assets/${things.asset}`);
    const own = [sha256, (asset.body as unknown as Shown).version.sha256];
    await world.dependencies.blobs.sweep(new Set(own), Date.now() + 2 * 86_400_000);
    expect((await blobs()).toSorted()).toEqual(own.toSorted());
  });
});

const patient = { timeout: 10_000, interval: 20 };

/** The names of all files among the blobs, from their folder. */
const files = async () => {
  const root = join(world.files, "blobs");
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
};
const drafts = async () => (await files()).filter((name) => name.startsWith("drafts"));
const blobs = async () =>
  (await files()).filter((name) => !name.startsWith("drafts")).map((name) => name.replace("/", ""));

/** The same PNG, whose header claims 60,000 pixels each way. */
function stretched(png: Buffer): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  return bytes;
}
