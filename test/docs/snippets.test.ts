import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root, sources } from "../house/sources.ts";

/** What is under examples/ is type-checked with everything else, so a snippet taken from there is too. */
const examples = sources("examples").map(({ text }) => flat(text));

function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const pages = [
  ...readdirSync(join(root, "docs/guides")).map((name) => `docs/guides/${name}`),
  "packages/core/README.md",
];
const guides = pages.map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }));

const readme = { name: "client", text: readFileSync(join(root, "packages/client/README.md"), "utf8") };

const snippets = [...guides, readme].flatMap(({ name, text }) =>
  Array.from(text.matchAll(/^```ts\n([\s\S]*?)^```$/gm), ([, code = ""]) => ({ name, code })),
);

test("every snippet of TypeScript in a guide, and in the client's README, stands so in a program under examples/", () => {
  expect(snippets.length).toBeGreaterThan(3);
  const astray = snippets.filter(({ code }) => !examples.some((text) => text.includes(flat(code))));
  expect(astray).toEqual([]);
});

test.each([
  { program: "connector/try.ts", page: "docs/guides/connector-developer.md" },
  { program: "connector/check.ts", page: "docs/guides/connector-developer.md" },
  { program: "engine/ask.ts", page: "packages/core/README.md" },
])("examples/$program prints what $page shows", async ({ program, page }) => {
  const file = join(root, "examples", program);
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  const { text } = guides.find(({ name }) => name === page) ?? {};
  expect(text).toContain(`$ ./dev exec node examples/${program}\n${stdout}\`\`\``);
});
