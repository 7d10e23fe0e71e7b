import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gatefoldHere as gatefold } from "./in-process.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gatefold-backup-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("An account is backed up and restored into a new folder, and nothing is ever overwritten", async () => {
  const [from, to, backups] = ["from", "to", "backups"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  await gatefold("init", "--preset", "agency", "--data", from);

  const made = await gatefold("backup", backups, "--data", from);
  expect(made).toMatchObject({ status: 0, err: expect.stringContaining("Reading, rows: ") });
  expect(made.out).toContain("Not in it; keep copies of them, and elsewhere");
  expect(made.out).toContain(join(from, "master.key"));
  const inside = (await readdir(backups, { recursive: true })).join(" ");
  expect(inside).toContain("entries.jsonl");
  expect(inside).not.toMatch(/\.key/);

  const tried = await gatefold("restore", backups, "--dry-run", "--data", to);
  expect(tried).toMatchObject({ status: 0, out: expect.stringContaining("Each file is as it was written") });
  const restored = await gatefold("restore", backups, "--data", to, "--json");
  const [head] = (JSON.parse(restored.out) as { manifest: { heads: { seq: number }[] } }).manifest.heads;
  expect(head?.seq).toBeGreaterThan(5);
  expect(JSON.parse(await readFile(join(to, "gatefold.json"), "utf8"))).toMatchObject({
    state: "ready",
    demo: false,
  });

  const again = await gatefold("restore", backups, "--data", to);
  expect(again).toMatchObject({ status: 1, out: "", err: expect.stringContaining("[TARGET_USED]") });
  const nothing = await gatefold("backup", backups, "--data", join(root, "none"));
  expect(nothing).toMatchObject({ status: 1, err: expect.stringContaining("[NOTHING_THERE]") });
});

test("A restore that was broken off is begun again, and nothing else starts on its folder", async () => {
  const [from, to, backups] = ["source", "half", "kept"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  await gatefold("init", "--preset", "agency", "--data", from);
  await gatefold("backup", backups, "--data", from);
  const name = (await readdir(backups)).find((found) => found.startsWith("2")) ?? "";
  const heads = join(backups, name, "tables", "heads.jsonl");
  const whole = await readFile(heads);
  await appendFile(heads, "x");
  const refused = await gatefold("restore", backups, "--data", to);
  expect(refused).toMatchObject({ status: 1, err: expect.stringContaining("heads.jsonl can't be used") });
  const started = await gatefold("init", "--preset", "agency", "--data", to);
  expect(started).toMatchObject({ status: 1, err: expect.stringContaining("[RESTORE_UNFINISHED]") });

  await writeFile(heads, whole);
  const restored = await gatefold("restore", backups, "--data", to);
  expect(restored).toMatchObject({ status: 0, out: expect.stringContaining("every journal is whole") });
});

test("Every key can be suspended but those named, and never all", async () => {
  const [from, to, backups] = ["keys", "few", "safe"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  await gatefold("init", "--preset", "agency", "--data", from);
  await gatefold("backup", backups, "--data", from);
  const restore = (...words: string[]) => gatefold("restore", backups, "--data", to, ...words);
  expect(await restore("--suspend-keys")).toMatchObject({
    status: 2,
    err: expect.stringContaining("--keep-key ID"),
  });
  expect(await restore("--keep-key", "key_1")).toMatchObject({ status: 2 });
  expect(await restore("--suspend-keys", "--keep-key", "key_1")).toMatchObject({
    status: 1,
    err: expect.stringContaining("[NO_KEY_LEFT]"),
  });
  const token = await readFile(join(from, "keys", "owner"), "utf8");
  const [, key = ""] = /gk_([0-9a-z]+)_/.exec(token) ?? [];
  const kept = await restore("--suspend-keys", "--keep-key", key);
  expect(kept).toMatchObject({ status: 0, out: expect.stringContaining("API keys, 1") });
});
