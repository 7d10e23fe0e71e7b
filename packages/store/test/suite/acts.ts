import { expect, test } from "vitest";
import type { Act, Acts } from "../../src/index.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const AT = 1_764_000_000_000;

function act(place: string, parts: Partial<Act> = {}, user = "ada"): Act {
  return {
    account: "acme",
    at: 1_764_000_000_000,
    principal: { account: "acme", user, credential: { kind: "key", id: "key-1" } },
    act: "deliver",
    permission: "deliver.some",
    place,
    version: "logo-1",
    connection: "c1",
    effect: "allow",
    code: "ROLE",
    revision: 7,
    request: "r1",
    ...parts,
  };
}

const some = (name: string) => Array.from({ length: 300 }, (_, place) => act(`${name}-${place}`));

export function actsSuite(open: OpenHarness): void {
  test(
    "Acts are kept as they were recorded, numbered by account",
    onFresh(open, async ({ store: { acts } }) => {
      const bare = act("bare", { act: "download", version: null, connection: null });
      await acts.record(act("logo"));
      await acts.record(act("logo", { account: "other" }));
      await acts.record(bare);
      expect(await acts.list("acme", { limit: 9 })).toEqual([
        { ...bare, seq: 2 },
        { ...act("logo"), seq: 1 },
      ]);
      expect(await acts.list("other", { limit: 9 })).toMatchObject([{ seq: 1 }]);
    }),
  );

  test(
    "Many acts at once take numbers one after the other, beside those that others take",
    onFresh(open, async ({ store: { acts }, another }) => {
      const second = await another();
      await Promise.all([acts.recordAll(some("a")), second.acts.recordAll(some("b")), acts.recordAll([])]);
      const all = (await acts.list("acme", { limit: 999 })).toReversed();
      expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 600 }, (_, place) => place + 1));
      const ofA = all.filter(({ place }) => place.startsWith("a")).map(({ place }) => place);
      expect(ofA).toEqual(some("a").map(({ place }) => place));
    }),
  );

  test(
    "Acts are listed newest first, page by page, by user, place and effect",
    onFresh(open, async ({ store: { acts } }) => {
      const denied = { effect: "deny", code: "NO_GRANT" } as const;
      const all = [act("a"), act("b", {}, "bea"), act("a", denied), act("b", denied, "bea"), act("a")];
      for (const [turn, recorded] of all.entries()) await acts.record({ ...recorded, at: AT + turn });
      const seqs = async (filter: Parameters<Acts["list"]>[1]) =>
        (await acts.list("acme", filter)).map(({ seq }) => seq);
      expect(await seqs({ limit: 2 })).toEqual([5, 4]);
      expect(await seqs({ limit: 2, before: 4 })).toEqual([3, 2]);
      expect(await seqs({ limit: 9, user: "bea" })).toEqual([4, 2]);
      expect(await seqs({ limit: 9, places: ["a"] })).toEqual([5, 3, 1]);
      expect(await seqs({ limit: 9, effect: "deny", places: ["a"] })).toEqual([3]);
      expect(await seqs({ limit: 2, after: 1 })).toEqual([2, 3]);
      expect(await seqs({ limit: 9, code: "NO_GRANT", user: "ada" })).toEqual([3]);
      expect(await seqs({ limit: 9, places: ["a", "b"], act: "export" })).toEqual([]);
      expect(await seqs({ limit: 9, from: AT + 1, until: AT + 3 })).toEqual([3, 2]);
    }),
  );

  test(
    "Acts recorded at once get a number each",
    onFresh(open, async ({ store, another }) => {
      const second = await another();
      const race = Array.from({ length: 20 }, (_, turn) =>
        (turn % 2 ? store : second).acts.record(act(`place-${turn}`)),
      );
      await Promise.all(race);
      const seqs = (await store.acts.list("acme", { limit: 99 })).map(({ seq }) => seq);
      expect(seqs).toEqual(Array.from({ length: 20 }, (_, number) => 20 - number));
    }),
  );
}
