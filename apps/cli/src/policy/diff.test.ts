import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runOffline } from "../../test/offline-io.ts";
import { registerPolicy } from "../commands/policy.ts";

let standing: string;
beforeAll(async () => {
  standing = await mkdtemp(join(tmpdir(), "gatefold-diff-"));
  await write("before.json", document);
  await write("after.json", {
    ...document,
    now: 100,
    folders: [...document.folders, { id: "fresh", name: "Fresh", parent: "top" }],
    grants: [{ id: "g", user: "ben", role: "viewer", folders: ["top"], until: 86_400_000 }],
  });
});
afterAll(() => rm(standing, { recursive: true }));

const document = {
  version: 1,
  permissions: ["asset.view"],
  folders: [
    { id: "top", name: "Library" },
    { id: "legal", name: "Legal", parent: "top", restricted: true },
  ],
  roles: [{ id: "viewer", permissions: ["asset.view"] }],
  users: [{ id: "ann", roles: ["viewer"] }, { id: "ben" }],
};
const write = (file: string, content: unknown) => writeFile(join(standing, file), JSON.stringify(content));
const run = (...words: string[]) => runOffline(registerPolicy, ["policy", "diff", ...words], { standing });

describe("gatefold policy diff", () => {
  test("says who gains and who loses, by the names of both documents", async () => {
    expect(await run("before.json", "after.json")).toMatchObject({
      status: 0,
      out: [
        "ann gains asset.view on Fresh (new).",
        "ben gains asset.view on Library, but not in restricted folders below until 1970-01-02T00:00:00.000Z.",
        "",
      ].join("\n"),
    });
  });

  test("says of the way back that it is a loss", async () => {
    const { out } = await run("after.json", "before.json");
    expect(out).toContain("ann loses asset.view on Fresh (gone).\n");
  });

  test("says so where nobody gains or loses, whatever else differs", async () => {
    await write("renamed.json", {
      ...document,
      folders: [{ id: "top", name: "Archive" }, document.folders[1]],
    });
    expect(await run("before.json", "renamed.json", "--exit-code")).toMatchObject({
      status: 0,
      out: "Nobody gains or loses anything.\n",
    });
  });

  test("leaves with 1 where it is asked to", async () => {
    expect(await run("before.json", "after.json", "--exit-code")).toMatchObject({ status: 1 });
  });

  test("tells programs all of it", async () => {
    const { out } = await run("before.json", "after.json", "--json");
    expect(JSON.parse(out)).toEqual({
      now: 100,
      rows: [
        expect.objectContaining({ effect: "gains", users: ["ann"], from: 100, until: null }),
        expect.objectContaining({ effect: "gains", users: ["ben"], from: 100, until: 86_400_000 }),
      ],
      created: ["fresh"],
      deleted: [],
    });
  });
});
