import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { expect, test } from "vitest";
import { demoPictures, renderPicture, workspaces } from "./index.ts";

const mimeOf = { jpg: "image/jpeg", png: "image/png", gif: "image/gif" } as const;

test("every picture is what its name says, of its size, and no two are alike", async () => {
  const hashes = new Set<string>();
  for (const picture of demoPictures) {
    const bytes = await renderPicture(picture);
    const ending = picture.path[2].split(".")[1] as keyof typeof mimeOf;
    expect((await fileTypeFromBuffer(bytes))?.mime).toBe(mimeOf[ending]);
    const { width, height } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([picture.width, picture.height]);
    expect(bytes.length).toBeLessThan(1_000_000);
    hashes.add(createHash("sha256").update(bytes).digest("hex"));
  }
  expect(hashes.size).toBe(24);
});

test("a picture is the same each time it is drawn", async () => {
  const [picture] = demoPictures;
  expect(await renderPicture(picture!)).toEqual(await renderPicture(picture!));
});

test("each workspace has a folder of each season and one for few eyes", () => {
  for (const workspace of workspaces) {
    const folders = new Set(
      demoPictures.filter(({ path }) => path[0] === workspace).map(({ path }) => path[1]),
    );
    expect(folders.size).toBe(3);
    expect(folders.has("Summer") && folders.has("Winter")).toBe(true);
  }
});
