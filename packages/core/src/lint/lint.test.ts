import { describe, expect, test } from "vitest";
import { stateOf, type World } from "../../test/world.ts";
import { namesFrom } from "../decisions/sentences.ts";
import { type Finding, type FindingCode, severities } from "./finding.ts";
import { lint } from "./lint.ts";
import { describeFinding } from "./texts.ts";

/** Somebody who may do everything, somebody who may look, and nothing to complain of. */
const sound = {
  permissions: {
    "asset.view": {},
    "asset.edit": { needs: ["asset.view"] },
    "ai.tag": { feature: "ai" },
    "deliver.x": { connector: "x" },
    "users.manage": { level: "account" },
  },
  folders: {
    top: { name: "Library" },
    brand: { parent: "top", name: "Brand" },
    vault: { parent: "brand", name: "Vault", restricted: true },
    other: { parent: "top", name: "Other" },
  },
  assets: { pic: { folder: "brand" }, secret: { folder: "vault" } },
  collections: { best: { folder: "brand", assets: ["pic"] }, none: { folder: "brand", assets: [] } },
  roles: { owner: { allAccess: true }, viewer: { name: "Viewer", permissions: ["asset.view"] } },
  users: { ada: "active", mia: "active" },
  grants: [
    { role: "owner", user: "ada" },
    { role: "viewer", user: "mia" },
  ],
} as const satisfies World;

const walled: Pick<World, "folders"> = { folders: { top: { name: "Library", restricted: true } } };

/** The sound world with something added to its lists. */
function withMore(more: Partial<World>): World {
  return {
    ...sound,
    ...more,
    permissions: { ...sound.permissions, ...more.permissions },
    folders: more.folders ?? sound.folders,
    roles: { ...sound.roles, ...more.roles },
    users: { ...sound.users, ...more.users },
    grants: [...sound.grants, ...(more.grants ?? [])],
  };
}

const mias = (grant: object, role = "editor") => ({ role, user: "mia", ...grant });
const editor = { editor: { name: "Editor", permissions: ["asset.edit"] } };
const allow = (more: object = {}) => ({
  user: "mia",
  effect: "allow" as const,
  permission: "asset.edit",
  ...more,
});
const deny = (more: object = {}) => ({ ...allow(more), effect: "deny" as const });

interface Case {
  readonly world: World;
  /** `kind/id`, with the entry it is about. */
  readonly about: string;
  readonly says: string;
}

const NOW = 100;

const cases: { readonly [Code in FindingCode]: Case } = {
  PERMISSION_IMPOSSIBLE: {
    world: withMore({ permissions: { "keys.manage": { level: "account", needs: ["asset.view"] } } }),
    about: "permission/keys.manage asset.view",
    says: "keys.manage is asked at the account and needs asset.view, which is not, so nobody can ever be allowed it.",
  },
  ROLE_VOID: {
    world: withMore({
      roles: { late: { permissions: ["asset.edit"], feature: "ai" } },
      grants: [mias({}, "late")],
    }),
    about: "role/late",
    says: 'The role "late" needs ai, which the plan lacks, so it gives nothing.',
  },
  ROLE_NOWHERE: {
    world: withMore({
      roles: { lost: { permissions: ["asset.edit"], folders: [] } },
      grants: [mias({}, "lost")],
    }),
    about: "role/lost",
    says: 'The role "lost" has an empty list of folders, so it gives nothing anywhere.',
  },
  ROLE_EMPTY: {
    world: withMore({ roles: { blank: {} }, grants: [mias({}, "blank")] }),
    about: "role/blank",
    says: 'The role "blank" names no permission, so it gives nothing.',
  },
  ROLE_UNHELD: {
    world: withMore({ roles: editor }),
    about: "role/editor",
    says: 'Nobody holds the role "Editor".',
  },
  TOGGLE_PLAN: {
    world: withMore({
      roles: { tagger: { permissions: ["asset.edit", "ai.tag"] } },
      grants: [mias({}, "tagger")],
    }),
    about: "role/tagger ai.tag",
    says: 'The role "tagger" names ai.tag, which needs ai, and the plan lacks that.',
  },
  TOGGLE_CONNECTOR: {
    world: withMore({
      roles: { sender: { permissions: ["asset.edit", "deliver.*"] } },
      grants: [mias({}, "sender")],
    }),
    about: "role/sender deliver.*",
    says: 'The role "sender" names deliver.*, and x is not connected.',
  },
  TOGGLE_NARROWED: {
    world: withMore({
      roles: { lead: { permissions: ["asset.edit", "users.manage"], folders: ["brand"] } },
      grants: [mias({}, "lead")],
    }),
    about: "role/lead users.manage",
    says: 'The role "lead" is narrowed to folders, so it can\'t give users.manage, which is asked at the account.',
  },
  TOGGLE_NEED: {
    world: withMore({ roles: editor, users: { bo: "active" }, grants: [{ role: "editor", user: "bo" }] }),
    about: "role/editor asset.edit",
    says: 'The role "Editor" names asset.edit, which needs asset.view, and nobody who holds the role has that.',
  },
  TOGGLE_NOTHING: {
    world: withMore({ roles: { viewer: { permissions: ["asset.view", "folder.*"] } } }),
    about: "role/viewer folder.*",
    says: 'The role "viewer" names folder.*, which stands for no permission.',
  },
  GRANT_WINDOW: {
    world: withMore({ roles: editor, grants: [mias({ from: 300, until: 200 })] }),
    about: "grant/g2",
    says: 'The grant of "Editor" to mia ends before it begins, so it is never in force.',
  },
  GRANT_OVER: {
    world: withMore({ roles: editor, grants: [mias({ until: NOW })] }),
    about: "grant/g2",
    says: 'The grant of "Editor" to mia is over.',
  },
  GRANT_LIFELESS: {
    world: withMore({ roles: editor, grants: [mias({ until: 90 }), mias({ livesBy: "g2" })] }),
    about: "grant/g3",
    says: 'The grant of "Editor" to mia gives nothing: it counts only together with another grant, and that is not in force any more.',
  },
  GRANT_NOWHERE: {
    world: withMore({ roles: editor, grants: [mias({ folders: [] })] }),
    about: "grant/g2",
    says: 'The grant of "Editor" to mia has an empty list of folders, so it gives nothing.',
  },
  GRANT_APART: {
    world: withMore({
      roles: { editor: { ...editor.editor, folders: ["brand"] } },
      grants: [mias({ folders: ["other"] })],
    }),
    about: "grant/g2",
    says: 'The grant of "Editor" to mia on "Other" gives nothing: the role\'s folders and the grant\'s have nothing in common.',
  },
  GRANT_WALLED: {
    world: withMore({
      collections: { best: { folder: "brand", assets: ["secret"] } },
      roles: editor,
      grants: [mias({ collection: "best" })],
    }),
    about: "grant/g2",
    says: 'The grant of "Editor" to mia on the collection "best" gives nothing: all that it names lies inside restricted folders.',
  },
  GRANT_EMPTY_COLLECTION: {
    world: withMore({ roles: editor, grants: [mias({ collection: "none" })] }),
    about: "grant/g2",
    says: 'The grant of "Editor" to mia on the collection "none" gives nothing: there is nothing in the collection.',
  },
  GRANT_REDUNDANT: {
    world: withMore({ grants: [mias({ folders: ["brand", "other"], until: 500 }, "viewer")] }),
    about: "grant/g2",
    says: 'The grant of "Viewer" to mia on "Brand", "Other" gives nothing that the grant of "Viewer" to mia does not give for at least as long.',
  },
  OVERRIDE_WINDOW: {
    world: withMore({ overrides: [allow({ from: 5, until: 5 })] }),
    about: "override/o0",
    says: "The override that allows mia asset.edit everywhere ends before it begins, so it is never in force.",
  },
  OVERRIDE_OVER: {
    world: withMore({ overrides: [deny({ until: 50, permission: "*" })] }),
    about: "override/o0",
    says: "The override that denies mia every permission everywhere is over.",
  },
  OVERRIDE_LEVEL: {
    world: withMore({ overrides: [allow({ permission: "users.manage", folder: "brand" })] }),
    about: "override/o0",
    says: 'The override that allows mia users.manage on "Brand" has no effect: the permission is asked at the account alone.',
  },
  OVERRIDE_REPEATED: {
    world: withMore({ overrides: [allow(), allow({ until: 900 })] }),
    about: "override/o1",
    says: "The override that allows mia asset.edit everywhere says again what the override that allows mia asset.edit everywhere says.",
  },
  ALLOW_DENIED: {
    world: withMore({ overrides: [allow({ folder: "brand" }), deny({ folder: "brand", permission: "*" })] }),
    about: "override/o0",
    says: 'The override that allows mia asset.edit on "Brand" has no effect: the override that denies mia every permission on "Brand" wins at the same place.',
  },
  ALLOW_WALLED: {
    world: {
      ...withMore(walled),
      assets: {},
      collections: {},
      grants: [sound.grants[0], mias({ folders: ["top"] }, "viewer")],
      overrides: [allow()],
    },
    about: "override/o0",
    says: "The override that allows mia asset.edit everywhere has no effect: every folder is inside a restricted one, where it stops.",
  },
  ALLOW_PLAN: {
    world: withMore({ overrides: [allow({ permission: "ai.tag" })] }),
    about: "override/o0",
    says: "The override that allows mia ai.tag everywhere has no effect: the plan lacks ai.",
  },
  ALLOW_CONNECTOR: {
    world: withMore({ overrides: [allow({ permission: "deliver.x" })] }),
    about: "override/o0",
    says: "The override that allows mia deliver.x everywhere has no effect: x is not connected.",
  },
  DENY_OF_NOTHING: {
    world: withMore({ overrides: [deny({ folder: "brand" })] }),
    about: "override/o0",
    says: 'The override that denies mia asset.edit on "Brand" denies what nothing would allow there.',
  },
  GROUP_EMPTY: {
    world: withMore({ groups: { studio: [] } }),
    about: "group/studio",
    says: 'The group "studio" has no members.',
  },
  USER_IDLE: { world: withMore({ users: { bo: "active" } }), about: "user/bo", says: "bo may do nothing." },
  USER_SUSPENDED: {
    world: withMore({ users: { bo: "suspended" }, grants: [{ role: "viewer", user: "bo" }] }),
    about: "user/bo",
    says: "bo is suspended, and what the user holds comes back when that ends.",
  },
  FOLDER_UNREACHED: {
    world: {
      ...withMore({ folders: { top: {}, out: { name: "Out" } } }),
      assets: {},
      collections: {},
      grants: [
        { role: "owner", user: "ada", folders: ["top"] },
        { role: "viewer", user: "mia", folders: ["top"] },
      ],
    },
    about: "folder/out",
    says: 'Nobody may do anything in the folder "Out", nor below.',
  },
};

const aboutOf = ({ kind, id, item }: Finding) => `${kind}/${id}${item === undefined ? "" : ` ${item}`}`;
const toldOf = (world: World, now = NOW) => lint(stateOf(world), now);

describe("lint", () => {
  test("has nothing to say of a sound account", () => {
    expect(toldOf(sound)).toEqual([]);
  });

  test.each(Object.entries(cases))("finds %s and says it in words", (code, { world, about, says }) => {
    const state = stateOf(world);
    const findings = lint(state, NOW);
    const found = findings.find((one) => one.code === code);
    expect(found && aboutOf(found)).toBe(about);
    expect(found?.severity).toBe(severities[code as FindingCode]);
    const others = findings.filter((one) => one !== found && one.severity !== "note");
    expect(others).toEqual([]);
    const { message, advice } = describeFinding(state, found as Finding, namesFrom(state));
    expect(message).toBe(says);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  });

  test("takes the role that creators get for held before anybody has made a thing", () => {
    expect(toldOf(withMore({ account: { creatorRole: "editor" }, roles: editor }))).toEqual([]);
  });

  test("holds nothing worse than a note against a role that names no permission yet", () => {
    const told = toldOf(withMore({ roles: { blank: {} }, grants: [mias({}, "blank")] }));
    expect(told).toMatchObject([{ code: "ROLE_EMPTY", severity: "note" }]);
  });

  test("tells the gravest first", () => {
    const world = withMore({
      groups: { studio: [] },
      roles: editor,
      grants: [mias({ until: 400 }, "viewer"), mias({ folders: [] })],
    });
    expect(toldOf(world).map(({ severity }) => severity)).toEqual(["error", "warning", "note"]);
  });
});

const kept = (grant: object, first: object = {}) =>
  toldOf({
    ...withMore({ roles: editor }),
    grants: [sound.grants[0], mias(first, "viewer"), mias(grant, "viewer")],
  })
    .filter(({ code }) => code === "GRANT_REDUNDANT")
    .map(({ id }) => id);

const neededIn = (more: Partial<World>) =>
  toldOf(withMore({ roles: editor, ...more })).filter(({ code }) => code === "TOGGLE_NEED");

test("a need that a holder of the role has by anything else is not missing", () => {
  const bo = { role: "editor", user: "bo" };
  expect(neededIn({ users: { bo: "active" }, grants: [bo] })).toHaveLength(1);
  expect(neededIn({ users: { bo: "active" }, grants: [bo, mias({ folders: ["vault"] })] })).toEqual([]);
  const owner = { role: "owner", user: "bo", folders: ["other"] };
  expect(neededIn({ users: { bo: "active" }, grants: [bo, owner] })).toEqual([]);
  const look = { ...allow({ permission: "asset.view" }), user: "bo" };
  expect(neededIn({ users: { bo: "active" }, grants: [bo], overrides: [look] })).toEqual([]);
});

describe("a grant is not redundant", () => {
  test("where the other one ends before it, or begins after it", () => {
    expect(kept({}, { until: 500 })).toEqual(["g1"]);
    expect(kept({ until: 600 }, { until: 500 })).toEqual(["g1"]);
    expect(kept({ from: 200, until: 600 }, { until: 500 })).toEqual([]);
    expect(kept({ until: 300 }, { from: 200 })).toEqual([]);
  });

  test("where it gets into a restricted folder and the other one stops there", () => {
    expect(kept({ folders: ["vault"] })).toEqual([]);
    expect(kept({ asset: "secret" })).toEqual([]);
    expect(kept({ asset: "pic" })).toEqual(["g2"]);
    expect(kept({ folders: ["vault"] }, { folders: ["vault", "other"] })).toEqual(["g2"]);
  });

  test("where the other one is a member's and it is the group's", () => {
    const world = withMore({ groups: { studio: ["mia"] }, grants: [{ role: "viewer", group: "studio" }] });
    const [found] = toldOf(world);
    expect(found).toMatchObject({ code: "GRANT_REDUNDANT", id: "g1", because: "g2" });
  });

  test("where another grant lives by it", () => {
    const world = withMore({
      grants: [mias({}, "viewer"), mias({ folders: ["vault"], livesBy: "g2" }, "viewer")],
    });
    expect(toldOf(world).map(({ code, id }) => `${code} ${id}`)).toEqual(["GRANT_REDUNDANT g1"]);
  });

  test("but one of two alike is, and only one", () => {
    expect(kept({})).toEqual(["g2"]);
  });
});

test("a large account is looked at in one go, however many hold a role or stand in a group", () => {
  const everybody = Array.from({ length: 10_000 }, (_, at) => `u${at}`);
  const state = stateOf({
    ...sound,
    roles: { ...sound.roles, ...editor },
    users: { ...sound.users, ...Object.fromEntries(everybody.map((id) => [id, "active" as const])) },
    groups: { all: everybody },
    grants: [
      ...sound.grants,
      { role: "viewer", group: "all" },
      ...everybody.flatMap((user) => [
        { role: "editor", user, folders: ["brand"] },
        { role: "editor", user, folders: ["other"] },
        { role: "viewer", user, folders: ["brand"] },
      ]),
    ],
  });
  const started = performance.now();
  const findings = lint(state, NOW);
  expect(findings.length).toBe(10_000);
  // A look at each pair of people would take minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
}, 30_000);
