import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decide, parsePolicy, type PolicySource } from "@gatefold/core";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const text = readFileSync(join(import.meta.dirname, "studio.policy.yaml"), "utf8");
const read = () => parse(text) as PolicySource;

/** The cases of a document that come out otherwise than it says. */
function failing(document: PolicySource): number[] {
  const { state, cases } = parsePolicy(document);
  return cases.flatMap(({ query, expect: effect, code }, index) => {
    const decision = decide(state, query);
    return decision.effect === effect && (code === null || decision.code === code) ? [] : [index];
  });
}

/** Every way to take one rule away: what it is called, and the document without it. */
function* losses(): Generator<{ rule: string; document: PolicySource }> {
  for (const [i, { id }] of (read().grants ?? []).entries()) {
    const document = read();
    document.grants?.splice(i, 1);
    yield { rule: `grant ${id}`, document };
  }
  for (const [i, { id, permissions = [] }] of (read().roles ?? []).entries()) {
    for (const [j, permission] of permissions.entries()) {
      const document = read();
      document.roles?.[i]?.permissions?.splice(j, 1);
      yield { rule: `${permission} of role ${id}`, document };
    }
  }
  for (const [i, { id, restricted }] of (read().folders ?? []).entries()) {
    if (restricted !== true) continue;
    const document = read();
    delete document.folders?.[i]?.restricted;
    yield { rule: `restriction of ${id}`, document };
  }
}

test("every case of the policy holds", () => {
  expect(failing(read())).toEqual([]);
});

describe("some case fails", () => {
  test.each([...losses()])("without the $rule", ({ document }) => {
    expect(failing(document)).not.toEqual([]);
  });
});
