import { type Event, EventRefused, foldEvents, planChanges, type State } from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assetCreated, everyKind, folderCreated, founderOf, userCreated } from "./author.ts";
import { onFresh, type OpenHarness } from "./harness.ts";
import { rowsOf } from "./rows.ts";

const RUNS = 30;

/** Few ids, so that what comes later often meets what was there before. */
const id = fc.constantFrom("a", "b", "c", "library", "brand", "logo", "set");
const user = fc.constantFrom("ada", "bea", "cy");
const name = fc.string({ unit: "grapheme", maxLength: 12 });
const time = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
const grantId = fc.constantFrom("g1", "g2", "g5");

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(id, fc.option(id, { nil: null }), name).map((parts) => folderCreated(...parts)),
  fc.tuple(id, id).map((parts) => assetCreated(...parts)),
  fc.tuple(user, fc.option(name, { nil: null })).map((parts) => userCreated(...parts)),
  fc.record({ type: fc.constant("folder.renamed"), id, name }),
  fc.record({ type: fc.constant("folder.moved"), id, parent: fc.option(id, { nil: null }) }),
  fc.record({ type: fc.constant("folder.restriction-set"), id, restricted: fc.boolean() }),
  fc.record({ type: fc.constant("folder.deleted"), id }),
  fc.record({ type: fc.constant("asset.moved"), id, folder: id }),
  fc.record({ type: fc.constant("asset.expiry-set"), id, expires: time }),
  fc.record({ type: fc.constant("asset.deleted"), id }),
  fc.record({ type: fc.constant("collection.assets-set"), id, assets: fc.array(id, { maxLength: 4 }) }),
  fc.record({ type: fc.constant("group.member-added"), id: fc.constant("studio"), user }),
  fc.record({ type: fc.constant("group.member-removed"), id: fc.constant("studio"), user }),
  fc.record({ type: fc.constant("group.deleted"), id: fc.constant("studio") }),
  fc.record({ type: fc.constant("user.changed"), id: user, username: name, name, email: fc.constant(null) }),
  fc.record({ type: fc.constant("grant.ended"), id: grantId, reason: name }),
  fc.record({
    type: fc.constant("connection.changed"),
    connection: fc.record({
      id: fc.constant("c1"),
      connector: fc.constant("some"),
      folder: fc.option(id, { nil: null }),
      name,
      settings: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
    }),
  }),
);

export function propertiesSuite(open: OpenHarness): void {
  test("Whatever legal events come in whatever appends, the tables are what the journal folds to", async () => {
    const appends = fc.array(fc.array(event, { minLength: 1, maxLength: 4 }), {
      minLength: 20,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(appends, async (random) => {
        await onFresh(open, async ({ store }) => {
          const author = await founderOf(store);
          await author.write(everyKind);
          for (const events of random) await author.write(legalOf(author.state, events));
          const entries = await store.journal.read("acme", { limit: author.head.seq });
          const { state, head } = await store.journal.load("acme");
          expect(head).toEqual(author.head);
          expect(rowsOf(state)).toEqual(rowsOf(author.state));
          expect(rowsOf(foldEvents(entries.map((entry) => entry.event)))).toEqual(rowsOf(state));
          expect(await store.journal.verify("acme")).toMatchObject({ ok: true, entries: head.seq, head });
        })();
      }),
      { numRuns: RUNS },
    );
  });
}

/** Those that may not happen are left out, as a gateway would refuse them. */
function legalOf(state: State, events: readonly Event[]): Event[] {
  const legal: Event[] = [];
  for (const candidate of events) {
    try {
      planChanges(state, [...legal, candidate]);
      legal.push(candidate);
    } catch (error) {
      if (!(error instanceof EventRefused)) throw error;
    }
  }
  return legal;
}
