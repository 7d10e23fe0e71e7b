import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { upload } from "../../test/uploads.ts";
import { createWorld } from "../../test/world.ts";
import { createLanes } from "./lanes.ts";

/** Work that ends when it is told to. */
function job() {
  const ended = Promise.withResolvers<string>();
  const state = { begun: false };
  const work = () => {
    state.begun = true;
    return ended.promise;
  };
  return { state, work, end: ended.resolve, fail: ended.reject };
}

/** How many blobs there are: an upload's bytes are stored before they are looked at. */
async function stored(files: string): Promise<number> {
  const found = await readdir(join(files, "blobs"), { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile() && entry.name.length === 62).length;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

it("does so many at a time, the rest in the order they came", async () => {
  const lanes = createLanes(2);
  const jobs = [job(), job(), job(), job()] as const;
  const done = jobs.map(({ work }) => lanes(work));
  const begun = () => jobs.map(({ state }) => state.begun);
  await settle();
  expect(begun()).toEqual([true, true, false, false]);
  jobs[1].end("second");
  expect(await done[1]).toBe("second");
  await settle();
  expect(begun()).toEqual([true, true, true, false]);
  for (const { end } of jobs) end("over");
  expect(await Promise.all(done)).toEqual(["over", "second", "over", "over"]);
});

it("goes on after work that failed", async () => {
  const lanes = createLanes(1);
  const [first, second] = [job(), job()];
  const [failed, after] = [lanes(first.work), lanes(second.work)];
  first.fail(new Error("broken"));
  await expect(failed).rejects.toThrow("broken");
  second.end("well");
  expect(await after).toBe("well");
});

it("holds back pictures that are uploaded while others are looked at", async () => {
  const world = await createWorld();
  const ada = await world.found();
  const { intake } = world.running.gateway.services;
  const others = [job(), job()];
  const done = others.map(({ work }) => intake(work));
  let answered = false;
  const uploaded = upload(world, ada.token, ada.root, "hero.png", await samplePicture()).finally(() => {
    answered = true;
  });
  await expect.poll(() => stored(world.files), { timeout: 10_000 }).toBe(1);
  await settle();
  expect(answered).toBe(false);
  for (const { end } of others) end("over");
  expect((await uploaded).name).toBe("hero.png");
  await Promise.all(done);
  await world.end();
});
