import {
  canNavigate,
  canSee,
  decide,
  explain,
  type Fix,
  type Missed,
  parsePolicy,
  type Reason,
  type State,
  sightOf,
  visibleFolders,
  who,
} from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { naiveDecision } from "./naive-decision.ts";
import { questionsOf, worlds } from "./random-worlds.ts";
import type { Grant, Question, World } from "./world.ts";

/** To see a run again, put the seed that it printed here. */
const seed = Date.now() % 2 ** 31;

/** The report of a world in which the check finds something wrong; null where there is none. */
function wrongAnywhere(
  worldsTried: number,
  wrongsIn: (world: World, state: State) => unknown[],
): string | null {
  const holds = (world: World) => {
    const [wrong] = wrongsIn(world, parsePolicy(world).state);
    if (wrong) throw new Error(JSON.stringify(wrong));
  };
  return (
    fc.defaultReportMessage(fc.check(fc.property(worlds, holds), { seed, numRuns: worldsTried })) ?? null
  );
}

const allows = (world: World, question: Question) => naiveDecision(world, question).effect === "allow";

test("explain agrees with decide, and has reasons exactly where something held decides", () => {
  console.log(`explanations: seed ${seed}`);
  const wrong = wrongAnywhere(300, (world, state) =>
    questionsOf(world).filter((question) => {
      const decision = decide(state, question);
      const { effect, code, revision, by, need } = explain(state, question);
      const agrees = effect === decision.effect && code === decision.code && revision === decision.revision;
      return !agrees || by.length > 0 !== (effect === "allow" || (need?.code ?? code) === "OVERRIDE_DENY");
    }),
  );
  expect(wrong).toBeNull();
});

test("each reason is enough without the others, and without any the answer is another", () => {
  const wrong = wrongAnywhere(300, (world, state) =>
    questionsOf(world).filter((question) => {
      const { effect, code, by, permission } = explain(state, question);
      const alone = withoutNeeds(unbound(world), permission);
      const decides = (left: readonly Reason[]) => {
        const others = by.filter((reason) => !left.includes(reason));
        const answer = naiveDecision(without(alone, others), question);
        return effect === "allow" ? answer.effect === "allow" : answer.code === "OVERRIDE_DENY";
      };
      // What denies a need is held by the unit tests: asked for itself, it is a question like any other.
      return code !== "NEEDS" && by.length > 0 && (decides([]) || by.some((reason) => !decides([reason])));
    }),
  );
  expect(wrong).toBeNull();
});

test("each near miss is one repair away from allowing", () => {
  const causes = new Set<string>();
  const wrong = wrongAnywhere(600, (world, state) =>
    questionsOf(world).flatMap((question) => {
      const { need, missed, ...explanation } = explain(state, question);
      const permission = need?.permission ?? explanation.permission;
      const isAccountLevel = world.permissions.find(({ id }) => id === permission)?.level === "account";
      const asked = { ...question, permission, at: isAccountLevel ? null : question.at };
      for (const miss of missed) causes.add(`${"grant" in miss ? "grant" : "override"} ${miss.cause}`);
      return missed
        .filter((miss) => !allows(withoutNeeds(repaired(unbound(world), miss, asked), permission), asked))
        .map((miss) => ({ question, miss }));
    }),
  );
  expect(wrong).toBeNull();
  const common = ["expired", "narrowed", "not-yet", "other-folder", "restricted"];
  const ofGrants = [...common, "lacks-permission", "plan"].map((cause) => `grant ${cause}`);
  expect(causes).toEqual(new Set([...ofGrants, ...common.map((cause) => `override ${cause}`)]));
});

test("a fix allows, no part of it does, and where there is none no set of roles would", () => {
  const sizes = new Set<number>();
  const wrong = wrongAnywhere(400, (world, state) =>
    questionsOf(world).filter((question) => {
      const { effect, fix } = explain(state, question);
      const allowsWith = (fixes: readonly Fix[]) => allows(given(world, fixes), question);
      sizes.add(fix.length);
      if (effect === "allow") return fix.length > 0;
      if (fix.length === 0) return allowsWith(everyRole(world, question));
      return !allowsWith(fix) || fix.some((spare) => allowsWith(fix.filter((other) => other !== spare)));
    }),
  );
  expect(wrong).toBeNull();
  expect([0, 1, 2].filter((size) => !sizes.has(size))).toEqual([]);
});

test("who agrees with decide on each user", () => {
  const wrong = wrongAnywhere(200, (world, state) =>
    questionsOf(world).filter((question) => {
      const may = world.users
        .filter(({ id }) => allows(world, { ...question, user: id }))
        .map(({ id }) => id);
      const holders = who(state, question);
      return may.toSorted().join() !== holders.map(({ user }) => user).join();
    }),
  );
  expect(wrong).toBeNull();
});

test("a folder is seen by who may view it or one below it, an asset by who may view it", () => {
  const now = 15;
  const wrong = wrongAnywhere(500, (world, state) =>
    world.users.flatMap(({ id: user }) => {
      const views = (at: string) => allows(world, { user, permission: "asset.view", at, now });
      const leads = (id: string): boolean =>
        views(id) || world.folders.some((folder) => folder.parent === id && leads(folder.id));
      const inside = (parent: string | null) => world.folders.filter((folder) => folder.parent === parent);
      const listed = (parent: string | null) =>
        visibleFolders(state, user, parent, now)
          .map(({ id }) => id)
          .toSorted();
      const shown = (folder: string) =>
        sightOf(state, user, now)
          .assetsIn(folder)
          .map(({ id }) => id);
      return [
        ...world.assets.filter(({ id }) => canSee(state, user, id, now) !== views(id)),
        ...world.folders.filter(({ id }) => canSee(state, user, id, now) !== leads(id)),
        ...world.folders.filter(({ id }) => canNavigate(state, user, id, now) !== leads(id)),
        ...[null, ...world.folders.map(({ id }) => id)].filter(
          (parent) =>
            listed(parent).join() !==
            inside(parent)
              .map(({ id }) => id)
              .filter(leads)
              .toSorted()
              .join(),
        ),
        ...world.assets.filter(({ id, folder }) => shown(folder).includes(id) !== views(id)),
      ];
    }),
  );
  expect(wrong).toBeNull();
});

function withoutNeeds(world: World, permission: string): World {
  const cleared = (entry: World["permissions"][number]) =>
    entry.id === permission ? Object.assign({}, entry, { needs: [] }) : entry;
  return { ...world, permissions: world.permissions.map(cleared) };
}

/** The same rights with each grant by itself, cut down to the windows of all it lives by. */
function unbound(world: World): World {
  const alone = (grant: Grant): Grant => {
    const by = world.grants.find(({ id }) => id === grant.livesBy);
    if (!by) return grant;
    const { from, until } = alone(by);
    const latest = Math.max(grant.from ?? -1, from ?? -1);
    const earliest = Math.min(grant.until ?? Infinity, until ?? Infinity);
    return {
      ...grant,
      from: latest === -1 ? null : latest,
      until: earliest === Infinity ? null : earliest,
      livesBy: null,
    };
  };
  return { ...world, grants: world.grants.map(alone) };
}

function without(world: World, reasons: readonly Reason[]): World {
  const gone = new Set(reasons.map((reason) => ("grant" in reason ? reason.grant : reason.override)));
  return {
    ...world,
    grants: world.grants.filter(({ id }) => !gone.has(id)),
    overrides: world.overrides.filter(({ id }) => !gone.has(id)),
  };
}

type Repairs = { [Cause in Missed["cause"]]: () => World };

/** The world in which what the miss names is no longer so. */
function repaired(world: World, miss: Missed, { permission, at }: Question): World {
  const home = world.assets.find(({ id }) => id === at)?.folder ?? at;
  const grant = "grant" in miss ? miss.grant : undefined;
  const role = "role" in miss ? miss.role : undefined;
  const override = "override" in miss ? miss.override : undefined;
  const onGrant = (patch: object) => ({ ...world, grants: patched(world.grants, grant, patch) });
  const onRole = (patch: object, on = world) => ({ ...on, roles: patched(on.roles, role, patch) });
  const onOverride = (patch: object) => ({ ...world, overrides: patched(world.overrides, override, patch) });
  const always = { from: null, until: null };
  const anywhere = { folders: null, asset: null, collection: null };
  const live = () => (grant === undefined ? onOverride(always) : onGrant(always));
  const moved = (folders: string[] | null) =>
    grant === undefined
      ? onOverride({ folder: home })
      : onRole({ folders: "all" }, onGrant({ ...anywhere, folders }));
  const repairs: Repairs = {
    expired: live,
    "not-yet": live,
    plan: () => onRole({ feature: null }),
    "lacks-permission": () => onRole({ permissions: [permission] }),
    narrowed: () => moved(null),
    "other-folder": () => moved(home === null ? null : [home]),
    restricted: () => ({
      ...world,
      folders: world.folders.map((folder) => Object.assign({}, folder, { restricted: false })),
    }),
  };
  return repairs[miss.cause]();
}

function patched<Row extends { id: string }>(rows: Row[], id: string | undefined, patch: object): Row[] {
  return rows.map((row) => (row.id === id ? Object.assign({}, row, patch) : row));
}

function given(world: World, fixes: readonly Fix[]): World {
  const grants = fixes.map(({ user, role, folders, asset }, at) => {
    const open = { group: null, collection: null, from: null, until: null };
    return { id: `fix${at}`, user, role, folders: folders && [...folders], asset, ...open };
  });
  return { ...world, grants: [...world.grants, ...grants] };
}

/** All that a fix may be made of: every role that is not all access, where it was asked and un-narrowed. */
function everyRole(world: World, { user, at }: Question): Fix[] {
  const isAsset = world.assets.some(({ id }) => id === at);
  return world.roles
    .filter(({ allAccess }) => !allAccess)
    .flatMap(({ id: role }) => [
      { kind: "grant" as const, user, role, folders: null, asset: null },
      {
        kind: "grant" as const,
        user,
        role,
        folders: isAsset || at === null ? null : [at],
        asset: isAsset ? at : null,
      },
    ]);
}
