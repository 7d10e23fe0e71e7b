import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConnectors } from "./connectors.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatefold-connectors-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** A module of somebody's own. */
async function moduleOf(name: string, code: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, code);
  return file;
}

const ids = async (...names: string[]) => (await loadConnectors(names)).map(({ meta }) => meta.id);
const example = fileURLToPath(new URL("../../../../examples/connector/index.ts", import.meta.url));

test("one of a path stands beside those that come with it, or in the place of the one whose id it has", async () => {
  expect(await ids()).toContain("klaviyo");
  expect(await ids(example)).toEqual([...(await ids()), "shelf"]);
  expect(await ids(example, example, "@gatefold/connector-klaviyo")).toEqual([...(await ids()), "shelf"]);
});

test.each([
  ["is not there", "no-such-connector-anywhere", undefined, "can't be loaded"],
  ["breaks", "breaks.mjs", "throw new Error('of its own')", "can't be loaded"],
  ["has no default", "empty.mjs", "export const connector = 1", "no connector as its default export"],
  [
    "is something else",
    "other.mjs",
    "export default { contract: 1, meta: {} }",
    "no connector as its default",
  ],
])("one that %s is refused by its name", async (_what, name, code, message) => {
  const named = code === undefined ? name : await moduleOf(name, code);
  const loading = loadConnectors([named]);
  await expect(loading).rejects.toMatchObject({ code: "CONNECTOR_NOT_LOADED" });
  await expect(loading).rejects.toThrow(message);
});

test("one of another contract is refused, and told all else that is wrong", async () => {
  const code = `
    import shelf from ${JSON.stringify(pathToFileURL(example).href)};
    export default { ...shelf, contract: 2, meta: { ...shelf.meta, origins: ["http://shelf.example"] } };`;
  const loading = loadConnectors([await moduleOf("future.mjs", code)]);
  await expect(loading).rejects.toThrow(/contract 2, and this is contract 1.*not an https origin/);
});
