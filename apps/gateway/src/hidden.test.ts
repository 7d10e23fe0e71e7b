import type { Head } from "@gatefold/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fixed, furnish, lineOf, nobodys, type Sample, samples, type Things } from "../test/samples.ts";
import { createPlatformWorld, type PlatformWorld } from "../test/platform.ts";
import type { World } from "../test/world.ts";
import type { Founded } from "./account/founding.ts";
import type { Operation } from "./http/operation.ts";
import { operations } from "./operations/index.ts";

let platform: PlatformWorld;
let world: World;
let theirs: Founded;
let ours: Founded;
let things: Things;
/** Rights over access, in another account. */
let marketer: string;
/** The same rights in the same account, in the folder beside. */
let neighbour: string;

const rights = [
  "connections.manage",
  "asset.*",
  "folder.*",
  "grants.manage",
  "overrides.manage",
  "access.explain",
  "audit.view",
];

beforeAll(async () => {
  platform = await createPlatformWorld();
  world = platform.world;
  theirs = await world.found("Aurora");
  ours = await world.found("Borealis");
  things = await furnish(platform, theirs);
  marketer = (await world.person(ours, "mo", { permissions: rights })).token;
  const beside = await world.folder(theirs, "Beside");
  neighbour = (await world.person(theirs, "ned", { permissions: rights, folders: [beside] })).token;
});
afterAll(() => platform.end());

const all = operations.map((operation) => [operation.id, operation] as const);

/** What comes back for these ids, and for ids that are nobody's: pairs that must not differ. */
async function bothAnswers(operation: Operation, token: string) {
  const named = samples[operation.id]?.(things) ?? [];
  const unknown = samples[operation.id]?.(nobodys(things)) ?? [];
  const send = async (sample: Sample) =>
    fixed(await world.call(token, lineOf(operation, sample), sample.body, sample.headers));
  const hidden = [];
  const missing = [];
  for (const sample of named) hidden.push(await send(sample));
  for (const sample of unknown) missing.push(await send(sample));
  return { hidden, missing };
}

let before: Head;
beforeEach(async () => {
  before = await world.store.journal.head(theirs.account);
});
afterEach(async () => {
  const { seq } = await world.store.journal.head(theirs.account);
  if (seq !== before.seq) throw new Error("A refused request changed something.");
});

/** A list that is asked for what is not there may be empty; nothing else is answered but with a refusal. */
const isRefusal = ({ status, text }: { status: number; text: string }) =>
  (status >= 400 && status < 500) || text === '{"items":[],"next":null}';

describe("what is hidden", () => {
  it.each(all)(
    "%s: an owner of another account can't tell it from what is missing",
    async (_id, operation) => {
      const { hidden, missing } = await bothAnswers(operation, ours.token);
      expect(hidden.every(isRefusal)).toBe(true);
      expect(hidden).toEqual(missing);
    },
  );

  it.each(all)("%s: nor can a person with rights in another account", async (_id, operation) => {
    const { hidden, missing } = await bothAnswers(operation, marketer);
    expect(hidden.every(isRefusal)).toBe(true);
    expect(hidden).toEqual(missing);
  });

  it.each(all)("%s: nor can a person with the same rights one folder further", async (_id, operation) => {
    const { hidden, missing } = await bothAnswers(operation, neighbour);
    expect(hidden.every(isRefusal)).toBe(true);
    expect(hidden).toEqual(missing);
  });

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
      expect(fixed(answer)).toEqual(fixed(missing));
    }
  });
});

it("has samples of operations that exist, and of all of them", () => {
  expect(Object.keys(samples).toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
});
