import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decide, lint, parsePolicy } from "@gatefold/core";
import { expect, test } from "vitest";
import { root } from "../house/sources.ts";

test("the policy document that the guide shows is one, and its cases hold", () => {
  const guide = readFileSync(join(root, "docs/guides/policy-document.md"), "utf8");
  const [, shown = ""] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  const { state, now, cases } = parsePolicy(JSON.parse(shown));
  expect(lint(state, now).filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(cases).toHaveLength(2);
  for (const { query, expect: effect, code } of cases) {
    expect(decide(state, query)).toMatchObject(code === null ? { effect } : { effect, code });
  }
});
