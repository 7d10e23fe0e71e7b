import { expect, it } from "vitest";

import { connectorChecks } from "./checks.ts";
import { honest, liars } from "./liars/index.ts";
import { shelf, shelfTarget } from "./liars/shelf.ts";
import { reportTable } from "./report.ts";
import { testConnector } from "./suite.ts";
import type { Target } from "./target.ts";

const NEVER_SKIPPED = [1, 3, 7, 8, 10, 13, 14, 15, 16, 17, 18, 19, 20, 26, 28, 30];

const check = (target: Target, number: number) => connectorChecks(target)[number - 1]!;

/** A test runner that runs nothing by itself. */
const registered = (target: Target) => {
  const tests = new Map<string, () => Promise<void>>();
  testConnector(target, { test: (name, body) => tests.set(name, body) });
  return tests;
};

it("registers thirty tests in any runner, each skip under a name that says why", () => {
  const names = [...registered({ ...honest(), skips: { 22: "uploads are in one piece" } }).keys()];
  expect(names).toHaveLength(30);
  expect(names[21]).toBe(
    "shelf 22: begins anew after an upload broke off, and brings it whole (skipped: uploads are in one piece)",
  );
});

it("says in a failure what was expected, what was seen and what to do", async () => {
  const liar = liars.find(({ caughtBy }) => caughtBy === 30)!;
  const body = [...registered(liar.target()).values()][29]!;
  await expect(body()).rejects.toThrow(
    /^shelf 30: .+\nexpected: .+guests\n +seen: .+'manage'.+\n +mend: .+an unmapped role gives nothing/,
  );
});

it("lets no written reason stand in for permits, roles, secrets and what is sent once", async () => {
  const skips = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [at + 1, "no time"]));
  const checks = connectorChecks({ ...honest(), skips });
  expect(checks.flatMap(({ number, skipped }) => (skipped === null ? [number] : []))).toEqual(NEVER_SKIPPED);
  for (const number of NEVER_SKIPPED) {
    expect(await checks[number - 1]!.run()).toMatchObject({
      outcome: "fail",
      mend: expect.stringContaining("skips"),
    });
  }
});

it("takes no empty reason", () => {
  expect(check({ ...honest(), skips: { 22: " " } }, 22).skipped).toBeNull();
});

it("skips by itself what a connector does not declare", () => {
  const { directory: _, pull: __, ...without } = shelf;
  const target = { ...shelfTarget(), connector: without as Target["connector"] };
  const skipped = connectorChecks(target).flatMap(({ number, skipped: reason }) =>
    reason === null ? [] : [number],
  );
  expect(skipped).toEqual([11, 12, 25]);
});

it("wants a pull, or the reason why the platform never asks", async () => {
  const { pull: _, ...without } = shelf;
  const { pull: __, ...target } = { ...shelfTarget(), connector: without as Target["connector"] };
  expect(await check(target, 26).run()).toMatchObject({ outcome: "fail" });
  expect(await check({ ...target, pull: { none: "it serves files" } }, 26).run()).toEqual({
    outcome: "pass",
    note: "never asked by its platform: it serves files",
  });
});

it("fails, and does not throw, where the connector can't be hosted at all", async () => {
  const target = shelfTarget();
  const unsound = { ...target.connector, meta: { ...target.connector.meta, docsUrl: "nowhere" } };
  expect(await check({ ...target, connector: unsound }, 1).run()).toMatchObject({
    outcome: "fail",
    seen: expect.stringContaining("meta.docsUrl"),
  });
});

const checks = (outcome: "pass" | "fail") => [
  { number: 1, name: "says what it is", result: { outcome: "skip", reason: "no name yet" } as const },
  {
    number: 2,
    name: "does it",
    result:
      outcome === "pass" ? { outcome, note: null } : { outcome, expected: "this", seen: "that", mend: "it" },
  },
];

it("prints a line a check and a column a connector, with every reason below", () => {
  const table = reportTable([
    { connector: "one", checks: checks("pass") },
    { connector: "another", checks: checks("fail") },
  ]);
  expect(table.split("\n")).toEqual([
    "                     one   another",
    " 1  says what it is  skip  skip",
    " 2  does it          pass  FAIL",
    "one 1 skipped: no name yet",
    "another 1 skipped: no name yet",
    "another 2 FAILED",
    "expected: this",
    "    seen: that",
    "    mend: it",
  ]);
});
