import { describe, expect, test } from "vitest";
import { answersOf, cellsOf, turned } from "../../test/preset-table.ts";
import { decide } from "../decisions/decide.ts";
import { parsePolicy } from "../policy/parse.ts";
import type { PolicySource } from "../policy/define.ts";
import { sightOf } from "../decisions/visible.ts";
import { agency, agencyToggles } from "./agency.ts";

const { document } = agency;

/** What each switch is, written from what its users are told. */
const switches: Readonly<Record<string, readonly string[]>> = {
  "Create / Edit": ["create-images", "edit-images"],
  "Delete Images": ["delete-images"],
  "Manage Folders": ["create-folders", "manage-folders"],
  "Web APIs": ["web-apis", "keys.manage"],
  "Data Sources": ["data-sources"],
  "Manage Account": [
    "manage-account",
    "users.manage",
    "roles.manage",
    "workspace.create",
    "billing.view",
    "billing.manage",
  ],
};
const rights = Object.values(switches).flat();

/** Written from the roles' sentences. Asked in the client's folder, which the Client Viewer's role is for. */
const table = cellsOf(
  `
  asset.view        yes  yes  yes
  asset.download    yes  yes  no
  create-images     yes  yes  no
  edit-images       yes  yes  no
  delete-images     no   yes  no
  create-folders    no   yes  no
  manage-folders    no   yes  no
  web-apis          no   yes  no
  keys.manage       no   yes  no
  data-sources      no   yes  no
  manage-account    no   yes  no
  users.manage      no   yes  no
  roles.manage      no   yes  no
  workspace.create  no   yes  no
  billing.view      no   yes  no
  billing.manage    no   yes  no
  asset.approve     no   yes  no
  asset.share       no   yes  no
  grants.manage     no   yes  no
  overrides.manage  no   yes  no
  connections.manage no  yes  no
  `,
  ["designer", "manager", "client-viewer"],
);
const ofAccount = new Set([
  ...(switches["Web APIs"] ?? []),
  "data-sources",
  ...(switches["Manage Account"] ?? []),
]);
const at = (right: string) => (ofAccount.has(right) ? null : "client");

describe("agency as shipped", () => {
  const answers = answersOf(document, at);

  test.each(table)("[A4] agency: $right, $role: $may", (cell) => {
    expect(answers(cell)).toEqual({ decided: cell.may, listed: cell.may });
  });

  test("whichever cell is turned, its own check fails", () => {
    const unnoticed = table.filter((cell) => {
      const { decided, listed } = answersOf(turned(document, cell), at)(cell);
      return decided === cell.may && listed === cell.may;
    });
    expect(unnoticed).toEqual([]);
  });

  test("[A3] the switches are those its users know", () => {
    expect(agencyToggles.map(({ name }) => name)).toEqual([...Object.keys(switches), "All Access"]);
  });

  const asked = Object.keys(switches).flatMap((name) =>
    rights.map((right) => ({ name, right, may: switches[name]?.includes(right) ? "yes" : "no" })),
  );

  test.each(asked)("[A3] agency: a role of $name alone, $right: $may", ({ name, right, may }) => {
    const toggle = agencyToggles.find((each) => each.name === name);
    const role = { id: "alone", permissions: ["asset.view", ...(toggle?.permissions ?? [])] };
    const custom = answersOf({ ...document, roles: [role] }, at);
    expect(custom({ right, role: "alone", may: "yes" }).decided).toBe(may);
  });

  test("[A3] All Access is everything", () => {
    const toggle = agencyToggles.find(({ name }) => name === "All Access");
    const role = { id: "alone", permissions: [], allAccess: toggle?.allAccess };
    const custom = answersOf({ ...document, roles: [role] }, at);
    expect(rights.filter((right) => custom({ right, role: "alone", may: "yes" }).decided === "no")).toEqual(
      [],
    );
  });
});

/** An agency with two clients, a studio's experiments, and two brands of its own. */
const house = {
  ...document,
  folders: [
    { id: "library" },
    { id: "client", parent: "library", workspace: true },
    { id: "client-live", parent: "client" },
    { id: "bakery", parent: "library", workspace: true },
    { id: "production", parent: "library" },
    { id: "experiments", parent: "library" },
  ],
  assets: [
    { id: "banner", folder: "client-live" },
    { id: "bread", folder: "bakery" },
    { id: "live", folder: "production" },
    { id: "draft", folder: "experiments" },
  ],
} satisfies PolicySource;

const inHouse = (more: Partial<PolicySource>) =>
  parsePolicy({ ...house, ...more, roles: [...(document.roles ?? []), ...(more.roles ?? [])] }).state;
const may = (state: ReturnType<typeof inHouse>, user: string, permission: string, place: string | null) =>
  decide(state, { user, permission, at: place, now: 0 }).effect === "allow";

describe("what agencies use it for", () => {
  test("[A2] a user has several roles, folders come with a role, and one permission is his alone", () => {
    const state = inHouse({
      roles: [{ id: "bakers", permissions: ["asset.view", "asset.edit"], folders: ["bakery"] }],
      users: [{ id: "dan", roles: ["client-viewer", "bakers"] }],
      overrides: [{ id: "o1", user: "dan", effect: "allow", permission: "delete-images", folder: "bakery" }],
    });
    expect(may(state, "dan", "asset.view", "banner")).toBe(true);
    expect(may(state, "dan", "edit-images", "banner")).toBe(false);
    expect(may(state, "dan", "edit-images", "bread")).toBe(true);
    expect(may(state, "dan", "delete-images", "bread")).toBe(true);
    expect(may(state, "dan", "asset.view", "live")).toBe(false);
  });

  test("[A4] a Client Viewer sees one folder and what is in it, and of all else not the name", () => {
    const state = inHouse({ users: [{ id: "vic", roles: ["client-viewer"] }] });
    const sight = sightOf(state, "vic", 0);
    const seen = Array.from(state.all("folder"), ({ id }) => id).filter((id) => sight.navigates(id));
    expect(seen).toEqual(["library", "client", "client-live"]);
    expect(sight.views("library")).toBe(false);
    expect(sight.views("banner")).toBe(true);
    expect(sight.views("bread")).toBe(false);
  });

  test("[A5] folders narrow a user as they narrow a role; both together narrow further", () => {
    const state = inHouse({
      users: [{ id: "ben" }, { id: "vic" }],
      grants: [
        { id: "g1", user: "ben", role: "designer", folders: ["bakery"] },
        { id: "g2", user: "vic", role: "client-viewer", folders: ["client-live"] },
        { id: "g3", user: "vic", role: "client-viewer", folders: ["bakery"] },
      ],
    });
    expect(may(state, "ben", "edit-images", "bread")).toBe(true);
    expect(may(state, "ben", "edit-images", "banner")).toBe(false);
    expect(may(state, "vic", "asset.view", "banner")).toBe(true);
    expect(may(state, "vic", "asset.view", "client")).toBe(false);
    expect(may(state, "vic", "asset.view", "bread")).toBe(false);
  });

  test("[A6] whatever platform is connected, a Designer brings images in, where its connection serves", () => {
    const platforms = [
      "klaviyo",
      "mailchimp",
      "salesforce-mc",
      "bloomreach",
      "braze",
      "iterable",
      "activecampaign",
    ];
    const state = inHouse({
      permissions: [
        ...(document.permissions ?? []),
        ...platforms.map((id) => ({ id: `deliver.${id}`, needs: ["asset.download"], connector: id })),
      ],
      connections: platforms.map((connector) => ({ id: connector, connector, folder: "client" })),
      users: [
        { id: "ben", roles: ["designer"] },
        { id: "vic", roles: ["client-viewer"] },
      ],
    });
    for (const id of platforms) {
      expect([id, may(state, "ben", `deliver.${id}`, "banner")]).toEqual([id, true]);
      expect([id, may(state, "ben", `deliver.${id}`, "bread")]).toEqual([id, false]);
      expect([id, may(state, "vic", `deliver.${id}`, "banner")]).toEqual([id, false]);
    }
  });

  test("[A7] separate logins: one who leaves takes nothing from the others", () => {
    const state = inHouse({
      users: [
        { id: "ben", status: "suspended", roles: ["designer"] },
        { id: "eva", roles: ["designer"] },
      ],
    });
    expect(decide(state, { user: "ben", permission: "asset.view", at: "banner", now: 0 }).code).toBe(
      "USER_SUSPENDED",
    );
    expect(may(state, "eva", "edit-images", "banner")).toBe(true);
  });

  test("[A7] client folders are visible only to those who need them", () => {
    const state = inHouse({
      users: [{ id: "ben" }, { id: "eva" }],
      grants: [
        { id: "g1", user: "ben", role: "designer", folders: ["client"] },
        { id: "g2", user: "eva", role: "designer", folders: ["bakery"] },
      ],
    });
    expect(sightOf(state, "ben", 0).navigates("bakery")).toBe(false);
    expect(sightOf(state, "eva", 0).navigates("client")).toBe(false);
    expect(sightOf(state, "eva", 0).views("bread")).toBe(true);
  });

  test("[A7] designers experiment freely and can't touch production", () => {
    const free = { id: "experimenter", permissions: ["asset.*", "folder.*"], folders: ["experiments"] };
    const state = inHouse({ roles: [free], users: [{ id: "ben", roles: ["experimenter"] }] });
    for (const right of ["create-images", "edit-images", "delete-images"]) {
      expect([right, may(state, "ben", right, "experiments")]).toEqual([right, true]);
      expect([right, may(state, "ben", right, "production")]).toEqual([right, false]);
    }
    expect(may(state, "ben", "asset.view", "live")).toBe(false);
  });

  test("[A7] technical users have APIs and data sources; designers don't, so that their screen stays simple", () => {
    const technical = agencyToggles.filter(({ name }) => name === "Web APIs" || name === "Data Sources");
    const permissions = technical.flatMap((toggle) => toggle.permissions);
    const state = inHouse({
      roles: [{ id: "technical", permissions: [...permissions] }],
      users: [
        { id: "tim", roles: ["technical"] },
        { id: "ben", roles: ["designer"] },
      ],
    });
    for (const right of ["web-apis", "data-sources"]) {
      expect([right, may(state, "tim", right, null), may(state, "ben", right, null)]).toEqual([
        right,
        true,
        false,
      ]);
    }
    expect(may(state, "tim", "edit-images", "banner")).toBe(false);
  });

  test("[A7] several brands or regions in one account, one person in some of them", () => {
    const state = inHouse({
      users: [{ id: "ben" }],
      grants: [{ id: "g1", user: "ben", role: "designer", folders: ["client", "bakery"] }],
    });
    expect(["banner", "bread", "live"].map((asset) => may(state, "ben", "edit-images", asset))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("[A7] stakeholders view chosen folders and can change nothing there", () => {
    const viewer = { id: "stakeholder", permissions: ["asset.view"], folders: ["client", "bakery"] };
    const state = inHouse({ roles: [viewer], users: [{ id: "sue", roles: ["stakeholder"] }] });
    const changes = rights.filter((right) =>
      may(state, "sue", right, ofAccount.has(right) ? null : "bakery"),
    );
    expect(changes).toEqual([]);
    expect(["banner", "bread", "live"].map((asset) => may(state, "sue", "asset.view", asset))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
