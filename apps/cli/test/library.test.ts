import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Running, serveDemo, stop } from "./cli.ts";
import { gatefoldIn, type RanHere } from "./in-process.ts";

let data: string;
let server: Running;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "gatefold-cli-"));
  ({ server } = await serveDemo(data));
}, 60_000);

afterAll(async () => {
  await stop(server);
  await rm(data, { recursive: true, force: true });
});

const as = (person: string, ...words: string[]): Promise<RanHere> =>
  gatefoldIn({ usualDataFolder: data, standing: data }, ...words, "--as", person);

/** What the command said, where it went well. */
async function ada(...words: string[]): Promise<string> {
  const ran = await as("ada", ...words);
  expect(ran).toMatchObject({ status: 0 });
  return ran.out.trimEnd();
}

describe("assets", () => {
  test("come in, are renamed, moved, withdrawn, given new bytes and an end, fetched and deleted", async () => {
    await ada("assets", "download", "Aurora/Winter/lights.jpg", "--to", "lights.jpg");
    const bytes = await readFile(join(data, "lights.jpg"));
    const again = await as("ada", "assets", "download", "Aurora/Winter/lights.jpg", "--to", "lights.jpg");
    expect(again).toMatchObject({ status: 1, err: expect.stringContaining("[FILE_EXISTS]") });
    const path = "Aurora/Summer/Été ☀️.jpg";
    const upload = ["assets", "upload", "lights.jpg", "--into", "Aurora/Summer", "--name", "Été ☀️.jpg"];
    expect(await ada(...upload)).toMatch(/^Aurora\/Summer\/Été ☀️\.jpg is there: \d+×\d+, \d+ kB\.$/);
    expect((await as("ada", ...upload)).err).toContain("[NAME_TAKEN]");
    const change = ["assets", "change", path, "--name", "Noël 🎄.jpg", "--into", "Aurora/Winter"];
    expect(await ada(...change, "--withdraw", "--expires", "2099-01-31")).toMatch(
      /^Aurora\/Winter\/Noël 🎄\.jpg is changed: .*, not approved, expires 2099-02-01 00:00/,
    );
    const moved = "Aurora/Winter/Noël 🎄.jpg";
    await ada("assets", "download", "Aurora/Winter/firs.jpg", "--to", "firs.jpg");
    await ada("assets", "replace", moved, "firs.jpg");
    await ada("assets", "download", moved, "--to", "after.jpg");
    expect(await readFile(join(data, "after.jpg"))).toEqual(await readFile(join(data, "firs.jpg")));
    expect(bytes.equals(await readFile(join(data, "after.jpg")))).toBe(false);
    expect(JSON.parse(await ada("assets", "change", moved, "--approve", "--no-end", "--json"))).toMatchObject(
      {
        name: "Noël 🎄.jpg",
        approved: true,
        expires: null,
      },
    );
    expect(await ada("assets", "delete", moved)).toBe("Noël 🎄.jpg is gone.");
    expect((await as("ada", "assets", "delete", moved)).status).toBe(4);
  });

  test("that are none, or may not be had, are refused, and leave no file", async () => {
    await writeFile(join(data, "notes.jpg"), "nothing");
    const upload = await as("ada", "assets", "upload", "notes.jpg", "--into", "Aurora/Summer");
    expect(upload.err).toContain("[NOT_A_PICTURE]");
    expect(await as("ada", "assets", "upload", "nowhere.jpg", "--into", "Aurora")).toMatchObject({
      status: 2,
    });
    expect(await as("ada", "assets", "delete", "Aurora/Summer")).toMatchObject({ status: 2 });
    expect(await as("ada", "assets", "change", "Aurora/Winter/lights.jpg")).toMatchObject({ status: 2 });
    await ada("overrides", "set", "bea", "deny", "asset.download", "--on", "Aurora/Summer", "--reason", "No");
    const denied = await as("bea", "assets", "download", "Aurora/Summer/hero.jpg", "--to", "denied.jpg");
    expect(denied).toMatchObject({ status: 1, err: expect.stringContaining("asset.download") });
    await expect(readFile(join(data, "denied.jpg"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("collections", () => {
  test("are made, filled, granted, renamed, emptied and deleted", async () => {
    const [lights, firs] = ["Aurora/Winter/lights.jpg", "Aurora/Winter/firs.jpg"];
    expect(await ada("collections", "create", "Café ☕", lights, "--on", "Aurora")).toBe(
      "Café ☕ is a collection of 1 picture.",
    );
    expect(await ada("collections", "add", "café ☕", firs)).toBe("Café ☕ is a collection of 2 pictures.");
    expect(await ada("collections", "show", "Café ☕")).toBe(`${lights}\n${firs}`);
    expect(await ada("collections", "list", "--on", "Aurora")).toMatch(
      /^col_\w+ +Café ☕ +Aurora +2 pictures$/,
    );
    const press = ["Viewer", "--collection", "Café ☕"];
    expect(await ada("grant", "ivo", ...press, "--reason", "Press")).toContain(
      "on the collection Café ☕, without end.",
    );
    // Where a single picture is shared, the names above it are not.
    const { assets } = JSON.parse(await ada("collections", "show", "Café ☕", "--json")) as {
      assets: string[];
    };
    const id = assets[0] ?? "";
    expect((await as("ivo", "ls", id)).status).toBe(0);
    expect(await ada("grants", "list", "ivo")).toMatch(/ivo +Viewer +collection col_\w+ +Press/);
    expect(await ada("collections", "remove", "Café ☕", lights)).toContain("of 1 picture.");
    expect((await as("ivo", "ls", id)).status).toBe(4);
    expect(await ada("revoke", "ivo", ...press)).toContain("is Viewer on that collection no longer.");
    expect(await ada("collections", "rename", "Café ☕", "Noël 🎄")).toContain("Noël 🎄 is a collection");
    expect(await ada("collections", "delete", "Noël 🎄", "--json")).toBe("{}");
    const gone = await as("ada", "collections", "show", "Noël 🎄");
    expect(gone).toMatchObject({ status: 4, err: expect.stringContaining("[UNKNOWN_COLLECTION]") });
    const nowhere = await as("ada", "grant", "ivo", "Viewer", "--reason", "Press");
    expect(nowhere).toMatchObject({ status: 2, err: expect.stringContaining("--collection NAME") });
  });
});

describe("the account and what is in it", () => {
  test("says what creators get, and changes it", async () => {
    expect(await ada("account", "change", "--creator-role", "Viewer")).toMatch(/^creators get +Viewer$/m);
    expect(await ada("account", "show")).toMatch(/^creators get +Viewer$/m);
    expect(await ada("account", "change", "--no-creator-role")).toMatch(/^creators get +nothing$/m);
    expect((await as("bea", "account", "show")).status).toBe(1);
    expect(await as("ada", "account", "change")).toMatchObject({ status: 2 });
  });

  test("is renamed: people, groups, connections; and roles are copied, and replaced where they end", async () => {
    expect(await ada("users", "change", "ivo", "--name", "Ivo Šimić", "--no-email")).toBe(
      "Ivo Šimić is here as ivo.",
    );
    await ada("groups", "create", "Press", "ivo");
    expect(await ada("groups", "rename", "press", "Presse é")).toBe("Presse é is a group of 1.");
    expect(await ada("roles", "copy", "Viewer", "Looker")).toMatch(/^There is a role Looker: .*asset.view/);
    await ada("grant", "@Presse é", "Looker", "--on", "Aurora", "--reason", "Looks");
    expect((await as("ada", "roles", "delete", "Looker")).err).toContain("[IN_USE]");
    expect(await ada("roles", "delete", "Looker", "--replacement", "Viewer")).toContain("no role Looker");
    expect(await ada("grants", "list")).toMatch(/@Presse é +Viewer +Aurora/);
    const change = ["connections", "change", "Aurora Klaviyo", "--name", "Aurora, Klaviyo"];
    expect(await ada(...change)).toMatch(/^Aurora, Klaviyo serves /);
    expect(await as("ada", "connections", "change", "Aurora, Klaviyo")).toMatchObject({ status: 2 });
    expect(await as("ada", ...change, "--settings", "[]")).toMatchObject({ status: 2 });
    expect(await ada("folders", "create", "Çelik")).toBe("Çelik is there.");
    expect(await ada("folders", "change", "Çelik", "--workspace")).toBe("Çelik is changed: a workspace.");
    expect(await ada("folders", "change", "Çelik", "--no-workspace")).toBe("Çelik is changed.");
  });
});
