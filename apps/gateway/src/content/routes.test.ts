import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getBytes } from "../../test/content.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { createWorld, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let dora: Person;
let brand: string;
let hero: Shown;
let bytes: Buffer;

beforeEach(async () => {
  world = await createWorld();
  ada = await world.found();
  brand = await world.folder(ada, "Brand");
  bytes = await samplePicture({ width: 640, height: 320 });
  hero = await upload(world, ada.token, brand, "Brücke 100%.png", bytes);
  dora = await world.person(ada, "dora", { permissions: ["asset.view", "asset.download"], folders: [brand] });
});
afterEach(() => world.end());

const acts = () => world.store.acts.list(ada.account, { limit: 10 });
const original = (headers: Record<string, string> = {}) =>
  getBytes(world, dora.token, hero.links.content, headers);

describe("an original", () => {
  it("comes as it was uploaded, as an attachment under its own name", async () => {
    const answer = await original();
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(bytes.length),
      "content-disposition": `attachment; filename="Br?cke 100%.png"; filename*=UTF-8''Br%C3%BCcke%20100%25.png`,
      "cache-control": "no-store",
      etag: `"${hero.version.sha256}"`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    });
  });

  it("is downloaded on the record, yes and no", async () => {
    const vic = await world.person(ada, "vic", { permissions: ["asset.view"], folders: [brand] });
    await original();
    const refused = await getBytes(world, vic.token, hero.links.content);
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.text)).toMatchObject({ code: "NO_GRANT", permission: "asset.download" });
    const subject = {
      act: "download",
      permission: "asset.download",
      place: hero.id,
      version: hero.version.id,
    };
    expect(await acts()).toMatchObject([
      { ...subject, effect: "deny", code: "NO_GRANT", principal: { user: vic.id } },
      { ...subject, effect: "allow", code: "ROLE", principal: { user: dora.id } },
    ]);
  });

  it("does not go out where the act can't be recorded", async () => {
    world.store.acts.record = () => Promise.reject(new Error("disk full"));
    const answer = await original();
    expect(answer.status).toBe(500);
    expect(answer.bytes.includes(bytes.subarray(0, 16))).toBe(false);
  });

  it.each([
    ["bytes=0-9", 0, 10],
    ["bytes=10-", 10, undefined],
    ["bytes=-5", -5, undefined],
    ["bytes=0-0", 0, 1],
  ])("comes in part for Range: %s", async (range, start, end) => {
    const part = bytes.subarray(start, end);
    const answer = await original({ range });
    expect(answer.status).toBe(206);
    expect(answer.bytes.equals(part)).toBe(true);
    const first = start < 0 ? bytes.length + start : start;
    expect(answer.headers.get("content-range")).toBe(
      `bytes ${first}-${first + part.length - 1}/${bytes.length}`,
    );
  });

  it("comes whole for several ranges, for other units, and for a range of other bytes", async () => {
    const answers = await Promise.all([
      original({ range: "bytes=0-1,5-6" }),
      original({ range: "lines=0-1" }),
      original({ range: "bytes=0-9", "if-range": '"other"' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const same = await original({ range: "bytes=0-9", "if-range": `"${hero.version.sha256}"` });
    expect(same.status).toBe(206);
  });

  it("answers 416 for a range behind its end", async () => {
    const answer = await original({ range: `bytes=${bytes.length}-` });
    expect(answer.status).toBe(416);
    expect(answer.headers.get("content-range")).toBe(`bytes */${bytes.length}`);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "RANGE_NOT_SATISFIABLE" });
  });

  it("answers HEAD with the same headers and no bytes", async () => {
    const answer = await getBytes(world, dora.token, hero.links.content, {}, "HEAD");
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers.get("content-length")).toBe(String(bytes.length));
  });

  it("needs a key, and takes no other method", async () => {
    expect((await getBytes(world, null, hero.links.content)).status).toBe(401);
    const answer = await getBytes(world, dora.token, hero.links.content, {}, "DELETE");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, HEAD");
  });
});

describe("a thumbnail", () => {
  it("is a small picture of its own, shown inline to who may view", async () => {
    const vic = await world.person(ada, "vic", { permissions: ["asset.view"], folders: [brand] });
    const answer = await getBytes(world, vic.token, hero.links.thumbnail);
    expect(answer.status).toBe(200);
    expect(await sharp(answer.bytes).metadata()).toMatchObject({ format: "webp", width: 480, height: 240 });
    expect(answer.headers.get("content-type")).toBe("image/webp");
    expect(answer.headers.get("content-disposition")).toBeNull();
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
    expect(await acts()).toEqual([]);
  });

  it("comes in the sizes there are", async () => {
    const at = `/v1/assets/${hero.id}/thumbnail?size=`;
    const small = await getBytes(world, dora.token, `${at}160`);
    expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 160, height: 80 });
    const odd = await getBytes(world, dora.token, `${at}9999`);
    expect(JSON.parse(odd.text)).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
  });

  it("is not sent again to who has it, and still asked for", async () => {
    const first = await getBytes(world, dora.token, hero.links.thumbnail);
    // Said outright, for fetch would add "no-cache" by itself.
    const etag = { "if-none-match": first.headers.get("etag") ?? "", "cache-control": "max-age=0" };
    expect((await getBytes(world, dora.token, hero.links.thumbnail, etag)).status).toBe(304);
    const nobody = await world.person(ada, "noa");
    expect((await getBytes(world, nobody.token, hero.links.thumbnail, etag)).status).toBe(404);
  });
});

it("answers for what is hidden, another account's, or not there, alike", async () => {
  const south = await world.folder(ada, "South");
  const hidden = await upload(world, ada.token, south, "hidden.png", bytes);
  const other = await world.found("Other");
  const foreign = await upload(world, other.token, other.root, "foreign.png", bytes);
  const answers = [];
  for (const id of [hidden.id, foreign.id, "ast_none", "__proto__"]) {
    for (const what of ["content", "thumbnail"]) {
      answers.push(await getBytes(world, dora.token, `/v1/assets/${id}/${what}`));
    }
  }
  answers.push(await getBytes(world, dora.token, "/nothing"), await getBytes(world, null, "/fetch/x"));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

it("keeps API and content apart", async () => {
  expect((await getBytes(world, dora.token, `/v1/assets/${hero.id}`)).status).toBe(404);
  expect((await getBytes(world, dora.token, "/v1/me")).status).toBe(404);
  expect((await world.call(dora.token, `GET /v1/assets/${hero.id}/thumbnail`)).status).toBe(404);
});
