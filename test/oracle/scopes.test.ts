import {
  assetsIn,
  covers,
  decide,
  type Folder,
  type FolderPage,
  type FolderPosition,
  foldersIn,
  type FolderScope,
  isNowhere,
  parsePolicy,
  ROOT,
  type Scope,
  scopeOf,
  scopesOf,
  type State,
} from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { worlds } from "./random-worlds.ts";
import type { World } from "./world.ts";

/** To see a run again, put the seed that it printed here. */
const seed = Date.now() % 2 ** 31;
const moments = [-1, 0, 9, 10, 20, 29, 30];
const connections = [undefined, undefined, "n0", "n1", "nothing"];

/** A world with a moment, and perhaps a connection that is named. */
const cases = fc.record({
  world: worlds,
  now: fc.constantFrom(...moments),
  connection: fc.constantFrom(...connections),
});

const placesOf = (world: World) => [
  null,
  ...world.folders.map(({ id }) => id),
  ...world.assets.map(({ id }) => id),
];

test("a scope covers exactly the places at which decide allows", () => {
  const counts = { everywhere: 0, include: 0, except: 0, nested: 0, assets: 0, workspace: 0, account: 0 };
  fc.assert(
    fc.property(cases, ({ world, now, connection }) => {
      const { state } = parsePolicy(world);
      for (const { id: user } of world.users) {
        for (const { id: permission } of world.permissions) {
          const scope = scopeOf(state, user, permission, now, connection);
          count(counts, scope);
          const covered = placesOf(world).filter((at) => covers(state, scope, at));
          const allowed = placesOf(world).filter(
            (at) => decide(state, { user, permission, at, now, connection }).effect === "allow",
          );
          expect({ user, permission, covered, scope }).toEqual({ user, permission, covered: allowed, scope });
          expect(isNowhere(scope)).toBe(allowed.length === 0);
        }
      }
    }),
    { seed, numRuns: 1500 },
  );
  console.log(`scopes: seed ${seed}`, counts);
  for (const often of Object.values(counts)) expect(often).toBeGreaterThan(20);
});

test("no folder and no asset of a scope can be left out", () => {
  fc.assert(
    fc.property(cases, ({ world, now, connection }) => {
      const { state } = parsePolicy(world);
      for (const { id: user } of world.users) {
        for (const { id: permission } of world.permissions) {
          const scope = scopeOf(state, user, permission, now, connection);
          if (scope.level !== "folder") continue;
          const covered = (one: FolderScope) => placesOf(world).filter((at) => covers(state, one, at));
          for (const less of withOneLess(scope)) expect(covered(less)).not.toEqual(covered(scope));
        }
      }
    }),
    { seed, numRuns: 500 },
  );
});

test("asked about the whole catalogue at once, each permission has the scope that it has alone", () => {
  fc.assert(
    fc.property(cases, ({ world, now }) => {
      const { state } = parsePolicy(world);
      for (const { id: user } of world.users) {
        const alone = world.permissions.map(({ id }) => [id, scopeOf(state, user, id, now)]);
        expect([...scopesOf(state, user, now)]).toEqual(alone);
      }
    }),
    { seed, numRuns: 500 },
  );
});

function withOneLess(scope: FolderScope): FolderScope[] {
  return (["include", "except", "assets"] as const).flatMap((part) =>
    scope[part].map((left) => ({ ...scope, [part]: scope[part].filter((id) => id !== left) })),
  );
}

function count(counts: Record<string, number>, scope: Scope): void {
  const has = (what: string, does: boolean) => (counts[what] = (counts[what] ?? 0) + (does ? 1 : 0));
  if (scope.level === "account") return void has("account", scope.allowed);
  if (scope.level === "workspace") return void has("workspace", scope.workspaces.length > 0);
  const { everywhere, include, except, assets } = scope;
  has("everywhere", everywhere);
  has("include", include.length > 0);
  has("except", except.length > 0);
  has("nested", everywhere && include.length > 0);
  has("assets", assets.length > 0);
}

test("pages hold each folder of a scope once: after the one it is in, siblings by name", () => {
  const pages = fc.record({
    limit: fc.integer({ min: 1, max: 3 }),
    within: fc.constantFrom(null, "f0", "f1", "f3"),
  });
  fc.assert(
    fc.property(cases, pages, ({ world, now }, { limit, within }) => {
      const { state } = parsePolicy(withNames(world));
      for (const { id: user } of world.users) {
        for (const { id: permission } of world.permissions) {
          const scope = scopeOf(state, user, permission, now);
          const listed: string[] = [];
          let after: FolderPosition | null = null;
          do {
            const page: FolderPage | undefined = foldersIn(state, scope, { within, after, limit });
            expect(page?.folders.length ?? 0).toBeLessThanOrEqual(limit);
            listed.push(...(page?.folders.map(({ id }) => id) ?? []));
            after = page?.next ?? null;
          } while (after);
          expect(listed).toEqual(
            inTreeOrder(state, null).filter((id) => covers(state, scope, id) && isUnder(state, id, within)),
          );
        }
      }
    }),
    { seed, numRuns: 500 },
  );
});

/** Names that differ from the ids in their order, and some that are the same. */
function withNames(world: World): object {
  return {
    ...world,
    folders: world.folders.map((folder, at) => ({ ...folder, name: "cabbacd"[at] ?? "z" })),
  };
}

const orderOf = ({ name, id }: Folder) => `${name} ${id}`;

function inTreeOrder(state: State, parent: string | null): string[] {
  return state
    .find("foldersIn", parent ?? ROOT)
    .toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
    .flatMap(({ id }) => [id].concat(inTreeOrder(state, id)));
}

function isUnder(state: State, id: string, within: string | null): boolean {
  if (within === null || id === within) return true;
  const parent = state.get("folder", id)?.parent ?? null;
  return parent !== null && isUnder(state, parent, within);
}

test("the assets of a scope are exactly those it covers", () => {
  fc.assert(
    fc.property(cases, ({ world, now, connection }) => {
      const { state } = parsePolicy(world);
      for (const { id: user } of world.users) {
        for (const { id: permission } of world.permissions) {
          const scope = scopeOf(state, user, permission, now, connection);
          const covered = world.assets.map(({ id }) => id).filter((id) => covers(state, scope, id));
          expect(
            assetsIn(state, scope)
              .map(({ id }) => id)
              .toSorted(),
          ).toEqual(covered);
        }
      }
    }),
    { seed, numRuns: 500 },
  );
});
