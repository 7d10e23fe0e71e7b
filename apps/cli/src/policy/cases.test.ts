import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runOffline } from "../../test/offline-io.ts";
import { registerPolicy } from "../commands/policy.ts";

const checkout = fileURLToPath(new URL("../../../../", import.meta.url));
const library = join(checkout, "examples/library.policy.json");

let standing: string;
beforeAll(async () => {
  standing = await mkdtemp(join(tmpdir(), "gatefold-cases-"));
});
afterAll(() => rm(standing, { recursive: true }));

const write = (file: string, document: unknown) => writeFile(join(standing, file), JSON.stringify(document));
const run = (...words: string[]) => runOffline(registerPolicy, ["policy", "test", ...words], { standing });

const small = {
  version: 1,
  permissions: ["asset.view", { id: "billing.manage", level: "account" }],
  folders: [{ id: "top" }],
  roles: [{ id: "viewer", name: "Viewer", permissions: ["asset.view"] }],
  users: [{ id: "ann" }],
  grants: [{ id: "g1", user: "ann", role: "viewer", until: 5 }],
};

describe("gatefold policy test", () => {
  test("finds every row of the worked examples as the library's document says", async () => {
    const { out, status } = await run(library);
    const { cases } = JSON.parse(await readFile(library, "utf8")) as { cases: { user: string }[] };
    expect(new Set(cases.map(({ user }) => user)).size).toBe(14);
    expect(out).toBe(`${library}\n  ${cases.length} passed, 0 failed\n`);
    expect(status).toBe(0);
  });

  test("shows for each failing case what was expected, what came, and why", async () => {
    await write("small.json", {
      ...small,
      cases: [
        { user: "ann", permission: "asset.view", at: "top", expect: "deny" },
        { user: "ann", permission: "asset.view", at: "top", now: 4, expect: "allow", code: "ALL_ACCESS" },
        { user: "ann", permission: "asset.view", at: "top", now: 5, expect: "allow" },
        { user: "ann", permission: "billing.manage", expect: "deny", code: "NO_GRANT" },
      ],
    });
    const { out, status } = await run("small.json");
    expect(out).toBe(`small.json
  ✗ cases[0]: ann, asset.view at top, now 0
      expected deny
      got      allow ROLE
      because  ann may use asset.view on "top": the role Viewer gives it.
      by       grant g1 of viewer
  ✗ cases[1]: ann, asset.view at top, now 4
      expected allow ALL_ACCESS
      got      allow ROLE
      because  ann may use asset.view on "top": the role Viewer gives it.
      by       grant g1 of viewer
  ✗ cases[2]: ann, asset.view at top, now 5
      expected allow
      got      deny NO_GRANT
      because  ann may not use asset.view on "top": no role gives it.
      missed   grant g1 of viewer (expired)
  1 passed, 3 failed
`);
    expect(status).toBe(1);
  });

  test("tests every file, also after one that can't be read", async () => {
    await write("wrong.json", { version: 1, folder: [] });
    const { out, status } = await run("none.json", "wrong.json", library);
    expect(out).toContain("There is no file none.json; check its name. [FILE_NOT_FOUND]");
    expect(out).toContain(
      "wrong.json: folder: There is no such key; take it away, or correct its name. [UNKNOWN_KEY]",
    );
    expect(out).toMatch(/library\.policy\.json\n {2}\d+ passed, 0 failed/);
    expect(status).toBe(1);
  });

  test("tells what has no effect, and that there are no cases", async () => {
    const overrides = [
      { id: "o1", user: "ann", effect: "deny", permission: "billing.manage", folder: "top" },
    ];
    await write("dead.json", { ...small, overrides });
    const { out, status } = await run("dead.json");
    expect(out).toContain(
      'no effect: overrides[0].folder: The override that denies ann billing.manage on "top" has no effect',
    );
    expect(out).toContain("no cases");
    expect(status).toBe(0);
  });

  test("answers programs in JSON", async () => {
    await write("small.json", {
      ...small,
      cases: [{ user: "ann", permission: "asset.view", at: "top", expect: "deny" }],
    });
    const { out, status } = await run("--json", "small.json", "none.json");
    expect(JSON.parse(out)).toMatchObject({
      passed: false,
      files: [
        {
          file: "small.json",
          passed: 0,
          failed: 1,
          failures: [
            {
              path: "cases[0]",
              expected: { effect: "deny", code: null },
              got: { effect: "allow", code: "ROLE", by: [{ kind: "role", grant: "g1" }] },
              sentence: 'ann may use asset.view on "top": the role Viewer gives it.',
            },
          ],
          dead: [],
        },
        { file: "none.json", error: { code: "FILE_NOT_FOUND" } },
      ],
    });
    expect(status).toBe(1);
  });
});
