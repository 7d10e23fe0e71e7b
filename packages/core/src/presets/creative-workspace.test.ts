import { describe, expect, test } from "vitest";
import { answersOf, cellsOf, turned } from "../../test/preset-table.ts";
import { decide } from "../decisions/decide.ts";
import { parsePolicy } from "../policy/parse.ts";
import { creativeWorkspace } from "./creative-workspace.ts";

const { document } = creativeWorkspace;

/** Written from the published matrix, not from the preset. */
const matrix = cellsOf(
  `
  view-projects         yes  yes  yes  yes
  create-project        yes  yes  no   no
  edit-project          yes  yes  no   no
  delete-project        yes  yes  no   no
  create-creative       yes  yes  no   no
  edit-creative         yes  yes  no   no
  delete-creative       yes  yes  no   no
  approve-creative      yes  no   no   yes
  export-creative       yes  yes  yes  yes
  view-assets           yes  yes  no   yes
  create-asset          yes  yes  no   no
  edit-asset            yes  yes  no   no
  delete-asset          yes  yes  no   no
  view-product          yes  yes  no   no
  create-product        yes  yes  no   no
  edit-product          yes  yes  no   no
  delete-product        yes  yes  no   no
  view-templates        yes  yes  no   yes
  create-template       yes  yes  no   no
  edit-template         yes  yes  no   no
  delete-template       yes  yes  no   no
  view-brand            yes  yes  no   yes
  edit-brand            yes  yes  no   no
  create-image          yes  yes  no   no
  export-image          yes  yes  no   no
  create-text           yes  yes  no   no
  export-text           yes  yes  no   no
  view-subscription     yes  no   no   no
  edit-subscription     yes  no   no   no
  view-workspaces       yes  no   no   no
  create-workspace      yes  no   no   no
  edit-workspace        yes  no   no   no
  view-ad-results       yes  yes  yes  yes
  edit-ad-results       yes  yes  no   no
  view-insights         yes  yes  yes  yes
  edit-insights         yes  yes  no   no
  view-benchmarks       yes  yes  yes  yes
  view-integrations     yes  yes  no   no
  edit-integrations     yes  no   no   no
  view-team             yes  no   no   no
  edit-team             yes  no   no   no
  view-ai-governance    yes  yes  no   no
  edit-ai-governance    yes  no   no   no
  create-share          yes  yes  yes  no
  view-export-history   yes  yes  yes  no
  create-ad             yes  yes  yes  no
  edit-ad               yes  yes  no   no
  edit-creatives-folder yes  yes  no   no
  `,
  ["admin", "creative", "media", "client"],
);
const names = { admin: "Admin", creative: "Creative", media: "Media", client: "Client" };

/** Of the subscription, so asked at the account; all else at the workspace. */
const ofSubscription = ["view-subscription", "edit-subscription", "view-workspaces", "create-workspace"];
const at = (right: string) => (ofSubscription.includes(right) ? null : "workspace");

describe("creative-workspace as shipped", () => {
  const answers = answersOf(document, at);
  const cells = matrix.map((cell) => ({ cell, name: names[cell.role as keyof typeof names] }));

  test("[C4] the matrix has 48 permissions and 4 roles", () => {
    expect(matrix).toHaveLength(48 * 4);
    expect(document.roles?.map(({ name }) => name)).toEqual(Object.values(names));
  });

  test.each(cells)("[C4] creative-workspace: $cell.right, $name: $cell.may", ({ cell }) => {
    expect(answers(cell)).toEqual({ decided: cell.may, listed: cell.may });
  });

  test("[C4] whichever cell is turned, its own check fails", () => {
    const unnoticed = matrix.filter((cell) => {
      const { decided, listed } = answersOf(turned(document, cell), at)(cell);
      return decided === cell.may && listed === cell.may;
    });
    expect(unnoticed).toEqual([]);
  });
});

describe("people in workspaces", () => {
  const { state } = parsePolicy({
    ...document,
    folders: [...(document.folders ?? []), { id: "other", parent: "library", workspace: true }],
    users: [{ id: "ann" }, { id: "max" }, { id: "top", roles: ["admin"] }],
    grants: [
      { id: "g1", user: "ann", role: "admin", folders: ["workspace"] },
      { id: "g2", user: "max", role: "creative", folders: ["workspace"] },
      { id: "g3", user: "max", role: "client", folders: ["workspace"] },
      { id: "g4", user: "max", role: "media", folders: ["other"] },
    ],
  });
  const may = (user: string, permission: string, place: string | null) =>
    decide(state, { user, permission, at: place, now: 0 }).effect === "allow";

  test("[C1] each user has one or more of the roles in each workspace, and only there", () => {
    expect(may("max", "edit-creative", "workspace")).toBe(true);
    expect(may("max", "approve-creative", "workspace")).toBe(true);
    expect(may("max", "edit-creative", "other")).toBe(false);
    expect(may("max", "create-share", "other")).toBe(true);
    expect(may("ann", "edit-team", "workspace")).toBe(true);
    expect(may("ann", "view-projects", "other")).toBe(false);
  });

  test("[C1] only an Admin changes permissions, and only an Admin of every workspace the subscription", () => {
    const writing = ["edit-team", "overrides.manage", "requests.approve", "access.explain"];
    for (const right of writing) {
      expect([right, may("max", right, "workspace")]).toEqual([right, false]);
      expect([right, may("ann", right, "workspace")]).toEqual([right, true]);
    }
    for (const right of [...ofSubscription, "roles.manage", "users.manage"]) {
      expect([right, may("max", right, null)]).toEqual([right, false]);
      expect([right, may("ann", right, null)]).toEqual([right, false]);
      expect([right, may("top", right, null)]).toEqual([right, true]);
    }
  });

  test("[C2] each role's sentence holds: all it names, and what it rules out", () => {
    const answers = answersOf(document, at);
    const every = (role: string, rights: string[], expected: "yes" | "no") =>
      expect(rights.map((right) => answers({ role, right, may: "yes" }).decided)).toEqual(
        rights.map(() => expected),
      );
    every("client", ["view-brand", "view-assets", "view-templates"], "yes");
    every("client", ["approve-creative", "export-creative", "view-ad-results", "view-insights"], "yes");
    every("creative", ["approve-creative", "edit-workspace"], "no");
    every("media", ["export-creative", "create-share", "view-ad-results", "view-insights"], "yes");
    const all = matrix.map(({ right }) => right);
    every("admin", all, "yes");
  });

  test("[C3] a copied role gives what the first gives, and a custom one what it says", () => {
    const creative = document.roles?.find(({ id }) => id === "creative");
    const copied = {
      ...document,
      roles: [...(document.roles ?? []), { ...creative, id: "copy", name: "Creative, copied" }],
    };
    const rights = matrix.filter(({ role }) => role === "creative");
    const answers = answersOf(copied, at);
    expect(rights.map((cell) => answers({ ...cell, role: "copy" }).decided)).toEqual(
      rights.map(({ may: expected }) => expected),
    );
  });
});
