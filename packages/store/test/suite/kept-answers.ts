import { expect, it } from "vitest";
import type { KeptAnswer } from "../../src/index.ts";
import { folderCreated, founderOf } from "./author.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const name = { account: "a", credential: "k", name: "n" };
const answer: KeptAnswer = {
  fingerprint: "f",
  status: 201,
  headers: { Location: "/v1/x" },
  body: '{"token":"very-secret"}',
};

export function keptAnswersSuite(open: OpenHarness): void {
  it(
    "gives a name to one of all who claim it at once",
    onFresh(open, async ({ store, another }) => {
      const other = await another();
      const claims = [store, other, store, other].map(({ answers }) => answers.claim(name, 0, 100));
      const given = await Promise.all(claims);
      expect(given.filter((one) => one === undefined)).toHaveLength(1);
      expect(given.filter((one) => one?.answer === null)).toHaveLength(3);
    }),
  );

  it(
    "answers what was kept until it ends, to that credential of that account alone",
    onFresh(open, async ({ store }) => {
      await store.answers.claim(name, 0, 100);
      await store.answers.keep(name, 100, answer, 1000);
      expect(await store.answers.claim(name, 999, 1100)).toEqual({ answer, doneAt: null });
      expect(await store.answers.claim({ ...name, credential: "l" }, 999, 1100)).toBeUndefined();
      expect(await store.answers.claim({ ...name, account: "b" }, 999, 1100)).toBeUndefined();
      expect(await store.answers.claim(name, 1000, 1100)).toBeUndefined();
    }),
  );

  it(
    "keeps an answer nowhere in the clear",
    onFresh(open, async ({ store, sql }) => {
      await store.answers.claim(name, 0, 100);
      await store.answers.keep(name, 100, answer, 1000);
      const rows = await sql('select * from "keptAnswers"');
      expect(rows).toHaveLength(1);
      const bytes = Buffer.from(String(rows[0]?.["sealed"]), "base64").toString("latin1");
      expect(JSON.stringify(rows) + bytes).not.toContain("secret");
    }),
  );

  it(
    "is free again once it is released, or its claim has ended",
    onFresh(open, async ({ store }) => {
      await store.answers.claim(name, 0, 100);
      await store.answers.release(name, 100);
      expect(await store.answers.claim(name, 1, 101)).toBeUndefined();
      expect(await store.answers.claim(name, 101, 201)).toBeUndefined();
    }),
  );

  it(
    "takes nothing from who held a name before its claim ended",
    onFresh(open, async ({ store }) => {
      await store.answers.claim(name, 0, 100);
      await store.answers.claim(name, 100, 200);
      await store.answers.keep(name, 100, answer, 1000);
      await store.answers.release(name, 100);
      expect(await store.answers.claim(name, 101, 201)).toEqual({ answer: null, doneAt: null });
    }),
  );

  it(
    "is never free again for a day once its change was made, and says then which it was",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const claim = { ...name, until: 100 };
      await store.answers.claim(name, 0, 100);
      await author.write([folderCreated("a")], { claim });
      await store.answers.release(name, 100);
      expect(await store.answers.claim(name, 99, 199)).toEqual({ answer: null, doneAt: null });
      expect(await store.answers.claim(name, 100, 200)).toEqual({ answer: null, doneAt: 2 });
      const day = 24 * 60 * 60 * 1000;
      expect(await store.answers.claim(name, day + 99, day + 199)).toEqual({ answer: null, doneAt: 2 });
      expect(await store.answers.claim(name, day + 100, day + 200)).toBeUndefined();
    }),
  );

  it(
    "lets no change be made under it once the claim is over or answered, nor one that was not made take it",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const claim = { ...name, until: 100 };
      await store.answers.claim(name, 0, 100);
      await store.answers.claim(name, 100, 200);
      await expect(author.write([folderCreated("a")], { claim })).rejects.toMatchObject({
        code: "CLAIM_LOST",
      });
      expect(await store.journal.head("acme")).toMatchObject({ seq: 1 });
      expect(await store.answers.claim(name, 200, 300)).toBeUndefined();
      await store.answers.keep(name, 300, answer, 1000);
      const late = { claim: { ...name, until: 1000 } };
      await expect(author.write([folderCreated("a")], late)).rejects.toMatchObject({ code: "CLAIM_LOST" });
    }),
  );
}
