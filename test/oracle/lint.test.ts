import { decide, type Finding, lint, parsePolicy, type State } from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { questionsOf, worlds } from "./random-worlds.ts";
import type { Question, World } from "./world.ts";

/** To see a run again, put the seed that it printed here. */
const seed = Date.now() % 2 ** 31;

const moment = fc.constantFrom(-1, 0, 10, 15, 30);
const later = (world: World, now: number) => questionsOf(world).filter((question) => question.now >= now);
const told = (world: World, now: number) => lint(parsePolicy(world).state, now);

/** Taking these away leaves nothing behind that a decision could end in: so a no may come for another reason. */
const changesTheReason = new Set<Finding["code"]>(["TOGGLE_NEED", "DENY_OF_NOTHING"]);

test("what lint tells of grants, overrides, roles and groups can be taken away, and nobody is answered otherwise", () => {
  console.log(`lint: seed ${seed}`);
  const seen = new Set<string>();
  fc.assert(
    fc.property(worlds, moment, (world, now) => {
      const findings = told(world, now);
      for (const { code } of findings) seen.add(code);
      const before = parsePolicy(world).state;
      const sameCode = parsePolicy(
        without(
          world,
          findings.filter(({ code }) => !changesTheReason.has(code)),
        ),
      ).state;
      const after = parsePolicy(without(world, findings)).state;
      for (const question of later(world, now)) {
        const { effect, code } = decide(before, question);
        expect({ question, ...decide(sameCode, question) }).toMatchObject({ question, effect, code });
        expect({ question, ...decide(after, question) }).toMatchObject({ question, effect });
      }
    }),
    { seed, numRuns: 1500 },
  );
  const common = [
    "GRANT_REDUNDANT",
    "GRANT_APART",
    "GRANT_WALLED",
    "DENY_OF_NOTHING",
    "ALLOW_DENIED",
    "TOGGLE_NEED",
  ];
  expect(common.filter((code) => !seen.has(code))).toEqual([]);
});

test("who may do nothing is denied everything, and nobody is allowed anything where nobody reaches", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(worlds, moment, (world, now) => {
      const { state } = parsePolicy(world);
      const questions = later(world, now);
      for (const found of lint(state, now)) {
        const none = questions.filter(isAbout(world, found)).filter((question) => allows(state, question));
        if (none.length > 0) throw new Error(JSON.stringify({ found, none: none[0] }));
        seen.add(found.code);
      }
    }),
    { seed, numRuns: 600 },
  );
  expect(
    ["USER_IDLE", "FOLDER_UNREACHED", "PERMISSION_IMPOSSIBLE"].filter((code) => !seen.has(code)),
  ).toEqual([]);
});

const allows = (state: State, question: Question) => decide(state, question).effect === "allow";

/** The questions to which nobody is answered yes, if the finding is right. */
function isAbout(world: World, { code, id }: Finding): (question: Question) => boolean {
  const homeOf = (at: string | null) => world.assets.find((asset) => asset.id === at)?.folder ?? at;
  if (code === "USER_IDLE") return ({ user }) => user === id;
  if (code === "PERMISSION_IMPOSSIBLE") return ({ permission }) => permission === id;
  if (code === "FOLDER_UNREACHED") return ({ at }) => isWithin(world, homeOf(at), id);
  return () => false;
}

function isWithin(world: World, folder: string | null, top: string): boolean {
  const parent = world.folders.find(({ id }) => id === folder)?.parent ?? null;
  return folder === top || (parent !== null && isWithin(world, parent, top));
}

function without(world: World, findings: readonly Finding[]): World {
  const gone = (...starts: string[]) =>
    new Set(
      findings.filter(({ code }) => starts.some((start) => code.startsWith(start))).map(({ id }) => id),
    );
  const [grants, overrides] = [gone("GRANT_"), gone("OVERRIDE_", "ALLOW_", "DENY_")];
  const [voidRoles, unheld, groups] = [
    gone("ROLE_VOID", "ROLE_NOWHERE", "ROLE_EMPTY"),
    gone("ROLE_UNHELD"),
    gone("GROUP_"),
  ];
  const toggles = findings.filter(({ code }) => code.startsWith("TOGGLE_"));
  // A grant that gives nothing may still be what another one lives by.
  const bears = new Set(world.grants.flatMap(({ livesBy }) => livesBy ?? []));
  const isToggle = (role: string, item: string) =>
    toggles.some((one) => one.id === role && one.item === item);
  return {
    ...world,
    roles: world.roles
      .filter(({ id }) => !unheld.has(id))
      .map((role) =>
        Object.assign({}, role, { permissions: role.permissions.filter((item) => !isToggle(role.id, item)) }),
      ),
    groups: world.groups.filter(({ id }) => !groups.has(id)),
    grants: world.grants.filter(
      ({ id, role, group }) =>
        !grants.has(id) && (!voidRoles.has(role) || bears.has(id)) && !groups.has(group ?? ""),
    ),
    overrides: world.overrides.filter(({ id }) => !overrides.has(id)),
  };
}
