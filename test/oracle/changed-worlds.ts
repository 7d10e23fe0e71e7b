import {
  applyChanges,
  can,
  type Change,
  changesBetween,
  type diffOf,
  type EventType,
  type Kind,
  parsePolicy,
  planChanges,
  type State,
} from "@gatefold/core";
import fc from "fast-check";
import { type Asked, readingOf } from "./diff-reading.ts";
import { legalEvents, rolls, telling } from "./random-events.ts";
import { worlds } from "./random-worlds.ts";
import type { World } from "./world.ts";

/** A world before and after a change, and from when on it is looked at. */
export interface ChangedWorld {
  readonly before: State;
  readonly after: State;
  readonly changes: readonly Change[];
  readonly now: number;
}

const now = fc.constantFrom(-1, 0, 5, 10, 25);
const moments = [-1, 0, 5, 10, 15, 20, 25, 30, 35];

/** Where an account is suspended there is nothing to gain or lose. */
const lively = worlds.map((world): World => ({ ...world, account: { status: "active" } }));

/** A few legal events, of all types that can change an answer or of some. */
export const worldsWithEvents = (...of: EventType[]): fc.Arbitrary<ChangedWorld> =>
  fc.tuple(lively, of.length > 0 ? rolls(3, of) : rolls(6, telling), now).map(([world, rolled, from]) => {
    const before = parsePolicy(world).state;
    const after = parsePolicy(world).state;
    const changes = planChanges(before, legalEvents(before, rolled));
    applyChanges(after, changes, 1);
    return { before, after, changes, now: from };
  });

/** A document from which one user goes, or in which a grant gets another window (or the other way round): no event does that. */
export const worldsEdited: fc.Arbitrary<ChangedWorld> = fc
  .tuple(lively, fc.boolean(), fc.boolean(), fc.nat(100), now)
  .map(([world, goes, backwards, at, from]) => {
    const edited = goes ? withoutUser(world, at) : withWindow(world, at);
    return backwards ? changed(edited, world, from) : changed(world, edited, from);
  });

function withoutUser(world: World, at: number): World {
  const gone = world.users[at % world.users.length]?.id;
  const stays = ({ user }: { user: string | null }) => user !== gone;
  return {
    ...world,
    users: world.users.filter(({ id }) => id !== gone),
    groups: world.groups.map(({ id, members }) => ({ id, members: members.filter((user) => user !== gone) })),
    grants: world.grants.filter(stays),
    overrides: world.overrides.filter(stays),
  };
}

function withWindow(world: World, at: number): World {
  const turn = at % world.grants.length;
  const until = [0, 10, 20][at % 3] ?? null;
  return {
    ...world,
    grants: world.grants.map((row, index) => (index === turn ? { ...row, from: null, until } : row)),
  };
}

/** Another world altogether, in which things of the same names are something else. */
export const worldsExchanged: fc.Arbitrary<ChangedWorld> = fc
  .tuple(worlds, lively, now)
  .map(([one, other, from]) => changed(one, other, from));

function changed(one: World, other: World, from: number): ChangedWorld {
  const [before, after] = [parsePolicy(one).state, parsePolicy(other).state];
  return { before, after, changes: changesBetween(before, after), now: from };
}

export interface Known extends Asked {
  readonly effect: "gains" | "loses" | null;
}

/** The truth: everything decided, before and after. */
export function everythingAbout({ before, after, now: from }: ChangedWorld): Known[] {
  const both = (kind: Kind) => [...new Set([...idsIn(before, kind), ...idsIn(after, kind)])];
  const places = [null, ...both("folder"), ...both("asset")];
  const known: Known[] = [];
  for (const user of both("user")) {
    for (const permission of both("permission")) {
      for (const at of places) {
        for (const moment of moments.filter((each) => each >= from)) {
          const [old, young] = [before, after].map((state) => can(state, user, permission, at, moment));
          const effect = old === young ? null : young ? "gains" : "loses";
          known.push({ user, permission, at, moment, effect });
        }
      }
    }
  }
  return known;
}

const idsIn = (state: State, kind: Kind) => Array.from(state.all(kind), ({ id }) => id);

/** The first question to which a diff says something else. */
export function disagreement(diffing: typeof diffOf, world: ChangedWorld, known: readonly Known[]) {
  const diff = diffing(world.before, world.changes, world.now);
  for (const asked of known) {
    const said = readingOf(diff, world, asked);
    if (said !== asked.effect) return { ...asked, said, diff, changes: world.changes };
  }
  return null;
}
