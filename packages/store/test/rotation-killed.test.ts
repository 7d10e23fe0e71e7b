import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { rotateMasterKey, sealedRows } from "../src/index.ts";
import { openSqliteHarness, type SqliteHarness } from "./sqlite-harness.ts";
import { founderOf } from "./suite/author.ts";

/** Rotates, and is killed where it is told to: it asks for 12 random bytes to seal a row, and for 8 to write the file. */
const program = `
  import { randomBytes } from "node:crypto";
  import { rotateMasterKey } from ${JSON.stringify(import.meta.resolve("../src/secrets/rotation.ts"))};
  const [where, places] = process.argv.slice(1);
  const die = (here) => here === where && process.kill(process.pid, "SIGKILL");
  const asked = new Map();
  const random = (bytes) => {
    asked.set(bytes, (asked.get(bytes) ?? 0) + 1);
    if (bytes === 12) die("before the first batch");
    if (bytes === 8 && asked.get(8) === 2) die("before the old key is dropped");
    return randomBytes(bytes);
  };
  await rotateMasterKey({ ...JSON.parse(places), random, onSealed: () => die("between two batches") });`;

/** More than a batch. */
const ROWS = 102;
const answer = { account: "acme", credential: "k", name: "n" };

async function sealSome({ store }: SqliteHarness): Promise<void> {
  const author = await founderOf(store);
  for (let at = 0; at < ROWS; at += 1) {
    await author.write([], { sealed: { connection: `c${at}`, secrets: { token: `t${at}` } } });
  }
  await store.answers.claim(answer, 0, 100);
  await store.answers.keep(answer, 100, { fingerprint: "f", status: 201, headers: {}, body: null }, 1000);
}

/** For who comes now, and for who was there all the time. */
async function expectOpen(harness: SqliteHarness, rows: Iterable<number>): Promise<void> {
  for (const store of [harness.store, await harness.another()]) {
    for (const at of rows) expect(await store.secrets.open("acme", `c${at}`)).toEqual({ token: `t${at}` });
    expect(await store.answers.claim(answer, 1, 100)).toMatchObject({ answer: { status: 201 } });
  }
}

async function kill(where: string, { places }: SqliteHarness): Promise<void> {
  const words = ["--input-type=module", "-e", program, where, JSON.stringify(places)];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "inherit"] });
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
}

test("A rotation that is killed loses nothing, wherever that is, and the next one ends it", async () => {
  const harness = await openSqliteHarness();
  await sealSome(harness);
  const keys = async () => (await readFile(harness.places.masterKeyFile, "utf8")).trim().split("\n");
  for (const [where, sealedByNew] of [
    ["before the first batch", 0],
    ["between two batches", 100],
    ["before the old key is dropped", ROWS + 1],
  ] as const) {
    const [old = ""] = await keys();
    await kill(where, harness);
    const [fresh = "", ...rest] = await keys();
    expect(rest).toEqual([old]);
    const counts = [...(await sealedRows(harness.places.database)).values()].toSorted((a, b) => a - b);
    const byBoth = [sealedByNew, ROWS + 1 - sealedByNew].filter((count) => count > 0);
    expect(counts).toEqual(byBoth.toSorted((a, b) => a - b));
    await expectOpen(harness, [0, 99, ROWS - 1]);

    const ended = await rotateMasterKey(harness.places);
    expect(ended).toMatchObject({ resumed: true, resealed: ROWS + 1 - sealedByNew, broken: [] });
    expect(await keys()).toEqual([fresh]);
    expect(await sealedRows(harness.places.database)).toEqual(new Map([[ended.masterKey, ROWS + 1]]));
    await expectOpen(harness, Array(ROWS).keys());
  }
  await harness.close();
}, 60_000);
