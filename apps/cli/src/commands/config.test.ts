import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { gatefoldIn } from "../../test/in-process.ts";

const variables = new Map([
  ["GATEFOLD_DATABASE_URL", "postgres://gatefold:hunter2@db/gatefold"],
  ["GATEFOLD_TRUSTED_PROXIES", "10.0.0.0/8"],
]);

test("config shows what is in force and where it comes from, and no secret", async () => {
  const { status, out } = await gatefoldIn({ variables }, "config", "--port", "9000");
  expect(status).toBe(0);
  expect(out).toMatch(/^api\.port +9000 +--port$/m);
  expect(out).toMatch(/^trustedProxies +10\.0\.0\.0\/8 +GATEFOLD_TRUSTED_PROXIES$/m);
  expect(out).toMatch(/^database\.url +\(hidden\) +GATEFOLD_DATABASE_URL$/m);
  expect(out).toMatch(/^data +\/nowhere +as usual$/m);
  expect(out).not.toContain("hunter2");
  const { out: json } = await gatefoldIn({ variables }, "config", "--json");
  expect(json).not.toContain("hunter2");
  expect(JSON.parse(json)).toMatchObject({
    file: null,
    settings: {
      host: { value: "127.0.0.1", from: "usual" },
      "database.url": { value: "(hidden)", from: "variable", name: "GATEFOLD_DATABASE_URL" },
    },
  });
});

test("config check takes a sound file, and says all that is wrong with another", async () => {
  const standing = await testFolder();
  await writeFile(join(standing, "good.yaml"), "api: { port: 9000 }\nhost: 0.0.0.0\n");
  await writeFile(join(standing, "bad.json"), '{"api": {"port": "high"}, "hots": "::"}');
  const good = await gatefoldIn({ standing, variables }, "config", "check", "good.yaml");
  expect(good).toEqual({ status: 0, out: "good.yaml is sound: 2 settings.\n", err: "" });
  const bad = await gatefoldIn({ standing }, "config", "check", "bad.json");
  expect(bad.status).toBe(1);
  expect(bad.err).toContain('hots is no setting (in bad.json). Did you mean "host"?');
  expect(bad.err).toContain("api.port in bad.json is refused: it takes a port from 0 to 65535");
  const none = await gatefoldIn({ standing }, "config", "check", "none.json");
  expect([none.status, none.err]).toEqual([2, expect.stringContaining("There is no file none.json")]);
});
