import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { sendBytes, upload, uploadLine } from "../../test/uploads.ts";
import { createWorld, must, type World } from "../../test/world.ts";
import { sweepBlobs } from "./sweeping.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

const TWO_DAYS = 48 * 60 * 60 * 1000;

/** Makes all that is stored two days old. */
async function age(): Promise<void> {
  const then = (world.clock.now - TWO_DAYS) / 1000;
  const folder = join(world.files, "blobs");
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const file of found) if (file.isFile()) await utimes(join(file.parentPath, file.name), then, then);
}

it("deletes what was refused after a day, and nothing that is or was an asset's", async () => {
  const ada = await world.found();
  const { blobs } = world.dependencies;
  const first = await upload(world, ada.token, ada.root, "one.png", await samplePicture({ hue: 1 }));
  const two = await samplePicture({ hue: 2 });
  must(await sendBytes(world, ada.token, `PUT /v1/assets/${first.id}/content`, two), 200);
  const gone = await upload(world, ada.token, ada.root, "gone.png", await samplePicture({ hue: 3 }));
  await world.call(ada.token, `DELETE /v1/assets/${gone.id}`);
  const refused = Buffer.from("this is no picture");
  await sendBytes(world, ada.token, uploadLine(ada.root, "x.png"), refused);
  const orphan = await blobs.put(refused);
  const second = await blobs.put(two);
  await age();
  const fresh = await blobs.put(Buffer.from("on its way in"));
  expect(await sweepBlobs({ journal: world.store.journal, blobs }, world.clock.now)).toBe(1);
  expect(await blobs.has(orphan.sha256)).toBe(false);
  for (const { sha256 } of [first.version, second, gone.version, fresh])
    expect(await blobs.has(sha256)).toBe(true);
});
