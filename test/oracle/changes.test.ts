import {
  applyChanges,
  can,
  decide,
  explain,
  kinds,
  parsePolicy,
  permissionsAt,
  planChanges,
  State,
} from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { legalEvents, rolls } from "./random-events.ts";
import { spread, worlds } from "./random-worlds.ts";

/** To see a run again, put the seed that it printed here. */
const seed = Date.now() % 2 ** 31;

const MOMENTS = [-1, 5, 10, 25, 30];

/** The same rows in a state that has seen no change. */
function builtAnew(state: State): State {
  const fresh = new State();
  for (const kind of kinds) for (const row of state.all(kind)) fresh.put(kind, row.id, row);
  return fresh;
}

/** Of all that can be asked, every nth, so that what was asked before a change is seldom what is asked after it. */
function* questionsAbout(state: State, turn: number) {
  const ids = (kind: "user" | "permission" | "folder" | "asset" | "connection") =>
    [...state.all(kind)].map(({ id }) => id);
  const connections = [undefined, undefined, ...ids("connection")];
  let asked = turn;
  for (const user of ids("user")) {
    for (const at of [null, ...ids("folder"), ...ids("asset")]) {
      for (const permission of ids("permission")) {
        asked += 1;
        if (asked % 5 > 0) continue;
        const now = MOMENTS[(asked / 5) % MOMENTS.length] ?? 0;
        yield { user, permission, at, now, connection: connections[asked % connections.length] };
      }
    }
  }
}

function expectSameAnswers(state: State, turn: number): number {
  const fresh = builtAnew(state);
  let asked = 0;
  for (const question of questionsAbout(state, turn)) {
    const { user, permission, at, now, connection } = question;
    const { effect, code } = decide(state, question);
    const told = { question, effect, code };
    const anew = decide(fresh, question);
    expect(told).toEqual({ question, effect: anew.effect, code: anew.code });
    // What explains does not look at the index.
    expect(told).toEqual({ question, effect, code: explain(state, question).code });
    expect(can(state, user, permission, at, now, connection)).toBe(effect === "allow");
    asked += 1;
  }
  for (const { id: user } of state.all("user")) {
    for (const at of [null, ...[...state.all("folder"), ...state.all("asset")].map(({ id }) => id)]) {
      const now = MOMENTS[turn % MOMENTS.length] ?? 0;
      const allowed = [...state.all("permission")].filter(({ id }) => can(state, user, id, at, now));
      expect(permissionsAt(state, user, at, now)).toEqual(allowed.map(({ id }) => id));
    }
  }
  return asked;
}

test("events in any legal order, one at a time, end in the same answers as building from scratch", () => {
  let asked = 0;
  let changed = 0;
  fc.assert(
    fc.property(worlds, fc.boolean(), rolls(25), (world, isSpread, rolled) => {
      const { state } = parsePolicy(isSpread ? spread(world) : world);
      for (const event of legalEvents(state, rolled)) {
        asked += expectSameAnswers(state, changed);
        applyChanges(state, planChanges(state, [event]), state.revision + 1);
        changed += 1;
      }
      asked += expectSameAnswers(state, changed);
    }),
    { seed, numRuns: 400 },
  );
  expect(asked).toBeGreaterThan(50_000);
  console.log(`changes: seed ${seed}, ${changed} events, ${asked} decisions`);
});
