import { chmod, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { gatefoldIn } from "../../test/in-process.ts";
import { readConfiguration } from "../configuration/configuration.ts";
import { tmpdir } from "node:os";
import { examine, lookAtNode } from "./doctor.ts";
import type { Finding } from "./finding.ts";
import { lookAtNetwork } from "./network.ts";

let home: string;
let data: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "gatefold-doctor-"));
  data = join(home, "data");
  const { status, err } = await gatefoldIn({ standing: home }, "init", "--preset", "agency", "--data", data);
  if (status !== 0) throw new Error(err);
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function doctor(...words: string[]): Promise<{ status: number; findings: Finding[] }> {
  const { status, out } = await gatefoldIn({ standing: home }, "doctor", "--data", data, "--json", ...words);
  return { status, ...(JSON.parse(out) as { findings: Finding[] }) };
}

const ill = (findings: readonly Finding[]) => findings.filter(({ state }) => state !== "ok");

function sql(statement: string): void {
  const database = new DatabaseSync(join(data, "gatefold.sqlite"));
  database.exec(statement);
  database.close();
}

/** Something of the database changed past Gatefold, until the test ends. */
function behindItsBack(statement: string, undo: string): void {
  sql(statement);
  onTestFinished(() => sql(undo));
}

test("a sound account has nothing to mend, however deep one looks", async () => {
  const { status, findings } = await doctor("--deep", "--port", "0");
  expect(ill(findings)).toEqual([]);
  expect(status).toBe(0);
  const checks = new Set(findings.map(({ check }) => check));
  for (const check of [
    "node",
    "configuration",
    "data folder",
    "database",
    "tables",
    "keys",
    "work",
    "journal",
  ]) {
    expect(checks).toContain(check);
  }
  const { out } = await gatefoldIn({ standing: home }, "doctor", "--data", data);
  expect(out).toMatch(/^ok {7}tables: The tables are this version's\.$/m);
});

test("a folder that others can read, and a key, is wrong and says what to type", async () => {
  await chmod(join(data, "master.key"), 0o644);
  onTestFinished(() => chmod(join(data, "master.key"), 0o600));
  const { status, findings } = await doctor();
  expect(status).toBe(1);
  expect(ill(findings)).toEqual([
    {
      check: "data folder",
      state: "wrong",
      says: `Others on this machine can get at ${join(data, "master.key")}.`,
      mend: `chmod go= "${join(data, "master.key")}"`,
    },
  ]);
});

test("a port that is taken is named, with the setting that would change it", async () => {
  const server = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { findings } = await doctor("--port", String(port));
  expect(ill(findings)).toMatchObject([
    { check: "ports", state: "wrong", mend: expect.stringContaining("api.port") },
  ]);
  // Something else that answers where we should be is no gateway.
  const there = `http://127.0.0.1:${port}`;
  const { values } = await readConfiguration({ standing: home, variables: new Map() }, { flags: new Map() });
  const reached = await lookAtNetwork(
    values,
    { pid: 1, gateway: there, content: there, sandbox: null },
    fetch,
  );
  expect(ill(reached)).toMatchObject([{ state: "wrong" }, { state: "wrong" }]);
});

test("a journal that was changed is found by a deep look alone", async () => {
  behindItsBack(
    `update "entries" set "at" = "at" + 1 where "seq" = 2`,
    `update "entries" set "at" = "at" - 1 where "seq" = 2`,
  );
  expect(ill((await doctor()).findings)).toEqual([]);
  const looked = await doctor("--deep");
  const undone = ill(looked.findings).find(({ check }) => check === "journal");
  expect(looked.status).toBe(1);
  expect(undone).toMatchObject({ state: "wrong", mend: expect.stringContaining("backup") });
});

test("work that is late, deliveries that need a look and a newer database are told", async () => {
  behindItsBack(
    `insert into "jobs" ("id", "account", "kind", "lane", "body", "runAt", "attempts") values ('j', 'a', 'none', null, 'null', 1, 40)`,
    `delete from "jobs" where "id" = 'j'`,
  );
  const { status, findings } = await doctor();
  expect(status).toBe(0);
  expect(ill(findings).map(({ check, state }) => [check, state])).toEqual([
    ["work", "warning"],
    ["work", "warning"],
  ]);
  behindItsBack(
    `insert into kysely_migration (name, timestamp) values ('9999-later', '')`,
    `delete from kysely_migration where name = '9999-later'`,
  );
  expect(ill((await doctor()).findings)).toMatchObject([
    { check: "tables", state: "wrong", says: expect.stringContaining("SCHEMA_NEWER") },
  ]);
});

test("a database that is not there is one finding, and the rest is looked at", async () => {
  await rename(join(data, "gatefold.sqlite"), join(data, "away"));
  onTestFinished(() => rename(join(data, "away"), join(data, "gatefold.sqlite")));
  const { findings } = await doctor();
  expect(ill(findings)).toMatchObject([
    { check: "database", says: expect.stringContaining("[STORE_UNREADABLE]") },
  ]);
  expect(findings.some(({ check }) => check === "pictures")).toBe(true);
});

test("a configuration that is wrong is all that is told of it, and no secret", async () => {
  const standing = await testFolder();
  await writeFile(join(standing, "g.yaml"), "database: { url: mysql://hunter2 }\nhots: 1\n");
  const { status, out } = await gatefoldIn({ standing }, "doctor", "--config", "g.yaml");
  expect(status).toBe(1);
  expect(out).toContain("wrong    configuration: ");
  expect(out).toContain("hots is no setting");
  expect(out).not.toContain("hunter2");
});

test("a file with a secret in it that everybody can read is warned of", async () => {
  const standing = await testFolder();
  const file = join(standing, "g.yaml");
  await writeFile(file, "database: { url: 'postgres://u:hunter2@127.0.0.1:1/none' }\n", { mode: 0o644 });
  await chmod(file, 0o644);
  const configuration = await readConfiguration(
    { standing, variables: new Map() },
    { flags: new Map(), config: file },
  );
  const findings = await examine({
    configuration,
    dataFolder: data,
    deep: false,
    now: () => Date.now(),
    fetch,
    nodeVersion: "24.15.0",
  });
  expect(ill(findings)).toMatchObject([
    { check: "configuration", state: "warning" },
    {
      check: "data folder",
      state: "wrong",
      says: expect.stringContaining("belongs to an account in sqlite"),
    },
    { check: "database", state: "wrong" },
  ]);
  expect(JSON.stringify(findings)).not.toContain("hunter2");
});

test.each([
  ["24.15.0", "ok"],
  ["24.14.9", "wrong"],
  ["25.1.0", "wrong"],
  ["26.0.0", "ok"],
])("Node.js %s is %s", (version, state) => {
  expect(lookAtNode(version)).toMatchObject({ state });
});
