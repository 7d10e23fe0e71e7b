import type { Principal } from "@gatefold/core";
import { expect, test } from "vitest";
import type { EntryRow } from "../../src/database/tables.ts";
import { hashOf } from "../../src/journal/chain.ts";
import type { EventData } from "../../src/journal/texts.ts";
import { everyKind, folderCreated, founderOf } from "./author.ts";
import { type Harness, onFresh, type OpenHarness } from "./harness.ts";
import { at, LAST, tamperings } from "./tamperings.ts";

/** Two accounts of six entries each. */
async function sixEntries({ store }: Harness): Promise<void> {
  for (const account of ["acme", "other"]) {
    const author = await founderOf(store, account);
    await author.write(["a", "b"].map((id) => folderCreated(id)));
    await author.write(["c", "d", "e"].map((id) => folderCreated(id, "a")));
  }
}

export function verifySuite(open: OpenHarness): void {
  test.each(tamperings)("verify sees that $how", async ({ sql, shows }) => {
    const harness = await open();
    try {
      await sixEntries(harness);
      for (const statement of sql) await harness.sql(statement);
      const verdict = await harness.store.journal.verify("acme");
      const { seq, problem, message = /./ } = shows;
      expect(verdict).toEqual({ ok: false, seq, problem, message: expect.stringMatching(message) });
      expect(await harness.store.journal.verify("other")).toMatchObject({ ok: true, entries: LAST });
    } finally {
      await harness.close();
    }
  });

  test(
    "verify accepts what was erased, and read shows it as null",
    onFresh(open, async ({ store, sql }) => {
      const author = await founderOf(store);
      await author.write(everyKind);
      await sql(`update "texts" set "text" = null, "salt" = null`);
      await sql(`update "users" set "name" = '', "username" = "id", "email" = null`);
      expect(await store.journal.verify("acme")).toMatchObject({ ok: true });
      const events = (await store.journal.read("acme", { limit: 100 })).map(({ event }) => event);
      expect(events.find(({ type }) => type === "user.created")).toMatchObject({
        user: { id: "ada", username: null, name: null, email: null, kind: "person" },
      });
      expect(events.find(({ type }) => type === "connection.created")).toMatchObject({
        connection: { id: "c1", name: null, settings: null },
      });
    }),
  );

  test(
    "An erased text leaves nothing that could be guessed at",
    onFresh(open, async ({ store, sql }) => {
      const author = await founderOf(store);
      await author.write([folderCreated("a", null, "Secret"), folderCreated("b", null, "Secret")]);
      const rows = await sql(`select "event" from "entries" order by "seq"`);
      const names = rows.map(({ event }) => /"name":"([^"]*)"/.exec(String(event))?.[1]);
      expect(names[1]).toMatch(/^[0-9a-f]{64}$/);
      expect(names[1]).not.toBe(names[2]);
      expect(JSON.stringify(rows)).not.toContain("Secret");
      const salts = await sql(`select "salt" from "texts"`);
      expect(salts.map(({ salt }) => String(salt))).toEqual(
        salts.map(() => expect.stringMatching(/^[0-9a-f]{32}$/)),
      );
      expect(new Set(salts.map(({ salt }) => salt)).size).toBe(3);
    }),
  );

  test(
    "verify sees past its first page, and leaves alone what is appended meanwhile",
    onFresh(open, async ({ store, sql }) => {
      const author = await founderOf(store);
      await author.write(Array.from({ length: 1200 }, (_, number) => folderCreated(`folder-${number}`)));
      const verifying = store.journal.verify("acme");
      await author.write([folderCreated("late")]);
      expect(await verifying).toMatchObject({ ok: true });
      expect(await store.journal.verify("acme")).toMatchObject({ ok: true, entries: 1202 });
      await sql(`update "entries" set "at" = 1 ${at(1100)}`);
      expect(await store.journal.verify("acme")).toMatchObject({ ok: false, seq: 1100, problem: "changed" });
    }),
  );

  test(
    "verify sees an entry that was replaced, though its own hash is right",
    onFresh(open, async (harness) => {
      await sixEntries(harness);
      const [entry] = await entriesFrom(harness, 3);
      await reseal(harness, { ...entry!, at: 1 });
      expect(await harness.store.journal.verify("acme")).toMatchObject({
        ok: false,
        seq: 3,
        problem: "changed",
      });
    }),
  );

  test(
    "verify sees that the last entry was replaced, though its own hash is right",
    onFresh(open, async (harness) => {
      await sixEntries(harness);
      const [entry] = await entriesFrom(harness, LAST);
      await reseal(harness, { ...entry!, at: 1 });
      expect(await harness.store.journal.verify("acme")).toMatchObject({
        ok: false,
        seq: LAST,
        problem: "changed",
      });
    }),
  );

  test(
    "verify sees a gap in the numbers, though every hash after it was made anew",
    onFresh(open, async (harness) => {
      await sixEntries(harness);
      const [, second, third, ...rest] = await entriesFrom(harness, 1);
      await harness.sql(`delete from "entries" ${at(third!.seq)}`);
      let previous = second!.hash;
      for (const entry of rest) previous = await reseal(harness, { ...entry, previous });
      await harness.sql(`update "heads" set "hash" = '${previous}' where "account" = 'acme'`);
      expect(await harness.store.journal.verify("acme")).toMatchObject({
        ok: false,
        seq: 3,
        problem: "missing",
      });
    }),
  );

  test(
    "verify sees an entry that could not have happened, though every hash is right",
    onFresh(open, async (harness) => {
      await sixEntries(harness);
      const [entry] = await entriesFrom(harness, LAST);
      const event = JSON.stringify({ type: "folder.deleted", id: "never-there" });
      const hash = await reseal(harness, { ...entry!, event });
      await harness.sql(`update "heads" set "hash" = '${hash}' where "account" = 'acme'`);
      expect(await harness.store.journal.verify("acme")).toMatchObject({
        ok: false,
        seq: LAST,
        problem: "changed",
      });
    }),
  );
}

async function entriesFrom({ sql }: Harness, seq: number): Promise<EntryRow[]> {
  const rows = await sql(
    `select * from "entries" where "account" = 'acme' and "seq" >= ${seq} order by "seq"`,
  );
  return rows.map((row) => row as Record<string, unknown> & EntryRow);
}

/** Writes the entry as a forger who knows how would: under a hash that is right. */
async function reseal({ sql }: Harness, { hash: _hash, ...entry }: EntryRow): Promise<string> {
  const hash = hashOf({
    ...entry,
    principal: JSON.parse(entry.principal) as Principal,
    event: JSON.parse(entry.event) as EventData,
  });
  const { at: time, event, previous, seq } = entry;
  await sql(
    `update "entries" set "at" = ${time}, "event" = '${event}', "previous" = '${previous}', "hash" = '${hash}' ${at(seq)}`,
  );
  return hash;
}
