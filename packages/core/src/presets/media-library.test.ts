import { describe, expect, test } from "vitest";
import { answersOf, cellsOf, turned } from "../../test/preset-table.ts";
import { decide } from "../decisions/decide.ts";
import { explain } from "../decisions/explain.ts";
import { parsePolicy } from "../policy/parse.ts";
import { mediaLibrary } from "./media-library.ts";

const { document } = mediaLibrary;

const roles = [
  "account-administrator",
  "developer",
  "media-library-full",
  "media-library-view-only",
  "media-library-restricted",
  "finance",
  "can-view",
  "can-contribute",
  "can-manage",
];

/** Written from what the roles and levels promise, not from the preset. What a sentence does not say is no. */
const table = cellsOf(
  `
  open-files          yes  yes  yes  yes  no  no   yes  yes  yes
  search-files        yes  yes  yes  yes  no  no   yes  yes  yes
  download-files      yes  yes  yes  no   no  no   yes  yes  yes
  read-comments       yes  yes  yes  no   no  no   yes  yes  yes
  upload-files        yes  yes  yes  no   no  no   no   yes  yes
  new-version         yes  yes  yes  no   no  no   no   yes  yes
  edit-metadata       yes  yes  yes  no   no  no   no   yes  yes
  copy-files          yes  yes  yes  no   no  no   no   yes  yes
  new-folder          yes  yes  yes  no   no  no   no   yes  yes
  add-to-collection   yes  yes  yes  no   no  no   no   yes  yes
  rename-files        yes  yes  yes  no   no  no   no   no   yes
  move-files          yes  yes  yes  no   no  no   no   no   yes
  delete-files        yes  yes  yes  no   no  no   no   no   yes
  share-files         yes  yes  yes  no   no  no   no   no   yes
  folder.manage       yes  yes  yes  no   no  no   no   no   yes
  collection.manage   yes  yes  yes  no   no  no   no   no   yes
  grants.manage       yes  yes  yes  no   no  no   no   no   yes
  access.explain      yes  yes  yes  no   no  no   no   no   yes
  asset.approve       yes  yes  no   no   no  no   no   no   no
  placements.manage   yes  yes  no   no   no  no   no   no   no
  connections.manage  yes  yes  no   no   no  no   no   no   no
  audit.view          yes  yes  no   no   no  no   no   no   no
  team.view           yes  yes  no   no   no  no   no   no   no
  workspace.edit      yes  yes  no   no   no  no   no   no   no
  insights.view       yes  yes  no   no   no  no   no   no   no
  overrides.manage    yes  no   no   no   no  no   no   no   no
  requests.approve    yes  no   no   no   no  no   no   no   no
  manage-users        yes  no   no   no   no  no   no   no   no
  roles.manage        yes  no   no   no   no  no   no   no   no
  keys.manage         yes  yes  no   no   no  no   no   no   no
  account.manage      yes  yes  no   no   no  no   no   no   no
  workspace.create    yes  yes  no   no   no  no   no   no   no
  audit.export        yes  yes  no   no   no  no   no   no   no
  web-api.use         yes  yes  no   no   no  no   no   no   no
  data-source.use     yes  yes  no   no   no  no   no   no   no
  view-analytics      yes  yes  no   no   no  yes  no   no   no
  view-billing        yes  no   no   no   no  yes  no   no   no
  manage-billing      yes  no   no   no   no  yes  no   no   no
  cancel-subscription yes  no   no   no   no  yes  no   no   no
  `,
  roles,
);

const ofAccount = new Set([
  "manage-users",
  "roles.manage",
  "keys.manage",
  "account.manage",
  "workspace.create",
  "audit.export",
  "web-api.use",
  "data-source.use",
  "view-analytics",
  "view-billing",
  "manage-billing",
  "cancel-subscription",
]);
const at = (right: string) => (ofAccount.has(right) ? null : "brand");
/** Workspace-level rights are asked at a workspace; the library comes without. */
const withBrand = {
  ...document,
  folders: [...(document.folders ?? []), { id: "brand", parent: "library", workspace: true }],
};

describe("media-library as shipped", () => {
  const answers = answersOf(withBrand, at);

  test("has the six roles and the three levels", () => {
    expect(document.roles?.map(({ id }) => id)).toEqual(roles);
  });

  test.each(table)("[M2] media-library: $right, $role: $may", (cell) => {
    expect(answers(cell)).toEqual({ decided: cell.may, listed: cell.may });
  });

  test("whichever cell is turned, its own check fails", () => {
    const unnoticed = table.filter((cell) => {
      const { decided, listed } = answersOf(turned(withBrand, cell), at)(cell);
      return decided === cell.may && listed === cell.may;
    });
    expect(unnoticed).toEqual([]);
  });

  test("every permission of its catalogue is in the table", () => {
    const { state } = parsePolicy(document);
    const asked = new Set(table.map(({ right }) => right));
    const missing = [...state.all("permission")].filter(
      ({ id, aliases }) => ![id, ...aliases].some((name) => asked.has(name)),
    );
    expect(missing).toEqual([]);
  });
});

/** The library with a tree, a picture in each folder, and a collection across two of them. */
const shared = (plan = document.plan) =>
  parsePolicy({
    ...document,
    plan,
    folders: [
      { id: "library" },
      { id: "spring", parent: "library" },
      { id: "raw", parent: "spring" },
      { id: "autumn", parent: "library" },
    ],
    assets: [
      { id: "in-spring", folder: "spring" },
      { id: "in-raw", folder: "raw" },
      { id: "in-autumn", folder: "autumn" },
    ],
    collections: [{ id: "best", folder: "library", assets: ["in-raw", "in-autumn"] }],
    users: [
      { id: "rob", roles: ["media-library-restricted"] },
      { id: "una" },
      { id: "ada", roles: ["account-administrator"] },
    ],
    groups: [{ id: "guests", members: ["una"] }],
    grants: [
      { id: "g1", user: "rob", role: "can-view", folders: ["spring"] },
      { id: "g2", user: "rob", role: "can-manage", folders: ["raw"] },
      { id: "g3", group: "guests", role: "can-contribute", collection: "best" },
    ],
  }).state;

const answer = (state: ReturnType<typeof shared>, user: string, permission: string, place: string | null) =>
  decide(state, { user, permission, at: place, now: 0 }).code;

describe("what is shared", () => {
  test("[M2] a level goes down the tree, and the highest that reaches wins", () => {
    const state = shared();
    expect(answer(state, "rob", "open-files", "in-spring")).toBe("ROLE");
    expect(answer(state, "rob", "open-files", "in-raw")).toBe("ROLE");
    expect(answer(state, "rob", "delete-files", "in-raw")).toBe("ROLE");
    expect(answer(state, "rob", "delete-files", "in-spring")).toBe("NO_GRANT");
    expect(answer(state, "rob", "open-files", "in-autumn")).toBe("NO_GRANT");
  });

  test("[M3] a collection gives its level on its assets, whatever folder they lie in, and on nothing else", () => {
    const state = shared();
    for (const asset of ["in-raw", "in-autumn"]) {
      expect(answer(state, "una", "new-version", asset)).toBe("ROLE");
      expect(answer(state, "una", "delete-files", asset)).toBe("NO_GRANT");
    }
    expect(answer(state, "una", "open-files", "in-spring")).toBe("NO_GRANT");
    expect(answer(state, "una", "open-files", "raw")).toBe("NO_GRANT");
  });

  test("what is shared is void in a plan without restricted access", () => {
    const state = shared({ features: ["user-management"] });
    expect(answer(state, "rob", "open-files", "in-spring")).toBe("NO_GRANT");
    const { missed } = explain(state, { user: "rob", permission: "open-files", at: "in-spring", now: 0 });
    expect(missed).toMatchObject([{ cause: "plan", role: "can-view" }]);
  });

  test("[M1] user management exists only in a plan that has it, for administrators too; the plan has five users", () => {
    const free = shared({ features: [] });
    expect(answer(free, "ada", "manage-users", null)).toBe("PLAN_FEATURE_MISSING");
    expect(answer(free, "ada", "roles.manage", null)).toBe("PLAN_FEATURE_MISSING");
    expect(answer(shared(), "ada", "manage-users", null)).toBe("ALL_ACCESS");
    const [account] = shared().all("account");
    expect(account?.plan.limits).toEqual({ users: 5 });
  });
});
