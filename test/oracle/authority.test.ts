import {
  type ApiKey,
  authorise,
  decide,
  decideAs,
  type Event,
  EventRefused,
  explain,
  parsePolicy,
  planChanges,
  type Principal,
  type State,
} from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { worlds } from "./random-worlds.ts";
import type { World } from "./world.ts";

/** To see a run again, put the seed that it printed here. */
const seed = Date.now() % 2 ** 31;

/** What writes ask for, beside what random worlds have. */
const rights = {
  folder: [
    "grants.manage",
    "overrides.manage",
    "folder.manage",
    "folder.create",
    "asset.create",
    "asset.delete",
    "collection.manage",
  ],
  account: ["users.manage", "roles.manage", "workspace.create"],
};
const RUNS = 1000;
const moments = [0, 10, 20, 30];
const writer: Principal = { account: "account", user: "u0", credential: { kind: "key", id: "k" } };

/** All access for the writer, narrowed or ending now and then, so that he has something to give. */
const ample = fc.record({
  folders: fc.constantFrom<(string[] | null)[]>(null, null, ["f0"], ["f0", "f1"]),
  until: fc.constantFrom(null, null, null, 10, 20),
});

/** A world without gates, since these are no rights, in which the first user may write what he likes where he is not denied. */
function writable(world: World, own: { folders: string[] | null; until: number | null }): World {
  const permission = { needs: [], feature: null, connector: null, aliases: [] };
  const allowed = { user: "u0", effect: "allow", from: null, until: null } as const;
  const places = [null, ...world.folders.map(({ id }) => id)];
  const all = [...rights.folder, ...rights.account];
  return {
    ...world,
    account: { status: "active" },
    users: [
      { id: "u0", status: "active" },
      ...world.users.filter(({ id }) => id !== "u0"),
      { id: "new", status: "active" },
    ],
    assets: world.assets.map(({ id, folder }) => ({ id, folder, approved: true, expires: null })),
    connections: [],
    permissions: [
      ...world.permissions.map((row, at) =>
        Object.assign({}, row, {
          feature: null,
          connector: null,
          needs: at % 2 ? [] : row.needs.slice(0, 1),
        }),
      ),
      ...rights.folder.map((id) => Object.assign({ id, level: "folder" as const }, permission)),
      ...rights.account.map((id) => Object.assign({ id, level: "account" as const }, permission)),
    ],
    roles: [
      ...world.roles,
      {
        id: "plenty",
        permissions: idsOf(world.permissions),
        folders: "all",
        allAccess: false,
        feature: null,
      },
      { id: "ample", permissions: [], folders: "all", allAccess: true, feature: null },
    ],
    grants: [
      ...world.grants,
      {
        id: "own",
        user: "u0",
        group: null,
        role: "ample",
        asset: null,
        collection: null,
        from: null,
        ...own,
      },
    ],
    overrides: [
      ...world.overrides.map((row, at) =>
        row.user === "u0" && at > 1 ? Object.assign({}, row, { user: "new" }) : row,
      ),
      ...all.flatMap((right) =>
        places.map((folder) =>
          Object.assign({ id: `${right} ${folder}`, permission: right, folder }, allowed),
        ),
      ),
    ],
  };
}

const pick = <Item>(items: readonly Item[]) => fc.constantFrom(...items);
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const time = fc.constantFrom(null, null, null, null, null, null, null, ...moments);

/** A few writes that may add to what somebody holds. */
function eventsIn(world: World): fc.Arbitrary<Event[]> {
  const [users, roles, folders, assets] = [world.users, world.roles, world.folders, world.assets].map(
    idsOf,
  ) as [string[], string[], string[], string[]];
  const [groups, collections, denied] = [world.groups, world.collections, world.overrides].map(idsOf) as [
    string[],
    string[],
    string[],
  ];
  const permissions = ["*", ...idsOf(world.permissions)];
  const window = { from: time, until: time };
  const plain = { reason: fc.constant(""), givenBy: fc.constant(null) };
  const holder = pick([
    ...[...users, "new", "new", "new"].map((user) => ({ user, group: null })),
    ...groups.map((group) => ({ user: null, group })),
  ]);
  const unnarrowed = { folders: null, asset: null, collection: null };
  const narrowing = fc.oneof(
    fc.constant(unnarrowed),
    fc
      .subarray(folders, { minLength: 1, maxLength: 2 })
      .map((list) => Object.assign({}, unnarrowed, { folders: list })),
    ...(assets.length > 0 ? [pick(assets).map((asset) => Object.assign({}, unnarrowed, { asset }))] : []),
    ...(collections.length > 0
      ? [pick(collections).map((collection) => Object.assign({}, unnarrowed, { collection }))]
      : []),
  );
  const id = fc.integer({ min: 0, max: 99 }).map((number) => `new${number}`);
  // Where it lives by another, mostly by one of somebody else's, which is refused; now and then it is his own.
  const life = fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: pick(idsOf(world.grants).map((livesBy) => ({ livesBy }))) },
  );
  const give = fc
    .tuple(
      fc.record({ id, role: pick([...roles, "plenty", "plenty"]), ...window, ...plain }),
      holder,
      narrowing,
      life,
    )
    .map((parts) => ({ type: "grant.given", grant: Object.assign({}, ...parts) as object }));
  const override = fc
    .record({
      id,
      user: pick([...users, "new"]),
      effect: fc.constantFrom("allow", "allow", "deny"),
      permission: pick(permissions),
      folder: pick([null, ...folders]),
      ...window,
      ...plain,
    })
    .map((row) => ({ type: "override.set", override: row }));
  const role = fc
    .record({
      id: pick(roles),
      permissions: fc.subarray(idsOf(world.permissions)),
      folders: fc.oneof(fc.constant("all"), fc.subarray(folders)),
      allAccess: fc.boolean(),
    })
    .map((row) => ({ type: "role.changed", role: { ...row, name: "", description: "", feature: null } }));
  const event = fc.oneof(
    give,
    give,
    override,
    role,
    pick(folders).map((folder) => ({ type: "folder.restriction-set", id: folder, restricted: false })),
    fc
      .tuple(pick(folders), pick([null, ...folders]))
      .map(([folder, parent]) => ({ type: "folder.moved", id: folder, parent })),
    pick(users).map((user) => ({ type: "user.status-set", id: user, status: "active" })),
    ...(denied.length > 0
      ? [pick(denied).map((one) => ({ type: "override.ended", id: one, reason: "" }))]
      : []),
    ...(groups.length > 0
      ? [
          fc
            .tuple(pick(groups), pick(users))
            .map(([group, user]) => ({ type: "group.member-added", id: group, user })),
        ]
      : []),
    ...(assets.length > 0
      ? [
          fc
            .tuple(pick(assets), pick(folders))
            .map(([asset, folder]) => ({ type: "asset.moved", id: asset, folder })),
        ]
      : []),
    ...(collections.length > 0
      ? [
          fc
            .tuple(pick(collections), fc.subarray(assets))
            .map(([collection, list]) => ({ type: "collection.assets-set", id: collection, assets: list })),
        ]
      : []),
  );
  return fc.array(event as fc.Arbitrary<Event>, { minLength: 1, maxLength: 2, size: "max" });
}

const cut = <List>(list: fc.Arbitrary<List>) =>
  fc.oneof(fc.constant(null), fc.constant(null), fc.constant(null), list);

function keyIn(world: World): fc.Arbitrary<ApiKey> {
  return fc.record({
    id: fc.constant("k"),
    owner: fc.constant("u0"),
    name: fc.constant(""),
    permissions: cut(fc.subarray([...idsOf(world.permissions), "asset.*"], { minLength: 12 })),
    folders: cut(fc.subarray(idsOf(world.folders), { minLength: 1 })),
    connections: fc.constant(null),
    until: fc.constantFrom(null, null, null, 20),
  });
}

/** Without fast-check's leaning towards the least of everything: most writes would do nothing. */
const trials = fc.noBias(
  fc
    .tuple(worlds, ample)
    .map(([world, own]) => writable(world, own))
    .chain((world) => fc.record({ world: fc.constant(world), key: keyIn(world), events: eventsIn(world) })),
);

/** Everybody's answers to everything, by a question's text. */
function answersIn(
  state: State,
  answer: (user: string, permission: string, at: string | null, now: number) => boolean,
): Set<string> {
  const places = [
    null,
    ...Array.from(state.all("folder"), ({ id }) => id),
    ...Array.from(state.all("asset"), ({ id }) => id),
  ];
  const yes = new Set<string>();
  for (const { id: user } of state.all("user")) {
    for (const { id: permission } of state.all("permission")) {
      for (const at of places) {
        for (const now of moments) {
          if (answer(user, permission, at, now)) yes.add(JSON.stringify([user, permission, at, now]));
        }
      }
    }
  }
  return yes;
}

type Question = [user: string, permission: string, at: string | null, now: number];

/** What somebody holds after the events and not before. */
function gainsOf(state: State, events: readonly Event[]): Question[] {
  const allows = (user: string, permission: string, at: string | null, now: number) =>
    decide(state, { user, permission, at, now }).effect === "allow";
  const before = answersIn(state, allows);
  const changes = planChanges(state, events);
  for (const { kind, id, after } of changes) state.put(kind, id, after);
  const after = answersIn(state, allows);
  for (const { kind, id, before: row } of changes.toReversed()) state.put(kind, id, row);
  return [...after]
    .filter((question) => !before.has(question))
    .map((question) => JSON.parse(question) as Question);
}

/**
 * Does the writer hold what is gained, by what lives by nothing else; and where a deny stood against it, may he write
 * overrides there?
 */
function mayGive(state: State, [user, permission, at, now]: Question): boolean {
  const holds = (asked: string, place: string | null, then: number) =>
    decideAs(state, writer, { user: "u0", permission: asked, at: place, now: then }).effect === "allow";
  const { code, by } = explain(state, { user, permission, at, now });
  const denies = code === "OVERRIDE_DENY" ? by.flatMap(({ anchor }) => anchor ?? []) : [];
  const living = state.find("grantsOfUser", "u0").filter(({ livesBy }) => livesBy !== undefined);
  for (const { id } of living) state.put("grant", id, undefined);
  const may = holds(permission, at, now) && denies.every((folder) => holds("overrides.manage", folder, 0));
  for (const grant of living) state.put("grant", grant.id, grant);
  return may;
}

test("whatever authorise lets through gives nobody what the writer does not hold", () => {
  console.log(`authority: seed ${seed}`);
  const seen = { refused: 0, allowed: 0, given: 0 };
  const holds = ({ world, key, events }: { world: World; key: ApiKey; events: Event[] }) => {
    const { state } = parsePolicy(world);
    state.put("key", key.id, key);
    let refusal;
    try {
      refusal = authorise(state, writer, events, 0);
    } catch (error) {
      if (error instanceof EventRefused) return;
      throw error;
    }
    if (refusal) {
      seen.refused += 1;
      return;
    }
    const gains = gainsOf(state, events);
    seen.allowed += 1;
    if (gains.length > 0) seen.given += 1;
    const wrong = gains.find((gain) => !mayGive(state, gain));
    if (wrong) throw new Error(JSON.stringify(wrong));
  };
  const report = fc.defaultReportMessage(fc.check(fc.property(trials, holds), { seed, numRuns: RUNS }));
  expect(report ?? null).toBeNull();
  // Where hardly anything is given, or all is refused, the test would prove nothing.
  expect(seen.given).toBeGreaterThan(RUNS / 40);
  expect(seen.refused).toBeGreaterThan(RUNS / 10);
});
