import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { eventsOf, grantOf, stateOf } from "../../test/world.ts";
import { EventRefused } from "../errors.ts";
import type { Event } from "./events.ts";
import { applyChanges, foldEvents, planChanges } from "./fold.ts";
import { kinds } from "../model.ts";
import { ROOT, type State } from "./state.ts";

const indexes = [
  "grantsOfRole",
  "grantsOfUser",
  "groupsOf",
  "overridesOf",
  "foldersIn",
  "assetsIn",
  "connectionsOf",
  "usersNamed",
] as const;
const keys = ["viewer", "library", "campaigns", "f1", "bea", "hal", "u1", "u2", "klaviyo", ROOT];

/** All rows, and what the indexes say about them. */
function contentOf(state: State) {
  const rows = kinds.map((kind) => [...state.all(kind)].toSorted(byJson));
  const found = keys.flatMap((key) => indexes.map((name) => [...state.find(name, key)].toSorted(byJson)));
  return { revision: state.revision, rows, found };
}

function byJson(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

const folder = fc.constantFrom("library", "campaigns", "summer", "inbox", "f1", "f2");
const user = fc.constantFrom("bea", "hal", "u1", "u2");
const role = fc.constantFrom("viewer", "designer", "r1");
const asset = fc.constantFrom("a1", "a2");
const flag = fc.boolean();

const event = (type: Event["type"], shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Event> =>
  fc.record({ type: fc.constant(type), ...shape }) as fc.Arbitrary<Event>;
const text = fc.constant("");
const nothing = fc.constant(null);

/** Over few ids, so that they meet: what one makes, another changes, moves and ends, and much is refused. */
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  event("folder.created", {
    folder: fc.record({ id: folder, parent: folder, name: text, restricted: flag, workspace: flag }),
  }),
  event("folder.moved", { id: folder, parent: fc.oneof(nothing, folder) }),
  event("folder.restriction-set", { id: folder, restricted: flag }),
  event("folder.deleted", { id: folder }),
  event("asset.created", {
    asset: fc.record({ id: asset, folder, name: text, approved: flag, expires: nothing, version: nothing }),
  }),
  event("asset.moved", { id: asset, folder }),
  event("asset.deleted", { id: asset }),
  event("collection.created", {
    collection: fc.record({
      id: fc.constant("c1"),
      folder,
      name: text,
      assets: fc.array(asset, { maxLength: 2 }),
    }),
  }),
  event("collection.deleted", { id: fc.constant("c1") }),
  event("role.created", {
    role: fc.record({
      id: role,
      name: text,
      description: text,
      permissions: fc.constant(["asset.view"]),
      folders: fc.array(folder, { maxLength: 2 }),
      allAccess: flag,
      feature: nothing,
    }),
  }),
  event("role.deleted", { id: role }),
  event("group.created", {
    group: fc.record({ id: fc.constant("t1"), name: text, members: fc.array(user, { maxLength: 2 }) }),
  }),
  event("group.member-added", { id: fc.constant("t1"), user }),
  event("group.member-removed", { id: fc.constant("t1"), user }),
  event("group.deleted", { id: fc.constant("t1") }),
  event("user.created", {
    user: fc.record({
      id: user,
      username: user,
      name: text,
      email: nothing,
      kind: fc.constant("person"),
      status: fc.constant("active"),
    }),
  }),
  event("grant.given", {
    grant: fc
      .record({
        id: fc.constantFrom("x1", "x2"),
        user,
        role,
        folders: fc.option(fc.array(folder, { maxLength: 2 })),
      })
      .map(({ id, ...grant }) => grantOf(id, grant)),
  }),
  event("grant.given", {
    grant: fc.record({ role, asset }).map((grant) => grantOf("x3", { ...grant, group: "t1" })),
  }),
  event("grant.ended", { id: fc.constantFrom("g0", "g1", "x1"), reason: text }),
  event("override.set", {
    override: fc.record({
      id: fc.constantFrom("y1", "y2"),
      user,
      effect: fc.constantFrom("allow", "deny"),
      permission: fc.constantFrom("*", "asset.view"),
      folder: fc.oneof(nothing, folder),
      from: nothing,
      until: nothing,
      reason: text,
      givenBy: nothing,
    }),
  }),
  event("override.ended", { id: fc.constantFrom("o0", "y1"), reason: text }),
  event("connection.created", {
    connection: fc.record({
      id: fc.constant("n1"),
      connector: fc.constant("klaviyo"),
      folder,
      name: text,
      settings: fc.constant({}),
    }),
  }),
  event("connection.removed", { id: fc.constantFrom("n1", "klaviyo") }),
);

const base = eventsOf(library);

function isRefused(state: State, events: readonly Event[]): boolean {
  try {
    planChanges(state, events);
    return false;
  } catch (error) {
    if (error instanceof EventRefused) return true;
    throw error;
  }
}

/** Those of the events that may happen, one after the other. */
function possible(events: readonly Event[]): Event[] {
  const done: Event[] = [];
  for (const next of events) if (!isRefused(foldEvents([...base, ...done]), [next])) done.push(next);
  return done;
}

describe("whatever happens", () => {
  const runs = fc.sample(fc.array(anyEvent, { minLength: 10, maxLength: 40, size: "max" }), {
    seed: Date.now() % 2 ** 31,
    numRuns: 150,
  });

  test("planning leaves the state as it was, also where it is refused", () => {
    const refusals = runs.map((events) => {
      const state = stateOf(library);
      const before = contentOf(state);
      const refused = isRefused(state, events);
      expect({ events, ...contentOf(state) }).toEqual({ events, ...before });
      return refused;
    });
    expect(refusals).toContain(true);
  });

  test("applying what was planned comes to the same as folding from the start", () => {
    const lengths = runs.map((events) => {
      const later = possible(events);
      const state = stateOf(library);
      applyChanges(state, planChanges(state, later), base.length + later.length);
      const folded = foldEvents([...base, ...later]);
      expect({ later, ...contentOf(state) }).toEqual({ later, ...contentOf(folded) });
      return later.length;
    });
    expect(Math.max(...lengths)).toBeGreaterThan(5);
  });
});
