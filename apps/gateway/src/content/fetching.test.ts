import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { getBytes } from "../../test/content.ts";
import { createPlatformWorld, type PlatformWorld } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let mia: Person;
let hero: Shown;
let bytes: Buffer;
/** What Klaviyo does with a link that it is told to import from. */
let klaviyo: (link: string) => Promise<Response>;
let links: string[];

beforeEach(async () => {
  links = [];
  klaviyo = (link) => fetch(link);
  platform = await createPlatformWorld({
    fetch: (input) => {
      const link = new Request(input).url;
      links.push(link);
      return klaviyo(link);
    },
  });
  world = platform.world;
  ada = await world.found();
  await platform.connect(ada, null, { settings: { uploadBy: "link" } });
  bytes = await samplePicture();
  hero = await upload(world, ada.token, ada.root, "hero.png", bytes);
  const permissions = ["asset.view", "asset.download", "deliver.klaviyo"];
  mia = await world.person(ada, "mia", { permissions });
});
afterEach(() => platform.end());

const deliver = () => platform.deliver(mia.token, { asset: hero.id });
const get = async (link: string) => (await getBytes(world, null, link)).status;

it("gives the platform the very bytes by a link, which is of no use afterwards", async () => {
  expect((await deliver()).body).toMatchObject({ state: "delivered" });
  expect((await platform.bytesOf(platform.images()[0])).equals(bytes)).toBe(true);
  expect(links).toHaveLength(1);
  expect(links[0]).toMatch(new RegExp(`^${world.running.contentUrl}/fetch/[\\w-]{43}$`));
  const late = await getBytes(world, null, String(links[0]));
  const unknown = await getBytes(world, null, "/fetch/none");
  expect([late.status, late.text]).toEqual([404, unknown.text]);
});

/** Delivers while Klaviyo does this with the link instead of importing; answers the statuses that it saw. */
async function meanwhile(act: (link: string) => Promise<number[]>): Promise<number[]> {
  let seen: number[] = [];
  klaviyo = async (link) => {
    seen = await act(link);
    return new Response("enough", { status: 500 });
  };
  await deliver();
  return seen;
}

it("can be fetched five times, in full", async () => {
  const seen = await meanwhile(async (link) => {
    const answers = [];
    for (let time = 0; time < 6; time += 1) answers.push(await getBytes(world, null, link));
    expect(answers[4]?.bytes.equals(bytes)).toBe(true);
    return answers.map(({ status }) => status);
  });
  expect(seen).toEqual([200, 200, 200, 200, 200, 404]);
});

it("lives ten minutes", async () => {
  const seen = await meanwhile(async (link) => {
    world.clock.now += 599_999;
    const before = await get(link);
    world.clock.now += 1;
    return [before, await get(link)];
  });
  expect(seen).toEqual([200, 404]);
});

it("dies with the right it was made by", async () => {
  const seen = await meanwhile(async (link) => {
    const before = await get(link);
    const deny = { user: mia.id, effect: "deny", permission: "asset.download", folder: null, reason: "no" };
    must(await world.call(ada.token, "POST /v1/overrides", deny), 201);
    return [before, await get(link)];
  });
  expect(seen).toEqual([200, 404]);
});

it("dies with the key it was asked for with", async () => {
  const me = must(await world.call<{ key: { id: string } }>(mia.token, "GET /v1/me"), 200);
  const seen = await meanwhile(async (link) => {
    await world.call(ada.token, `DELETE /v1/keys/${me.key.id}`);
    return [await get(link)];
  });
  expect(seen).toEqual([404]);
});

it("dies with the right to use keys at all", async () => {
  const seen = await meanwhile(async (link) => {
    const deny = { user: mia.id, effect: "deny", permission: "web-api.use", folder: null };
    must(await world.call(ada.token, "POST /v1/overrides", deny), 201);
    return [await get(link)];
  });
  expect(seen).toEqual([404]);
});

it("dies when its picture expires", async () => {
  const seen = await meanwhile(async (link) => {
    const expires = new Date(world.clock.now).toISOString();
    must(await world.call(ada.token, `PATCH /v1/assets/${hero.id}`, { expires }), 200);
    return [await get(link)];
  });
  expect(seen).toEqual([404]);
});

it("is kept and logged nowhere", async () => {
  await deliver();
  const token = String(links[0]).split("/").at(-1) ?? "";
  const files = ["gatefold.db", "gatefold.db-wal"].map((name) => join(world.files, "data", name));
  const kept = await Promise.all(files.map((file) => readFile(file).catch(() => Buffer.alloc(0))));
  expect(Buffer.concat(kept).length).toBeGreaterThan(10_000);
  expect(Buffer.concat(kept).includes(token)).toBe(false);
  expect(world.log.join("")).toContain("content.fetch");
  expect(world.log.join("")).not.toContain(token);
});
