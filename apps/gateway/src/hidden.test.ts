import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixed, furnish, lineOf, nobodys, samples, type Things } from "../test/samples.ts";
import { createWorld, type World } from "../test/world.ts";
import type { Founded } from "./founding.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations/index.ts";

let world: World;
let theirs: Founded;
let ours: Founded;
let things: Things;
/** Rights over access, in another account. */
let marketer: string;
/** The same rights in the same account, in the folder beside. */
let neighbour: string;

const rights = [
  "asset.view",
  "folder.manage",
  "grants.manage",
  "overrides.manage",
  "access.explain",
  "audit.view",
];

beforeAll(async () => {
  world = await createWorld();
  theirs = await world.found("Aurora");
  ours = await world.found("Borealis");
  things = await furnish(world, theirs);
  marketer = (await world.person(ours, "mo", { permissions: rights })).token;
  const beside = await world.folder(theirs, "Beside");
  neighbour = (await world.person(theirs, "ned", { permissions: rights, folders: [beside] })).token;
});
afterAll(() => world.end());

const all = operations.map((operation) => [operation.id, operation] as const);

/** Sends each sample with these ids and with ids that are nobody's: what comes back must not differ. */
async function sayNothing(operation: Operation, token: string): Promise<void> {
  const named = samples[operation.id]?.(things);
  const unknown = samples[operation.id]?.(nobodys(things)) ?? [];
  expect(named, `name the ids of ${operation.id} in test/samples.ts`).toBeDefined();
  const before = await world.store.journal.head(theirs.account);
  for (const [index, sample] of unknown.entries()) {
    const asked = named?.[index] ?? {};
    const hidden = await world.call(token, lineOf(operation, asked), asked.body);
    const missing = await world.call(token, lineOf(operation, sample), sample.body);
    expect(hidden.status).toBeGreaterThanOrEqual(400);
    expect(hidden.status).toBeLessThan(500);
    expect(fixed(hidden)).toEqual(fixed(missing));
  }
  expect(await world.store.journal.head(theirs.account)).toEqual(before);
}

describe("what is hidden", () => {
  it.each(all)("%s: an owner of another account can't tell it from what is missing", (_id, operation) =>
    sayNothing(operation, ours.token),
  );

  it.each(all)("%s: nor can a person with rights in another account", (_id, operation) =>
    sayNothing(operation, marketer),
  );

  it.each(all)("%s: nor can a person with the same rights one folder further", (_id, operation) =>
    sayNothing(operation, neighbour),
  );

  it("is in no list of another account", async () => {
    for (const { method, path } of operations) {
      if (method !== "GET" || path.includes(":")) continue;
      const answer = await world.call(ours.token, `GET ${path}`);
      for (const id of Object.values(things)) expect(answer.text).not.toContain(id);
    }
  });

  it("is the one answer of all that is not there", async () => {
    const missing = await world.call(neighbour, "GET /v1/folders/fld_nobodys");
    expect(missing.status).toBe(404);
    expect(missing.body).toEqual({
      type: "urn:gatefold:problem:not-found",
      title: "Not found",
      status: 404,
      code: "NOT_FOUND",
      detail: "not here or not yours",
    });
    for (const line of [
      `GET /v1/folders/${things.folder}`,
      "GET /v1/lookup?path=Private",
      "GET /v1/lookup?path=Nowhere/at/all",
      `POST /v1/grants/${things.grant}/end`,
      "GET /v1/no-such-resource",
      `GET /v1/folders/${"x".repeat(300)}`,
    ]) {
      const answer = await world.call(neighbour, line, line.startsWith("POST") ? {} : undefined);
      expect(fixed(answer), line).toEqual(fixed(missing));
    }
  });
});

it("has samples of operations that exist, and of all of them", () => {
  expect(Object.keys(samples).toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
});
