import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as core from "@gatefold/core";
import { expect, test } from "vitest";
import { root } from "../house/sources.ts";

test("every function that core's page names is exported, under that name", () => {
  const page = readFileSync(join(root, "packages/core/README.md"), "utf8");
  const [, table = ""] = /## The functions\n([\s\S]*?)\n##/.exec(page) ?? [];
  const rows = table.split("\n").filter((line) => line.startsWith("|"));
  const named = rows.flatMap((row) => Array.from(row.matchAll(/`(\w+)`/g), ([, name = ""]) => name));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !Object.hasOwn(core, name))).toEqual([]);
});
