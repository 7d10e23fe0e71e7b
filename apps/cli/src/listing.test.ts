import { describe, expect, test } from "vitest";
import { type ListedRow, listingLines, treeLines, whereSentence } from "./listing.ts";
import { createStyle } from "./style.ts";

const nowhere: Omit<ListedRow, "permissions"> = {
  level: "folder",
  everywhere: false,
  include: [],
  except: [],
  assets: [],
  gates: { approved: false, unexpired: false },
};
const nameOf = async (id: string) => id.toUpperCase();
const said = (where: Partial<ListedRow>) => whereSentence({ ...nowhere, ...where }, nameOf);

describe("where, in words", () => {
  test.each([
    ["Everywhere", { everywhere: true }],
    ["Everywhere, but not in A and B", { everywhere: true, except: ["b", "a"] }],
    ["Everywhere, but not in A, but again in B", { everywhere: true, except: ["a"], include: ["b"] }],
    ["In A, B and C, and below", { include: ["a", "b", "c"] }],
    ["In A, and below, but not in B", { include: ["a"], except: ["b"] }],
    ["In A, and below; and for P", { include: ["a"], assets: ["p"] }],
    ["For P and Q", { assets: ["p", "q"] }],
    ["For the workspace A", { level: "workspace" as const, include: ["a"] }],
    ["For workspaces A and B", { level: "workspace" as const, include: ["a", "b"] }],
    ["For the account", { level: "account" as const, everywhere: true }],
  ])("%s", async (sentence, where) => {
    expect(await said(where)).toBe(sentence);
  });

  test("counts what would be too many names", async () => {
    const include = Array.from({ length: 11 }, (_, at) => `f${at}`);
    expect(await said({ include })).toBe("In F0, F1, F2, F3, F4, F5, F6, F7 and 3 more, and below");
  });
});

test("permissions of the same places stand together, the widest places first, with what they ask of a picture", async () => {
  const rows: ListedRow[] = [
    { ...nowhere, permissions: ["keys.manage"], level: "account", everywhere: true },
    { ...nowhere, permissions: ["asset.edit"], include: ["a"] },
    { ...nowhere, permissions: ["asset.view"], everywhere: true },
    { ...nowhere, permissions: ["deliver.x"], include: ["a"], gates: { approved: true, unexpired: true } },
  ];
  expect(await listingLines(rows, nameOf, createStyle(false))).toEqual([
    "Everywhere",
    "  asset.view",
    "In A, and below",
    "  asset.edit",
    "  deliver.x  if approved and not expired",
    "For the account",
    "  keys.manage",
  ]);
});

test("many permissions are broken into lines", async () => {
  const permissions = Array.from({ length: 12 }, (_, at) => `resource.permission${at}`);
  const lines = await listingLines(
    [{ ...nowhere, permissions, everywhere: true }],
    nameOf,
    createStyle(false),
  );
  expect(lines.length).toBe(4);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(100);
  expect(lines.slice(1).join(" ").split(/[ ,]+/).filter(Boolean)).toEqual(permissions);
});

test("folders are a tree; one whose folder is not shown is named by its path", async () => {
  const rows = [
    { id: "a", parent: "top", name: "A" },
    { id: "b", parent: "a", name: "Bee" },
    { id: "c", parent: "b", name: "Cee" },
    { id: "d", parent: "a", name: "Dee" },
    { id: "e", parent: "elsewhere", name: "E" },
  ];
  const lines: string[] = [];
  for await (const line of treeLines(rows, async (id) => `path/${id}`)) lines.push(line);
  expect(lines).toEqual(["path/a", "  Bee", "    Cee", "  Dee", "path/e"]);
});
