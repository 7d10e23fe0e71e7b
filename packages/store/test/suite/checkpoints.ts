import type { Principal } from "@gatefold/core";
import { expect, test } from "vitest";
import type { Checkpoint } from "../../src/index.ts";
import { readCheckpoint } from "../../src/index.ts";
import { hashOf } from "../../src/journal/chain.ts";
import type { EventData } from "../../src/journal/texts.ts";
import { folderCreated, founderOf } from "./author.ts";
import { type Harness, onFresh, type OpenHarness } from "./harness.ts";

const AT = 1_764_000_000_000;
const HOUR = 3_600_000;

/** Three entries, signed; then two more. */
async function signedJournal({ store }: Harness, account = "acme"): Promise<Checkpoint> {
  const author = await founderOf(store, account);
  await author.write([folderCreated("a"), folderCreated("b")]);
  const signed = await store.checkpoints.sign(account, AT);
  await author.write([folderCreated("c"), folderCreated("d")]);
  return signed!;
}

/** Rewrites the journal from an entry on, as somebody would who holds the database and knows how; tables and all. */
async function rewrite({ sql }: Harness, from: number): Promise<void> {
  const rows = await sql(`select * from "entries" where "account" = 'acme' order by "seq"`);
  let previous = "";
  for (const { hash: kept, ...row } of rows) {
    const seq = Number(row["seq"]);
    const at = Number(row["at"]) + (seq >= from ? 1 : 0);
    const entry = {
      account: "acme",
      seq,
      at,
      change: String(row["change"]),
      origin: String(row["origin"]),
      previous,
      principal: JSON.parse(String(row["principal"])) as Principal,
      event: JSON.parse(String(row["event"])) as EventData,
    };
    const hash = seq >= from ? hashOf(entry) : String(kept);
    await sql(
      `update "entries" set "at" = ${at}, "previous" = '${previous}', "hash" = '${hash}' where "account" = 'acme' and "seq" = ${seq}`,
    );
    previous = hash;
  }
  await sql(`update "heads" set "hash" = '${previous}' where "account" = 'acme'`);
}

const cut = [
  `delete from "texts" where "account" = 'acme' and "seq" > 2`,
  `delete from "entries" where "account" = 'acme' and "seq" > 2`,
  `update "heads" set "seq" = 2, "hash" = (select "hash" from "entries" where "account" = 'acme' and "seq" = 2) where "account" = 'acme'`,
  `delete from "folders" where "account" = 'acme' and "id" <> 'a'`,
];
const forget = `delete from "checkpoints"`;

export function checkpointsSuite(open: OpenHarness): void {
  test(
    "A head is signed once, and proves later that the journal goes on from it",
    onFresh(open, async (harness) => {
      const { store, another } = harness;
      const signed = await signedJournal(harness);
      expect(readCheckpoint(signed.text, store.checkpoints.keys)).toEqual({
        is: "signed",
        head: { account: "acme", seq: 3, hash: signed.hash, at: AT },
        kid: store.checkpoints.keys[0]?.kid,
      });
      const second = await another();
      const both = await Promise.all([
        store.checkpoints.sign("acme", AT + 1),
        second.checkpoints.sign("acme", AT + 2),
      ]);
      expect(both[0]).toEqual(both[1]);
      expect(await second.checkpoints.list("acme", { limit: 9 })).toEqual([both[0], signed]);
      expect(await store.checkpoints.list("acme", { limit: 9, before: 5 })).toEqual([signed]);
      const { text, ...since } = signed;
      const head = await store.journal.head("acme");
      const whole = { ok: true, entries: 5, head, walkedFrom: 1, tables: true, signatures: 2 };
      expect(await store.journal.verify("acme")).toEqual({ ...whole, since: null });
      expect(await second.journal.verify("acme", { text, whole: true })).toEqual({ ...whole, since });
      expect(await second.journal.verify("acme", { text, whole: false })).toEqual({
        ...whole,
        walkedFrom: 3,
        tables: false,
        since,
      });
    }),
  );

  test(
    "Heads are due while there is something new, an hour after the last, and nobody's without a journal",
    onFresh(open, async (harness) => {
      const { checkpoints } = harness.store;
      const signed = await signedJournal(harness);
      const author = await founderOf(harness.store, "other");
      expect(await checkpoints.due(AT - 1)).toEqual(["other"]);
      expect(await checkpoints.due(AT)).toEqual(["acme", "other"]);
      expect(await checkpoints.sign("acme", AT + 1, AT - 1)).toEqual(signed);
      expect(await checkpoints.sign("acme", AT + HOUR, AT)).toMatchObject({ seq: 5, at: AT + HOUR });
      await checkpoints.sign("other", AT);
      expect(await checkpoints.due(AT + 9 * HOUR)).toEqual([]);
      await author.write([folderCreated("x")]);
      expect(await checkpoints.due(AT + 9 * HOUR)).toEqual(["other"]);
      expect(await checkpoints.sign("nobody", AT)).toBeUndefined();
    }),
  );

  test.each([
    ["the last entries were cut off, head and tables set back", cut, 3, "cut"],
    [
      "an entry before was removed",
      [`delete from "entries" where "account" = 'acme' and "seq" = 2`],
      3,
      "missing",
    ],
    [
      "the one signed was removed",
      [`delete from "entries" where "account" = 'acme' and "seq" = 3`],
      3,
      "missing",
    ],
    [
      "the one signed was changed",
      [`update "entries" set "at" = 1 where "account" = 'acme' and "seq" = 3`],
      3,
      "changed",
    ],
    [
      "one after was changed",
      [`update "entries" set "at" = 1 where "account" = 'acme' and "seq" = 4`],
      4,
      "changed",
    ],
    [
      "a text after was changed",
      [`update "texts" set "text" = '"x"' where "account" = 'acme' and "seq" = 5`],
      5,
      "text-changed",
    ],
  ] as const)("A checkpoint kept elsewhere shows that %s", async (_how, sql, seq, problem) => {
    const harness = await open();
    const { text } = await signedJournal(harness);
    for (const statement of [forget, ...sql]) await harness.sql(statement);
    const { journal } = harness.store;
    expect(await journal.verify("acme", { text, whole: false })).toMatchObject({ ok: false, seq, problem });
    expect(await journal.verify("acme", { text, whole: true })).toMatchObject({ ok: false, problem });
    await harness.close();
  });

  test(
    "A journal that was written anew throughout shows by what was signed, and is not signed again",
    onFresh(open, async (harness) => {
      const { journal, checkpoints } = harness.store;
      const { text } = await signedJournal(harness);
      await rewrite(harness, 2);
      const changed = { ok: false, seq: 3, problem: "changed" };
      expect(await journal.verify("acme")).toMatchObject(changed);
      await expect(checkpoints.sign("acme", AT)).rejects.toMatchObject({ code: "JOURNAL_CHANGED" });
      await harness.sql(forget);
      expect(await journal.verify("acme")).toMatchObject({ ok: true, signatures: 0 });
      expect(await journal.verify("acme", { text, whole: false })).toMatchObject(changed);
    }),
  );

  test(
    "What was written anew after a checkpoint alone is no matter of that checkpoint, but of the next one",
    onFresh(open, async (harness) => {
      const { journal, checkpoints } = harness.store;
      const first = await signedJournal(harness);
      const second = await checkpoints.sign("acme", AT);
      await rewrite(harness, 4);
      await harness.sql(forget);
      expect(await journal.verify("acme", { text: first.text, whole: true })).toMatchObject({ ok: true });
      expect(await journal.verify("acme", { text: second!.text, whole: false })).toMatchObject({
        ok: false,
        seq: 5,
        problem: "changed",
      });
    }),
  );

  test(
    "A database that was set back shows by what was signed later, and signs nothing",
    onFresh(open, async (harness) => {
      const { journal, checkpoints } = harness.store;
      await signedJournal(harness);
      for (const statement of cut) await harness.sql(statement);
      expect(await journal.verify("acme")).toMatchObject({ ok: false, seq: 3, problem: "cut" });
      await expect(checkpoints.sign("acme", AT)).rejects.toMatchObject({ code: "JOURNAL_CHANGED" });
    }),
  );

  test(
    "Only a trusted key's word about this very account counts",
    onFresh(open, async (harness) => {
      const { journal, checkpoints } = harness.store;
      const { text } = await signedJournal(harness);
      const strangers = await open();
      const foreign = await signedJournal(strangers);
      const other = await signedJournal(harness, "other");
      const [header, , signature] = text.split(".");
      const said = { account: "acme", seq: 3, hash: "0".repeat(64), at: AT };
      const forged = `${header}.${Buffer.from(JSON.stringify(said)).toString("base64url")}.${signature}`;
      const problemOf = async (shown: string) => {
        const verdict = await journal.verify("acme", { text: shown, whole: false });
        return verdict.ok ? "none" : verdict.problem;
      };
      expect(await problemOf(forged)).toBe("not-signed");
      expect(await problemOf(foreign.text)).toBe("not-signed");
      expect(await problemOf(other.text)).toBe("other-account");
      expect(await problemOf("nonsense")).toBe("not-signed");
      await harness.sql(`update "checkpoints" set "text" = '${forged}' where "account" = 'acme'`);
      expect(await journal.verify("acme")).toMatchObject({ ok: false, seq: 3, problem: "not-signed" });
      await expect(checkpoints.sign("acme", AT)).rejects.toMatchObject({ code: "JOURNAL_CHANGED" });
      await harness.sql(`update "checkpoints" set "text" = '${foreign.text}' where "account" = 'acme'`);
      await expect(checkpoints.sign("acme", AT)).rejects.toMatchObject({ code: "SIGNING_KEY_WRONG" });
      await strangers.close();
    }),
  );
}
