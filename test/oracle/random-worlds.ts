import fc from "fast-check";
import type { Grant, Permission, Question, Role, World } from "./world.ts";

/** Small worlds in which everything the rules speak of happens often: a chain of folders is rarely the same twice. */

const CATALOGUE = [
  "asset.view",
  "asset.download",
  "asset.share",
  "asset.edit",
  "placements.manage",
  "deliver.x",
  "team.view",
  "team.sing",
  "billing.manage",
];
const WILDCARDS = ["asset.*", "team.*", "deliver.*", "billing.*"];
const TIMES = [0, 10, 20, 30];

const often = fc.integer({ min: 0, max: 9 }).map((die) => die > 0);
const seldom = fc.integer({ min: 0, max: 9 }).map((die) => die === 0);
const third = fc.integer({ min: 0, max: 2 }).map((die) => die === 0);
const feature = fc.constantFrom(null, null, null, null, null, null, null, null, null, null, "basic", "pro");
const status = fc
  .integer({ min: 0, max: 19 })
  .map((die) => (die > 0 ? ("active" as const) : ("suspended" as const)));
const time = fc.constantFrom(null, null, null, null, null, null, null, null, ...TIMES);
const window = { from: time, until: time };
const some = (from: readonly string[], max = 3): fc.Arbitrary<string[]> =>
  from.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...from), { maxLength: max, size: "max" });
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const numbered = <Row extends object>(
  letter: string,
  row: fc.Arbitrary<Row>,
  minLength: number,
  maxLength: number,
) =>
  fc
    .array(row, { minLength, maxLength, size: "max" })
    .map((rows) => rows.map((fields, at) => Object.assign({ id: `${letter}${at}` }, fields)));

const permissions: fc.Arbitrary<Permission[]> = fc.tuple(
  ...CATALOGUE.map((id, at) =>
    fc.record({
      id: fc.constant(id),
      level: levelOf(id),
      // Needs point backwards, so that they never run in a circle.
      needs: some(CATALOGUE.slice(0, at), 3),
      feature,
      connector: fc.constantFrom(null, null, null, null, null, id === "deliver.x" ? "x" : null, "x", "y"),
      aliases: fc.constant<string[]>([`old.${id}`]),
    }),
  ),
);

function levelOf(id: string): fc.Arbitrary<Permission["level"]> {
  if (id === "billing.manage") return fc.constant("account");
  if (id === "team.view") return fc.constantFrom("workspace", "folder");
  return fc.integer({ min: 0, max: 11 }).map((die) => (die > 1 ? "folder" : die ? "workspace" : "account"));
}

/** Mostly chains, with side branches and a second root now and then. */
const folders = fc
  .array(
    fc.record({ restricted: third, workspace: third, up: fc.integer({ min: 0, max: 4 }), root: seldom }),
    {
      minLength: 2,
      maxLength: 7,
      size: "max",
    },
  )
  .map((rows) =>
    rows.map(({ restricted, workspace, up, root }, at) => ({
      id: `f${at}`,
      parent: at === 0 || root ? null : `f${Math.max(0, at - 1 - Math.max(0, up - 2))}`,
      restricted,
      workspace,
    })),
  );

function rolesIn(folderIds: string[]): fc.Arbitrary<Role[]> {
  const role = fc.record({
    permissions: some([...CATALOGUE, ...CATALOGUE, ...WILDCARDS, ...WILDCARDS], 12),
    folders: fc.oneof(fc.constant("all" as const), fc.constant("all" as const), some(folderIds)),
    allAccess: fc.integer({ min: 0, max: 4 }).map((die) => die === 0),
    feature,
  });
  return numbered("r", role, 1, 5);
}

interface Targets {
  readonly users: string[];
  readonly groups: World["groups"];
  readonly roles: string[];
  readonly folders: string[];
  readonly assets: string[];
  readonly collections: string[];
}

function grantsIn(targets: Targets): fc.Arbitrary<Grant[]> {
  const nothing = fc.constant({ folders: null, asset: null, collection: null });
  const narrowings = [
    nothing,
    nothing,
    some(targets.folders).map((list) => ({ folders: list, asset: null, collection: null })),
    ...(targets.assets.length > 0
      ? [fc.constantFrom(...targets.assets).map((asset) => ({ folders: null, asset, collection: null }))]
      : []),
    ...(targets.collections.length > 0
      ? [
          fc
            .constantFrom(...targets.collections)
            .map((collection) => ({ folders: null, asset: null, collection })),
        ]
      : []),
  ];
  const holders = [
    ...targets.users.map((user) => ({ user, group: null })),
    ...idsOf(targets.groups).map((group) => ({ user: null, group })),
  ];
  const grant = fc
    .tuple(
      fc.constantFrom(...holders),
      fc.constantFrom(...targets.roles),
      fc.oneof(...narrowings),
      fc.record(window),
    )
    .map(([holder, role, narrowing, live]) => Object.assign({ role }, holder, narrowing, live));
  return numbered("g", grant, 2, 12).chain((grants) => livingIn(grants, targets.groups));
}

/** Some live by one that stands before them and is the same user's, of his own or by a group. */
function livingIn(grants: Grant[], groups: World["groups"]): fc.Arbitrary<Grant[]> {
  const living = grants.map((grant, at) => {
    const held = grants
      .slice(0, at)
      .filter(
        ({ user, group }) =>
          grant.user !== null &&
          (user === grant.user ||
            groups.some(({ id, members }) => id === group && members.includes(grant.user ?? ""))),
      );
    if (held.length === 0) return fc.constant(grant);
    const by = fc.constantFrom(null, ...idsOf(held));
    return by.map((livesBy) => Object.assign({}, grant, { livesBy }));
  });
  return fc.tuple(...living);
}

const tree = folders.chain((list) => {
  const ids = idsOf(list);
  const asset = fc.record({ folder: fc.constantFrom(...ids), approved: often, expires: time });
  return fc.record({ folders: fc.constant(list), assets: numbered("a", asset, 0, 3) });
});

const anyWorld: fc.Arbitrary<World> = tree.chain((things) => {
  const [inFolder, assetIds] = [idsOf(things.folders), idsOf(things.assets)];
  const collection = fc.record({ folder: fc.constantFrom(...inFolder), assets: some(assetIds) });
  const users = numbered("u", fc.record({ status }), 1, 2);
  const connection = fc.record({
    connector: fc.constantFrom("x", "y"),
    folder: fc.constantFrom(null, ...inFolder),
  });
  return fc
    .record({
      folders: fc.constant(things.folders),
      assets: fc.constant(things.assets),
      account: fc.record({ status }),
      plan: fc.record({ features: fc.constantFrom<string[]>(["basic"], ["basic", "pro"], ["pro"], []) }),
      collections: numbered("c", collection, 0, 2),
      connections: numbered("n", connection, 0, 3),
      permissions,
      roles: rolesIn(inFolder),
      users,
    })
    .chain(withRights);
});

/** Without fast-check's leaning towards the least of everything: nobody holds anything there. */
export const worlds = fc.noBias(anyWorld);

const filler = (at: number): Permission => ({
  id: `filler.${at}`,
  level: "folder",
  needs: [],
  feature: null,
  connector: null,
  aliases: [],
});

/** The same world with a catalogue so long that its permissions lie far apart, beyond 32 and 64 of them. */
export function spread(world: World): World {
  const apart = world.permissions.flatMap((permission, at) => [
    permission,
    ...Array.from({ length: 8 }, (_, turn) => filler(at * 8 + turn)),
  ]);
  return { ...world, permissions: apart };
}

type Rightless = Omit<World, "version" | "groups" | "grants" | "overrides">;

function withRights(world: Rightless): fc.Arbitrary<World> {
  const users = idsOf(world.users);
  const override = fc.record({
    user: fc.constantFrom(...users),
    effect: fc.constantFrom("allow", "deny"),
    permission: fc.constantFrom("*", "*", "*", "*", ...CATALOGUE),
    folder: fc.constantFrom(null, ...idsOf(world.folders)),
    ...window,
  });
  return numbered("t", fc.record({ members: some(users) }), 0, 2).chain((groups) => {
    const targets = {
      users,
      groups,
      roles: idsOf(world.roles),
      folders: idsOf(world.folders),
      assets: idsOf(world.assets),
      collections: idsOf(world.collections),
    };
    return fc
      .record({ grants: grantsIn(targets), overrides: numbered("o", override, 0, 6) })
      .map((rights): World => Object.assign({ version: 1 as const, groups }, world, rights));
  });
}

/**
 * Everybody asks for everything wherever it can be asked, and now and then elsewhere; times, named connections and
 * other names take turns.
 */
export function questionsOf(world: World): Question[] {
  const moments = TIMES.flatMap((at) => [at - 1, at]);
  const connections = [undefined, undefined, undefined, undefined, "n0", "n1", "nothing"];
  const asked: Question[] = [];
  for (const { user, permission, at } of triplesOf(world)) {
    const turn = asked.length;
    const connection = connections[turn % connections.length];
    asked.push({
      user,
      permission: turn % 11 === 0 ? `old.${permission}` : permission,
      at,
      now: moments[turn % moments.length] ?? 0,
      ...(connection === undefined ? {} : { connection }),
    });
  }
  return asked;
}

function triplesOf(world: World) {
  const users = idsOf(world.users);
  const places = [null, ...idsOf(world.folders), ...idsOf(world.assets)];
  const triples = users.flatMap((user) =>
    world.permissions.flatMap(({ id: permission }) => places.map((at) => ({ user, permission, at }))),
  );
  const fitting = triples.filter((triple, turn) => turn % 17 === 0 || isAtHome(world, triple));
  const strange = { user: "nobody", permission: "nothing.do", at: "nowhere" };
  return [
    ...fitting,
    ...fitting.slice(0, 3).map((triple, turn) =>
      Object.assign({}, triple, {
        [["user", "permission", "at"][turn] as string]: Object.values(strange)[turn],
      }),
    ),
  ];
}

function isAtHome(world: World, { permission, at }: { permission: string; at: string | null }): boolean {
  const level = world.permissions.find(({ id }) => id === permission)?.level;
  if (level === "workspace") return world.folders.some(({ id, workspace }) => id === at && workspace);
  return level === "account" ? at === null : at !== null;
}
