import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { oursIn } from "./names.ts";
import { readConfiguration, readSetting } from "./configuration.ts";
import { type Key, keys } from "./declaration.ts";
import { flagOf, variableOf } from "./names.ts";

const none = { flags: new Map<Key, string>() };

/** What is read in a folder with this file of settings in it, and these variables. */
async function readWith(text: string, env: Record<string, string> = {}, flags: [Key, string][] = []) {
  const folder = await testFolder();
  await writeFile(join(folder, "gatefold.yaml"), text);
  const surroundings = { standing: folder, variables: oursIn(env) };
  const configuration = await readConfiguration(surroundings, {
    flags: new Map(flags),
    config: "gatefold.yaml",
  });
  return { ...configuration, folder };
}

function readOnly(env: Record<string, string>) {
  return readConfiguration({ standing: "/here", variables: oursIn(env) }, none);
}

test("an option wins over a variable, a variable over the file, the file over what is usual", async () => {
  const { values, sources } = await readWith(
    "api: { port: 1000, url: https://a.example.org/ }\ncontent: { port: 1001 }\nstopWithinMs: 5\n",
    { GATEFOLD_API_PORT: "2000", GATEFOLD_CONTENT_PORT: "2001", GATEFOLD_HOST: "" },
    [["api.port", "3000"]],
  );
  expect([values["api.port"], values["content.port"], values.stopWithinMs, values.host]).toEqual([
    3000,
    2001,
    5,
    "127.0.0.1",
  ]);
  expect(values["api.url"]).toBe("https://a.example.org");
  expect(["api.port", "content.port", "stopWithinMs", "host"].map((key) => sources.get(key as Key))).toEqual([
    { from: "option", name: "--port" },
    { from: "variable", name: "GATEFOLD_CONTENT_PORT" },
    { from: "file", name: "gatefold.yaml" },
    { from: "usual", name: "" },
  ]);
});

test("lists and mappings are read from a file and from text alike, paths from where they are written", async () => {
  const origin = { "https://a.klaviyo.com": "http://127.0.0.1:8090/klaviyo" };
  const written = await readWith(
    `data: here\ntrustedProxies: [10.0.0.0/8, "::1"]\nplatformOrigins: ${JSON.stringify(origin)}\n`,
    { GATEFOLD_BLOBS: "blobs" },
  );
  expect(written.values.data).toBe(join(written.folder, "here"));
  expect(written.values.blobs).toBe(join(written.folder, "blobs"));
  const said = await readOnly({
    GATEFOLD_TRUSTED_PROXIES: "10.0.0.0/8, ::1",
    GATEFOLD_PLATFORM_ORIGINS: "https://a.klaviyo.com=http://127.0.0.1:8090/klaviyo/",
    GATEFOLD_DATA: "there",
  });
  expect(said.values.data).toBe("/here/there");
  for (const { values } of [written, said]) {
    expect(values.trustedProxies).toEqual(["10.0.0.0/8", "::1"]);
    expect(values.platformOrigins).toEqual(origin);
  }
});

describe("a secret", () => {
  const url = "postgres://gatefold:hunter2@db/gatefold";

  test("may lie in a file of its own, named by a variable or by the file of settings", async () => {
    const folder = await testFolder();
    await mkdir(join(folder, "run"));
    await writeFile(join(folder, "run/url"), `${url}\n`);
    const { values } = await readOnly({ GATEFOLD_DATABASE_URL_FILE: join(folder, "run/url") });
    expect(values["database.url"]).toBe(url);
    const written = await readWith(`database: { urlFile: ${join(folder, "run/url")} }`);
    expect(written.values["database.url"]).toBe(url);
    expect(written.sources.get("database.url")).toEqual({ from: "file", name: "gatefold.yaml" });
  });

  test("is refused where it is said twice, or can't be read", async () => {
    await expect(
      readOnly({ GATEFOLD_DATABASE_URL: url, GATEFOLD_DATABASE_URL_FILE: "/nowhere" }),
    ).rejects.toThrow("GATEFOLD_DATABASE_URL and GATEFOLD_DATABASE_URL_FILE are both set");
    await expect(readOnly({ GATEFOLD_DATABASE_URL_FILE: "/nowhere" })).rejects.toThrow(
      "GATEFOLD_DATABASE_URL_FILE is refused: it takes the path of a file that can be read.",
    );
  });

  test("is never quoted, however the file is broken", async () => {
    for (const text of [
      "database:\n  url: *hunter2\n",
      'database: { url: "hunter2"',
      "database: { url: mysql://hunter2@db }",
      "database: [hunter2]",
      '{"database": {"url": "hunter2" "x"}}',
    ]) {
      const failure = await readWith(text).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      expect(JSON.stringify(failure) + String(failure)).not.toContain("hunter2");
    }
  });
});

describe("refused, all at once", () => {
  test("are names that are none, with their path and the nearest known one", async () => {
    const text = "api: { prot: 1 }\nstopWithinMS: 5\nzebra: 1\ncontent: 4\n";
    await expect(readWith(text, { GATEFOLD_LOG_LEVLE: "info" })).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
      status: 1,
      message: 'GATEFOLD_LOG_LEVLE is no setting. Did you mean "GATEFOLD_LOG_LEVEL"?',
      next: [
        'api.prot is no setting (in gatefold.yaml). Did you mean "api.port"?',
        'stopWithinMS is no setting (in gatefold.yaml). Did you mean "stopWithinMs"?',
        "zebra is no setting (in gatefold.yaml).",
        "content in gatefold.yaml is refused: it takes names with their values.",
        expect.stringContaining("docs/reference/configuration.md"),
      ],
    });
  });

  test.each([
    ["GATEFOLD_API_URL", "ftp://secret@example.org"],
    ["GATEFOLD_API_URL", "https://user:secret@example.org"],
    ["GATEFOLD_STOP_WITHIN_MS", "soon"],
    ["GATEFOLD_API_PORT", "65536"],
    ["GATEFOLD_HOST", "example.org"],
    ["GATEFOLD_TRUSTED_PROXIES", "10.0.0.0/33"],
    ["GATEFOLD_TRUSTED_PROXIES", "true"],
    ["GATEFOLD_PLATFORM_ORIGINS", "https://a.klaviyo.com"],
    ["GATEFOLD_LOG_LEVEL", "loud"],
    ["GATEFOLD_DATABASE_URL", "mysql://db"],
  ])("%s is not taken as %s, and the value is not quoted", async (name, value) => {
    await expect(readOnly({ [name]: value })).rejects.toThrow(`${name} is refused: it takes `);
    await expect(readOnly({ [name]: value })).rejects.not.toThrow(value);
  });

  test("a typed value that can't be is a command line that makes no sense", async () => {
    const flags = new Map<Key, string>([["api.port", "high"]]);
    await expect(readConfiguration({ standing: "/", variables: new Map() }, { flags })).rejects.toMatchObject(
      { code: "SETTINGS_INVALID", status: 2 },
    );
  });

  test("are one origin for both, and one port for two", async () => {
    const both = { GATEFOLD_API_URL: "https://a.org/x", GATEFOLD_CONTENT_URL: "https://a.org/y" };
    await expect(readOnly(both)).rejects.toThrow("have the same origin");
    await expect(readOnly({ GATEFOLD_API_PORT: "9", GATEFOLD_CONTENT_PORT: "9" })).rejects.toThrow(
      "Two of the",
    );
    await readOnly({ GATEFOLD_API_PORT: "0", GATEFOLD_CONTENT_PORT: "0" });
  });

  test("a variable by its name of before is told its new one", async () => {
    await expect(readOnly({ GATEFOLD_GATEWAY_API_URL: "https://a.org" })).rejects.toThrow(
      "GATEFOLD_GATEWAY_API_URL is called GATEFOLD_API_URL now.",
    );
  });

  test("the mark of a data folder is no file of settings", async () => {
    await expect(readWith('{"gatefold": 1, "demo": true}')).rejects.toThrow("is the mark of a data folder");
  });
});

test("what Kubernetes says of a service called gatefold is not ours", async () => {
  const { values } = await readOnly({
    GATEFOLD_SERVICE_HOST: "10.0.0.1",
    GATEFOLD_SERVICE_PORT_HTTP: "80",
    GATEFOLD_PORT: "tcp://10.0.0.1:80",
    GATEFOLD_PORT_80_TCP_ADDR: "10.0.0.1",
  });
  expect(values.host).toBe("127.0.0.1");
  await expect(readOnly({ GATEFOLD_PORT: "9000" })).rejects.toThrow("GATEFOLD_PORT is no setting.");
});

test("no two settings share a variable or an option", () => {
  for (const nameOf of [variableOf, flagOf]) expect(new Set(keys.map(nameOf)).size).toBe(keys.length);
});

test("a command that runs no gateway reads its data folder, whatever other variables say", async () => {
  const folder = await testFolder();
  await writeFile(join(folder, "gatefold.json"), JSON.stringify({ data: "store" }));
  const read = (env: Record<string, string>) =>
    readSetting(
      { standing: folder, variables: oursIn({ GATEFOLD_CONFIG: "gatefold.json", ...env }) },
      "data",
    );
  expect(await read({ GATEFOLD_API_PORT: "high" })).toBe(join(folder, "store"));
  expect(await read({ GATEFOLD_DATA: "/elsewhere" })).toBe("/elsewhere");
});
