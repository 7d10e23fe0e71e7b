import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { type FoundFile, walk } from "./walk.ts";

test("files come folder by folder, without hidden ones and without what links point to", async () => {
  const root = await testFolder();
  for (const folder of ["b/deep", "a", ".git"]) await mkdir(join(root, folder), { recursive: true });
  for (const file of ["z.jpg", ".DS_Store", "a/é.png", "b/deep/x.gif", ".git/config"]) {
    await writeFile(join(root, file), "");
  }
  await symlink(root, join(root, "a", "circle"));
  await symlink(join(root, "z.jpg"), join(root, "linked.jpg"));
  const found: FoundFile[] = [];
  for await (const file of walk(root)) found.push(file);
  expect(found.map(({ folders, name }) => [...folders, name].join("/"))).toEqual([
    "z.jpg",
    "a/é.png",
    "b/deep/x.gif",
  ]);
  expect(found[1]?.path).toBe(join(root, "a", "é.png"));
});
