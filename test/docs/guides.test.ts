import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../house/sources.ts";
import { matches, stepsOf } from "../readme/transcript.ts";
import { createDemo, type Demo } from "../stories/demo.ts";

const minutes = 60_000;
let demo: Demo;
let home: string;

beforeAll(async () => {
  demo = await createDemo();
  home = await mkdtemp(join(tmpdir(), "gatefold-guides-"));
  const library = JSON.parse(await readFile(join(root, "examples/library.policy.json"), "utf8")) as object;
  const cases = [{ user: "bea", permission: "asset.edit", at: "inbox", expect: "allow" }];
  await writeFile(join(home, "wrong.json"), JSON.stringify({ ...library, cases }));
  const pictures = join(home, "Pictures/beach");
  await mkdir(pictures, { recursive: true });
  await writeFile(join(pictures, "notes.txt"), "nothing");
  const { sha256 } = await picture("Aurora/Winter/firs.jpg");
  await cp(join(demo.folder, "blobs", sha256.slice(0, 2), sha256.slice(2)), join(pictures, "wide.jpg"));
}, minutes);

afterAll(async () => {
  await demo?.end();
  await rm(home, { recursive: true, force: true });
});

async function picture(path: string): Promise<{ sha256: string }> {
  const line = `GET /v1/assets/${await demo.find(path)}`;
  const { body } = await demo.call<{ version: { sha256: string } }>(await demo.key("ada"), line);
  return body.version;
}

/** Types a command as a person who read the guide up to here would: with the ids that the answers before named. */
function typist(guide: string) {
  const known = new Map<string, string>();
  const definition = /^\$ (api\(\) \{[\s\S]*?\})\n\$/m.exec(guide)?.[1] ?? "";
  const key = SANDBOX_KLAVIYO_ACCOUNTS[0]?.credentials[0]?.secret ?? "";
  const prepared = (text: string) =>
    text
      .replaceAll("http://127.0.0.1:8080", demo.urls().gateway)
      .replaceAll(".gatefold/", `${demo.folder}/`)
      .replaceAll("pk_…", key)
      .replaceAll("KEY_ID", known.get("key") ?? "KEY_ID")
      .replaceAll(/([a-z]{3}_)…/g, (cut, prefix: string) => known.get(prefix) ?? cut);
  return async (command: string): Promise<string> => {
    const output = await run(prepared(`${definition}\n${command}`));
    for (const [id, prefix = ""] of [...output.matchAll(/\b([a-z]{3}_)[0-9a-z]{20}\b/g)].toReversed()) {
      known.set(prefix, id);
    }
    const [, keyId] = /"key":\{"id":"([^"]+)"/.exec(output) ?? [];
    if (keyId !== undefined) known.set("key", keyId);
    return output;
  };
}

function run(command: string): Promise<string> {
  const path = `${process.env["PATH"]}:${join(import.meta.dirname, "stand-ins")}`;
  const env = {
    ...process.env,
    PATH: path,
    HOME: home,
    GATEFOLD_DATA: demo.folder,
    INIT_CWD: root,
    TZ: "UTC",
  };
  return new Promise((resolve) => {
    execFile("bash", ["-c", `exec 2>&1\n${command}`], { cwd: root, env }, (_error, output) =>
      resolve(output),
    );
  });
}

test.each(["marketer.md", "admin.md", "policy-document.md", "api.md", "keys-and-backups.md"])(
  "every command of %s prints what it shows",
  { timeout: 3 * minutes },
  async (name) => {
    const guide = await readFile(join(root, "docs/guides", name), "utf8");
    const type = typist(guide);
    const steps = stepsOf(guide).filter(({ command }) => !command.startsWith("api() {"));
    expect(steps.length).toBeGreaterThan(4);
    const astray: string[] = [];
    for (const { command, expected } of steps) {
      const output = await type(command);
      const shown = expected.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:…");
      if (!matches(output, shown)) astray.push(`$ ${command}\n${output}\n--- ${name} shows:\n${expected}`);
    }
    expect(astray.join("\n\n")).toBe("");
  },
);
