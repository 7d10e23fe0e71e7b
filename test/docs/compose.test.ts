import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { createDocument, operations } from "@gatefold/gateway";
import { readConfiguration } from "../../apps/cli/src/configuration/configuration.ts";
import { oursIn } from "../../apps/cli/src/configuration/names.ts";
import { readDocument } from "../../apps/cli/src/document-file.ts";
import { root } from "../house/sources.ts";

const service = z.looseObject({
  volumes: z.array(z.string()),
  secrets: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
});
const compose = z.object({
  services: z.object({ gateway: service.extend({ ports: z.array(z.string()) }), postgres: service }),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

const dockerfile = () => readFile(join(root, "Dockerfile"), "utf8");

/** The variables that the image sets. */
function imageVariables(text: string): Record<string, string> {
  const [, block = ""] = /^ENV ((?:.*\\\n)*.*)$/m.exec(text) ?? [];
  return Object.fromEntries(
    [...block.matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

test("the containers set what there is to set, and mount and publish what the gateway then uses", async () => {
  const { services, volumes, secrets } = compose.parse(await readDocument(root, "compose.yaml"));
  const { environment, ports, volumes: mounts } = services.gateway;
  const folder = await mkdtemp(join(tmpdir(), "gatefold-compose-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "database_url"), "postgres://gatefold:secret@postgres/gatefold\n");
  // As compose fills it in where nobody says anything, its secrets in a folder of ours.
  const said = Object.entries({ ...imageVariables(await dockerfile()), ...environment }).map(
    ([name, value]) => [name, value.replaceAll(/\$\{\w+:-\}/g, "").replace("/run/secrets", folder)],
  );
  const variables = oursIn(Object.fromEntries(said) as Record<string, string>);
  const { values } = await readConfiguration({ standing: "/data", variables }, { flags: new Map() });
  expect(values["database.url"]).toContain("@postgres/gatefold");
  expect(values["log.to"]).toBe("stdout");
  expect(ports.map((one) => Number(one.split(":").at(-1)))).toEqual([
    values["api.port"],
    values["content.port"],
  ]);
  const mounted = mounts.map((one) => one.split(":")[1] ?? "");
  const lost = [values.data, values.masterKeyFile].filter(
    (path) => !mounted.some((mount) => path === mount || path?.startsWith(`${mount}/`)),
  );
  expect(lost).toEqual([]);
  for (const one of [services.gateway, services.postgres]) {
    for (const mount of one.volumes) expect(Object.keys(volumes)).toContain(mount.split(":")[0]);
    for (const name of one.secrets) expect(Object.keys(secrets)).toContain(name);
    for (const path of Object.values(one.environment).filter((value) => value.startsWith("/run/secrets/"))) {
      expect(one.secrets).toContain(path.split("/").at(-1));
    }
  }
});

test("the image asks for health where it is answered, starts what is built, and runs as nobody special", async () => {
  const text = await dockerfile();
  const { paths } = createDocument(operations, { apiUrl: "http://a", contentUrl: "http://b" }, "0.1.0");
  const [, probed = ""] = /127\.0\.0\.1:8080(\/\w+)/.exec(text) ?? [];
  expect(Object.keys(paths ?? {})).toContain(probed);
  const manifest = JSON.parse(await readFile(join(root, "apps/cli/package.json"), "utf8")) as {
    bin: { gatefold: string };
  };
  expect(text).toContain(`"/app/${manifest.bin.gatefold.replace("./", "")}"`);
  expect(text).toMatch(/^USER node$/m);
  const needed = ["dev", "tools/kit/pnpm/package-lock.json", "pnpm-lock.yaml", ".dockerignore"];
  expect(needed.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  // Secrets that lie beside it, as compose wants them, come into no image and no commit.
  for (const file of [".dockerignore", ".gitignore"]) {
    expect(await readFile(join(root, file), "utf8")).toMatch(/^\/?secrets\/?$/m);
  }
});
