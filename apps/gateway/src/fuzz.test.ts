import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createPlatformWorld, type PlatformWorld } from "../test/platform.ts";
import { furnish, lineOf, type Sample, samples, type Things } from "../test/samples.ts";
import type { Founded } from "./account/founding.ts";
import type { Operation } from "./http/operation.ts";
import { operations } from "./operations/index.ts";

/** Requests of each operation; a failure prints the seed that repeats it. */
const RUNS = 25;

let platform: PlatformWorld;
let ada: Founded;
let things: Things;
beforeAll(async () => {
  platform = await createPlatformWorld();
  ada = await platform.world.found();
  things = await furnish(platform, ada);
});
afterAll(() => platform.end());

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom<unknown>("", "*", "..", "__proto__", "constructor", -1, 1e308, 2 ** 53, null, [], {}, [
    null,
  ]),
  fc.constantFrom("0000-00-00", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59.999Z", "\u0000", "\uD800"),
);

/** Any of the account's ids, whether it is of the right kind or not. */
const someId = fc.nat().map((index) => Object.values(things)[index % Object.keys(things).length] ?? "");

function keysOf(schema: Operation["body"] | Operation["query"]): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Some of these fields, each with any of these values. */
const fieldsFrom = (keys: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });

/** A request of the right form with anything in it. */
function request(operation: Operation): fc.Arbitrary<Sample> {
  const text = fc.oneof(fc.string({ maxLength: 50 }), fc.string({ unit: "binary", minLength: 1 }), someId);
  const [sample] = samples[operation.id]?.(things) ?? [];
  const sound = typeof sample?.body === "object" ? sample.body : {};
  return fc.record({
    params: fieldsFrom(keysOf(operation.params), fc.oneof(someId, text)).map(encoded),
    query: fieldsFrom(keysOf(operation.query), text).map((query) => query as Record<string, string>),
    body: fc
      .tuple(fieldsFrom(keysOf(operation.body), fc.oneof(odd, someId)), fc.boolean())
      .map(([wild, mixed]) => Object.assign({}, mixed && sound, wild)),
  });
}

const encoded = (params: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, encodeURIComponent(String(value).toWellFormed())]),
  );

/** What takes a thing away would leave nothing to ask about. */
const harmless = operations.filter(({ method }) => method !== "DELETE");

describe("whatever is sent, the answer is a success or a 4xx with a code and a sentence", () => {
  it.each(harmless.map((operation) => [operation.id, operation] as const))("%s", async (_id, operation) => {
    const takesJson = operation.body instanceof z.ZodType;
    const property = fc.asyncProperty(request(operation), async (sample) => {
      platform.world.clock.now += 1000; // platforms limit how often they are called
      const body = takesJson ? sample.body : undefined;
      const answer = await platform.world.call(ada.token, lineOf(operation, sample), body);
      expect(answer.status).toBeLessThan(500);
      if (answer.status < 400) return;
      expect(answer.body).toMatchObject({ code: expect.any(String), detail: expect.stringMatching(/\w/) });
      expect(answer.text).not.toMatch(/node_modules|\.ts:\d/);
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it("and the journal holds together", async () => {
    expect(await platform.world.store.journal.verify(ada.account)).toMatchObject({ ok: true });
  });
});
