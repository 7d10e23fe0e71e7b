import { chmod, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { keyNames, readKey, writeKey } from "./keys.ts";

test("a key is kept for its owner's eyes only, and found by name", async () => {
  const folder = await testFolder();
  await writeKey(folder, "bea", "gk_one_two");
  await writeKey(folder, "ada", "gk_three_four");
  expect((await stat(join(folder, "keys", "bea"))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, "keys"))).mode & 0o777).toBe(0o700);
  expect(await readKey(folder, "Bea")).toBe("gk_one_two");
  expect(await keyNames(folder)).toEqual(["ada", "bea"]);
});

test("a key that others could have read is not used, and is not shown", async () => {
  const folder = await testFolder();
  await writeKey(folder, "bea", "gk_one_two");
  await chmod(join(folder, "keys", "bea"), 0o640);
  const refused = await readKey(folder, "bea").catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "NOT_PRIVATE", next: [expect.stringContaining("chmod 600")] });
  expect(JSON.stringify(refused)).not.toContain("gk_one");
});

test("an unknown name is answered with the near one and with all there are", async () => {
  const folder = await testFolder();
  await writeKey(folder, "cleo", "gk_one_two");
  await expect(readKey(folder, "cloe")).rejects.toMatchObject({
    code: "UNKNOWN_PERSON",
    next: ['Did you mean "cleo"?', "There are keys of cleo."],
  });
});

test.each(["../secret", "..", "a/b", "", "keys\0", "/etc/passwd"])("%j names no file", async (name) => {
  const folder = await testFolder();
  await writeFile(join(folder, "secret"), "gk_one_two", { mode: 0o600 });
  await expect(readKey(folder, name)).rejects.toMatchObject({ code: "UNKNOWN_PERSON" });
});
