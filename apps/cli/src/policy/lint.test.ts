import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runOffline } from "../../test/offline-io.ts";
import { registerPolicy } from "../commands/policy.ts";

const library = fileURLToPath(new URL("../../../../examples/library.policy.json", import.meta.url));

let standing: string;
beforeAll(async () => {
  standing = await mkdtemp(join(tmpdir(), "gatefold-lint-"));
});
afterAll(() => rm(standing, { recursive: true }));

const write = (file: string, document: unknown) => writeFile(join(standing, file), JSON.stringify(document));
const run = (...words: string[]) => runOffline(registerPolicy, ["policy", "lint", ...words], { standing });

const small = {
  version: 1,
  now: 100,
  permissions: [
    { id: "asset.view", aliases: ["asset.see"] },
    { id: "ai.tag", feature: "ai" },
  ],
  folders: [{ id: "top", name: "Library" }],
  roles: [{ id: "viewer", name: "Viewer", permissions: ["asset.see"] }],
  users: [{ id: "ann", roles: ["viewer"] }],
};

describe("gatefold policy lint", () => {
  test("says so where there is nothing to say", async () => {
    await write("small.json", small);
    expect(await run("small.json")).toMatchObject({
      status: 0,
      out: "small.json\n  nothing without effect\n",
    });
  });

  test("groups what it finds, with the path, the sentence and what to do", async () => {
    await write("found.json", {
      ...small,
      roles: [{ id: "viewer", name: "Viewer", permissions: ["ai.tag", "asset.see"] }],
      groups: [{ id: "studio", members: [] }],
      grants: [{ id: "g", user: "ann", role: "viewer", from: 300, until: 200 }],
    });
    const { out, status } = await run("found.json");
    expect(out).toBe(`found.json
  1 error
    grants[0].until: The grant of "Viewer" to ann ends before it begins, so it is never in force. [GRANT_WINDOW]
      Correct its times, or end it.
  1 warning
    roles[0].permissions[0]: The role "Viewer" names ai.tag, which needs ai, and the plan lacks that. [TOGGLE_PLAN]
      Take it away, or have the feature added to the plan.
  1 note
    groups[0]: The group "studio" has no members. [GROUP_EMPTY]
      Add some, or delete it.
`);
    expect(status).toBe(1);
  });

  test("names what a user's list of roles is short for", async () => {
    await write("again.json", {
      ...small,
      groups: [{ id: "studio", members: ["ann"] }],
      grants: [{ id: "all", group: "studio", role: "viewer" }],
    });
    const { out, status } = await run("again.json");
    expect(out).toContain(
      'users[0].roles[0]: The grant of "Viewer" to ann gives nothing that the grant of "Viewer" to the group',
    );
    expect(status).toBe(0);
    expect((await run("--strict", "again.json")).status).toBe(1);
  });

  test("answers programs in JSON, and goes on after a file that can't be read", async () => {
    const { out, status } = await run("--json", "none.json", library);
    const { passed, files } = JSON.parse(out) as { passed: boolean; files: { findings: object[] }[] };
    expect({ passed, status }).toEqual({ passed: false, status: 1 });
    expect(files[0]).toMatchObject({ file: "none.json", error: { code: "FILE_NOT_FOUND" } });
    expect(files[1]?.findings).toContainEqual({
      code: "TOGGLE_PLAN",
      severity: "warning",
      kind: "role",
      id: "marketer",
      item: "ai.tag",
      because: "ai",
      path: "roles[2].permissions[3]",
      message: 'The role "Marketer" names ai.tag, which needs ai, and the plan lacks that.',
      advice: "Take it away, or have the feature added to the plan.",
    });
  });
});
