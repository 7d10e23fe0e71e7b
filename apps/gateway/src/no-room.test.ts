import { DatabaseSync } from "node:sqlite";
import klaviyo from "@gatefold/connector-klaviyo";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { getBytes } from "../test/content.ts";
import { samplePicture } from "../test/sample-pictures.ts";
import { sendBytes, type Shown, upload, uploadLine } from "../test/uploads.ts";
import { type Answer, caller, createWorld, must, serve, type World } from "../test/world.ts";
import type { Founded } from "./account/founding.ts";

let world: World;
let database: DatabaseSync;
let ada: Founded;
let picture: Buffer;
let hero: Shown;

beforeAll(async () => {
  // The store's own connection: how many pages a file may have is said to the connection that writes.
  const opened = vi.spyOn(DatabaseSync.prototype, "exec");
  world = await createWorld();
  database = opened.mock.contexts[0] as DatabaseSync;
  opened.mockRestore();
  ada = await world.found();
  picture = await samplePicture({ width: 64, height: 32 });
  hero = await upload(world, ada.token, ada.root, "hero.png", picture);
});
afterAll(() => world.end());

const pragma = (said: string) => database.exec(`pragma ${said}`);
const makeFolder = (name: string, headers = {}) =>
  world.call(ada.token, "POST /v1/folders", { parent: ada.root, name }, headers);
const download = () => getBytes(world, ada.token, hero.links.content);
const allows = { status: 200, body: { effect: "allow" } };
const mayView = (call = world.call) =>
  call(ada.token, "POST /v1/decisions", { permission: "asset.view", at: hero.id });

async function folders(call = world.call): Promise<string[]> {
  const path = `GET /v1/folders?parent=${ada.root}&limit=200`;
  return must(await call<{ items: { name: string }[] }>(ada.token, path), 200).items.map(({ name }) => name);
}

/** Refused as whoever runs the server, and whoever wrote, can make something of. */
function expectStale({ status, headers, text }: Pick<Answer, "status" | "headers" | "text">, why: string) {
  expect({ status, ...(JSON.parse(text) as object) }).toMatchObject({
    status: 503,
    code: "STALE",
    detail: `The server's ${why}, so nothing was changed; what is only read goes on. Try again later.`,
  });
  expect(headers.get("retry-after")).toBe("30");
}

/** Small writes go through until the last page is used up; how many did, and the first that did not. */
async function untilRefused<Answered extends { readonly status: number }>(
  ask: (count: number) => Promise<Answered>,
) {
  for (let count = 0; count < 500; count += 1) {
    const answer = await ask(count);
    if (answer.status >= 300) return { answer, count };
  }
  throw new Error("There is always room.");
}

/** What was acknowledged is there, and nothing of what was refused. */
async function expectWhole(names: readonly string[], acts: number): Promise<void> {
  expect((await folders()).toSorted()).toEqual(names.toSorted());
  expect(await world.store.acts.list(ada.account, { limit: 500 })).toHaveLength(acts);
  expect(await world.store.journal.verify(ada.account)).toMatchObject({ ok: true });
}

/** A gateway that has not seen the account yet, and would write a connector's permission into it. */
async function expectFirstLoad(names: readonly string[]): Promise<void> {
  const store = { ...world.store, close: () => Promise.resolve() };
  const starting = await serve({ ...world.dependencies, store, connectors: [klaviyo] });
  const there = caller(() => starting.apiUrl);
  expect(await mayView(there)).toMatchObject(allows);
  expect((await folders(there)).toSorted()).toEqual(names.toSorted());
  await starting.close();
}

it("on a full disk refuses what writes, whole, answers what reads, and goes on by itself once there is room", async () => {
  pragma("max_page_count = 1");
  const made = await untilRefused((count) => makeFolder(`Folder ${count}`));
  expectStale(made.answer, "disk is full");
  const downloads = await untilRefused(download);
  expectStale(downloads.answer, "disk is full");
  expectStale(await sendBytes(world, ada.token, uploadLine(ada.root, "more.png"), picture), "disk is full");

  const names = Array.from({ length: made.count }, (_, count) => `Folder ${count}`);
  await expectWhole(names, downloads.count);
  expect(await mayView()).toMatchObject(allows);
  await expectFirstLoad(names);

  pragma("max_page_count = 100000");
  must(await makeFolder("Room"), 201);
  expect((await download()).bytes.equals(picture)).toBe(true);
  await expectWhole([...names, "Room"], downloads.count + 1);
  expect(world.log.join("")).toContain("STORE_FULL");
});

it("on a database that only reads, the same, and says so", async () => {
  const names = await folders();
  const { length: acts } = await world.store.acts.list(ada.account, { limit: 500 });
  pragma("query_only = 1");
  expectStale(await makeFolder("No"), "database can only be read");
  expectStale(await makeFolder("No", { "idempotency-key": "one" }), "database can only be read");
  expectStale(await download(), "database can only be read");
  await expectWhole(names, acts);
  expect(await mayView()).toMatchObject(allows);
  await expectFirstLoad(names);

  pragma("query_only = 0");
  must(await makeFolder("Yes", { "idempotency-key": "one" }), 201);
  await expectWhole([...names, "Yes"], acts);
});
