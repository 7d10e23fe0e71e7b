import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Event, planChanges } from "@gatefold/core";
import { createSqliteStore } from "@gatefold/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gatefoldHere as gatefold } from "./in-process.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gatefold-master-key-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** An account with one connection whose credentials are sealed. */
async function account(name: string) {
  const data = join(root, name);
  await gatefold("init", "--preset", "agency", "--data", data);
  const masterKeyFile = join(data, "master.key");
  const open = () => createSqliteStore({ file: join(data, "gatefold.sqlite"), masterKeyFile });
  const store = await open();
  const [id = ""] = await store.journal.accounts();
  const { state, head: expected } = await store.journal.load(id);
  const connection = { id: "con_1", connector: "klaviyo", folder: null, name: "Main", settings: {} };
  const events: Event[] = [{ type: "connection.created", connection }];
  const changes = planChanges(state, events);
  const principal = { account: id, user: "gatefold", credential: { kind: "founding" } } as const;
  const sealed = { connection: "con_1", secrets: { apiKey: "pk" } };
  await store.journal.append({
    account: id,
    expected,
    at: 1,
    principal,
    origin: "founding",
    events,
    changes,
    sealed,
  });
  await store.close();
  return {
    id,
    open,
    masterKeyFile,
    run: (...words: string[]) => gatefold("master-key", ...words, "--data", data),
  };
}

test("The master key is made once, shown by its id, and rotated", async () => {
  const { id, open, masterKeyFile, run } = await account("rotated");
  expect(await run("create")).toMatchObject({
    status: 1,
    err: expect.stringContaining("[MASTER_KEY_THERE]"),
  });
  const shown = await run("show-id");
  expect(shown).toMatchObject({
    status: 0,
    out: expect.stringMatching(/[0-9a-f]{16} +seals +rows sealed by it: 1/),
  });
  const before = await readFile(masterKeyFile, "utf8");
  expect(shown.out).not.toContain(before.slice(0, 16));

  const rotated = await run("rotate");
  expect(rotated).toMatchObject({ status: 0, out: expect.stringContaining("1 rows were sealed anew") });
  const after = await readFile(masterKeyFile, "utf8");
  expect(after).not.toBe(before);
  expect(rotated.out + rotated.err).not.toContain(after.trim());
  const store = await open();
  expect(await store.secrets.open(id, "con_1")).toEqual({ apiKey: "pk" });
  await store.close();
  expect(await run("lost", "--yes")).toMatchObject({
    status: 0,
    out: expect.stringContaining("Nothing is lost"),
  });
});

test("A lost master key loses credentials alone: it says whose, and goes on once that is agreed to", async () => {
  const { id, open, masterKeyFile, run } = await account("lost");
  await rm(masterKeyFile);
  await expect(open()).rejects.toMatchObject({ code: "MASTER_KEY_MISSING" });
  const told = await run("lost");
  expect(told).toMatchObject({
    status: 0,
    out: expect.stringMatching(/Main +con_1 +sealed under [0-9a-f]{16}/),
  });
  await expect(readFile(masterKeyFile)).rejects.toMatchObject({ code: "ENOENT" });
  expect(await run("show-id")).toMatchObject({ status: 1, out: expect.stringContaining("missing") });

  expect(await run("lost", "--yes")).toMatchObject({
    status: 0,
    out: expect.stringContaining("enter these again"),
  });
  const store = await open();
  expect(await store.secrets.open(id, "con_1")).toBeUndefined();
  expect((await store.journal.load(id)).state.get("connection", "con_1")).toMatchObject({ name: "Main" });
  const [last] = await store.journal.read(id, { before: 1e9, limit: 1 });
  expect(last).toMatchObject({
    origin: "cli",
    event: { type: "connection.changed", connection: { id: "con_1" } },
  });
  expect(await store.journal.verify(id)).toMatchObject({ ok: true });
  await store.close();
});
