import { expect, test } from "vitest";
import type { DiffPlace } from "./places.ts";
import type { DiffRow } from "./rows.ts";
import { diffSentence } from "./sentences.ts";

const now = 100;
const row: DiffRow = {
  effect: "gains",
  users: ["bea"],
  permissions: ["asset.view", "asset.download"],
  places: [{ kind: "folder", folder: "campaigns", reach: "all", except: ["legal"] }],
  from: now,
  until: 200,
};
const names = (_kind: string, id: string) => (id[0] ?? "").toUpperCase() + id.slice(1);
const said = (fields: Partial<DiffRow>) =>
  diffSentence({ ...row, ...fields }, { names, now, time: (moment) => `T${moment}` });
const at = (...places: DiffPlace[]) => said({ places, permissions: ["asset.view"], until: null });

test("says who gains what, where and until when", () => {
  expect(said({})).toBe("Bea gains asset.view and asset.download on Campaigns (except Legal) until T200.");
});

test("says of several that they lose it, and from when where that is not now", () => {
  expect(said({ users: ["bea", "jon"], effect: "loses", from: 150, until: null })).toBe(
    "Bea and Jon lose asset.view and asset.download on Campaigns (except Legal) from T150.",
  );
});

test("counts the many", () => {
  const users = Array.from({ length: 20 }, (_, number) => `u${number}`);
  expect(said({ users })).toMatch(/^U0, U1, U2, U3 and 16 others gain /);
});

test.each<[DiffPlace, string]>([
  [{ kind: "account" }, "for the account"],
  [{ kind: "asset", asset: "frost" }, "on Frost"],
  [{ kind: "workspace", workspace: "aurora" }, "in the workspace Aurora"],
  [{ kind: "folder", folder: null, reach: "all", except: [] }, "everywhere"],
  [{ kind: "folder", folder: null, reach: "open", except: [] }, "everywhere but in restricted folders"],
  [{ kind: "folder", folder: null, reach: "restricted", except: [] }, "in all restricted folders"],
  [
    { kind: "folder", folder: "aurora", reach: "open", except: [] },
    "on Aurora, but not in restricted folders below",
  ],
  [
    { kind: "folder", folder: "aurora", reach: "restricted", except: [] },
    "in the restricted folders below Aurora",
  ],
])("says %j as it is", (place, words) => {
  expect(at(place)).toBe(`Bea gains asset.view ${words}.`);
});

test("puts workspaces together", () => {
  const places = ["aurora", "pivot"].map((workspace) => ({ kind: "workspace" as const, workspace }));
  expect(at({ kind: "account" }, ...places)).toBe(
    "Bea gains asset.view for the account and in the workspaces Aurora and Pivot.",
  );
});
