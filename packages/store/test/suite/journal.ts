import { kinds } from "@gatefold/core";
import { expect, test } from "vitest";
import { type EntryFilter, HeadMoved } from "../../src/index.ts";
import {
  assetCreated,
  authorOf,
  everyKind,
  folderCreated,
  founderOf,
  founding,
  userCreated,
} from "./author.ts";
import { onFresh, type OpenHarness } from "./harness.ts";
import { rowsOf } from "./rows.ts";

const AT = 1_764_000_000_000;

export function journalSuite(open: OpenHarness): void {
  test(
    "An account without a journal stands at nothing",
    onFresh(open, async ({ store }) => {
      expect(await store.journal.head("acme")).toEqual({ seq: 0, hash: "" });
      expect(await store.journal.accounts()).toEqual([]);
      expect(await store.journal.read("acme", { limit: 5 })).toEqual([]);
      expect(await store.journal.verify("acme")).toMatchObject({
        ok: true,
        entries: 0,
        head: { seq: 0, hash: "" },
      });
    }),
  );

  test(
    "An append comes back as it was made, each entry chained to the one before",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const events = [folderCreated("library"), userCreated("bea", null)];
      await author.write(events);
      const entries = await store.journal.read("acme", { limit: 10 });
      expect(entries.map(({ event }) => event)).toEqual([...founding("acme"), ...events]);
      expect(entries.map(({ origin }) => origin)).toEqual(["founding", "api", "api"]);
      expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(entries.map(({ previous }) => previous)).toEqual(["", entries[0]?.hash, entries[1]?.hash]);
      expect(new Set(entries.map(({ change }) => change)).size).toBe(2);
      expect(entries[2]).toMatchObject({
        account: "acme",
        at: 1_764_000_000_000,
        principal: author.principal,
      });
      expect(author.head).toEqual({ seq: 3, hash: entries[2]?.hash });
    }),
  );

  test(
    "Entries are read forwards from one, or backwards before one",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      await author.write(["a", "b", "c", "d"].map((id) => folderCreated(id)));
      const seqs = async (range: { after?: number; before?: number; limit: number }) =>
        (await store.journal.read("acme", range)).map(({ seq }) => seq);
      expect(await seqs({ after: 2, limit: 2 })).toEqual([3, 4]);
      expect(await seqs({ before: 5, limit: 2 })).toEqual([4, 3]);
      expect(await seqs({ after: 1, before: 4, limit: 9 })).toEqual([2, 3]);
    }),
  );

  test(
    "A state of every kind of entity is loaded as it was written",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      await author.write(everyKind);
      const { state, head } = await store.journal.load("acme");
      expect(head).toEqual(author.head);
      expect(state.revision).toBe(author.head.seq);
      expect(rowsOf(state)).toEqual(rowsOf(author.state));
      expect(kinds.filter((kind) => state.count(kind) === 0)).toEqual([]);
    }),
  );

  test(
    "What is changed or deleted is so in the tables too, and in no other account",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const other = await founderOf(store, "other");
      await author.write(everyKind);
      await other.write(everyKind);
      await author.write([
        { type: "folder.renamed", id: "brand", name: "Marke" },
        { type: "asset.deleted", id: "bare" },
        { type: "group.deleted", id: "studio" },
      ]);
      for (const { account, state } of [author, other]) {
        expect(rowsOf((await store.journal.load(account)).state)).toEqual(rowsOf(state));
        expect(await store.journal.verify(account)).toMatchObject({ ok: true });
      }
    }),
  );

  test(
    "An append on another head than the last is refused and writes nothing",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const late = await authorOf(store);
      await author.write([folderCreated("first")]);
      const lost = late.plan([folderCreated("second")], {
        keySecret: { key: "key-9", hash: "hash" },
        sealed: { connection: "c1", secrets: { token: "t" } },
      });
      await expect(store.journal.append(lost)).rejects.toThrow(HeadMoved);
      await expect(
        store.journal.append({ ...lost, expected: { ...author.head, hash: "0" } }),
      ).rejects.toThrow(HeadMoved);
      await expect(store.journal.append({ ...lost, expected: { seq: 0, hash: "" } })).rejects.toThrow(
        HeadMoved,
      );
      expect(await store.journal.head("acme")).toEqual(author.head);
      expect(await store.keySecrets.find("key-9")).toBeUndefined();
      expect(await store.secrets.open("acme", "c1")).toBeUndefined();
      expect((await store.journal.load("acme")).state.count("folder")).toBe(1);
    }),
  );

  test(
    "Of many appends on one head exactly one wins",
    onFresh(open, async ({ store, another }) => {
      const stores = [store, await another()];
      const author = await founderOf(store);
      const race = Array.from({ length: 10 }, (_, turn) =>
        (stores[turn % 2] ?? store).journal.append(author.plan([folderCreated(`folder-${turn}`)])),
      );
      const outcomes = await Promise.allSettled(race);
      const lost = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(lost).toHaveLength(9);
      expect(lost.filter(({ reason }) => reason instanceof HeadMoved)).toHaveLength(9);
      expect(await store.journal.verify("acme")).toMatchObject({ ok: true, entries: 2 });
    }),
  );

  test(
    "Of many foundings of one account exactly one wins",
    onFresh(open, async ({ store, another }) => {
      const author = await authorOf(store);
      const second = await another();
      const race = [store, second].map(({ journal }) => journal.append(author.plan(founding("acme"))));
      const outcomes = await Promise.allSettled(race);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    }),
  );

  test(
    "An account is founded on nothing, and on nothing else",
    onFresh(open, async ({ store }) => {
      const append = (await authorOf(store)).plan(founding("acme"));
      const elsewhere = { ...append, expected: { seq: 0, hash: "other" } };
      await expect(store.journal.append(elsewhere)).rejects.toThrow(HeadMoved);
      expect(await store.journal.accounts()).toEqual([]);
      await store.journal.append(append);
      expect(await store.journal.accounts()).toEqual(["acme"]);
    }),
  );

  test(
    "Changes without events are refused",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const append = author.plan([folderCreated("library")]);
      await expect(store.journal.append({ ...append, events: [] })).rejects.toMatchObject({
        code: "UNFOUNDED",
      });
      const nothing = await authorOf(store, "other");
      await expect(store.journal.append(nothing.plan([]))).rejects.toMatchObject({ code: "UNFOUNDED" });
    }),
  );

  test(
    "An append whose rows can't be written leaves no entry behind",
    onFresh(open, async ({ store, sql }) => {
      const author = await founderOf(store);
      await sql(`alter table "folders" rename to "gone"`);
      await expect(author.write([folderCreated("library")])).rejects.toThrow();
      await sql(`alter table "gone" rename to "folders"`);
      expect(await store.journal.verify("acme")).toMatchObject({ ok: true, entries: 1 });
      await author.write([folderCreated("library")]);
      expect(await store.journal.verify("acme")).toMatchObject({ ok: true, entries: 2 });
    }),
  );

  test(
    "Thousands of assets are imported in one append",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      await author.write([folderCreated("library")]);
      await author.write(Array.from({ length: 3000 }, (_, number) => assetCreated(`a${number}`, "library")));
      const { state } = await store.journal.load("acme");
      expect(state.count("asset")).toBe(3000);
      expect(await store.journal.verify("acme")).toMatchObject({ ok: true, entries: 3002 });
    }),
  );

  test(
    "Names and keys that are special elsewhere are only data here",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const settings = JSON.parse(
        `{"__proto__": {"admin": true}, "constructor": "\\u0000'\\"; --"}`,
      ) as Record<string, unknown>;
      await author.write([
        folderCreated("__proto__", null, `'); drop table "heads"; --`),
        folderCreated("constructor", "__proto__", "e\u0301 \u{1F5BC} \u0000"),
        {
          type: "connection.created",
          connection: { id: "toString", connector: "x", folder: null, name: "", settings },
        },
      ]);
      expect(rowsOf((await store.journal.load("acme")).state)).toEqual(rowsOf(author.state));
      expect((await store.journal.read("acme", { after: 3, limit: 1 }))[0]?.event).toEqual({
        type: "connection.created",
        connection: { id: "toString", connector: "x", folder: null, name: "", settings },
      });
      expect(await store.journal.verify("acme")).toMatchObject({ ok: true, entries: 4 });
    }),
  );

  test.each([
    [`update "folders" set "restricted" = 7`, { kind: "folder", id: "a", property: "restricted" }],
    [`update "accounts" set "status" = 'super'`, { kind: "account", id: "acme", property: "status" }],
    [`update "accounts" set "plan" = 'nonsense'`, { kind: "account", id: "acme", property: "plan" }],
  ])("A table in which nonsense was written is not loaded: %s", async (statement, details) => {
    const { store, sql, close } = await open();
    await (await founderOf(store)).write([folderCreated("a")]);
    await sql(statement);
    await expect(store.journal.load("acme")).rejects.toMatchObject({ code: "STORE_CORRUPT", details });
    await close();
  });

  test(
    "An entry in which nonsense was written is not read",
    onFresh(open, async ({ store, sql }) => {
      await (await founderOf(store)).write([folderCreated("a")]);
      await sql(`update "entries" set "event" = 'nonsense' where "seq" = 2`);
      await expect(store.journal.read("acme", { limit: 9 })).rejects.toMatchObject({
        code: "STORE_CORRUPT",
        details: { account: "acme", seq: 2 },
      });
    }),
  );

  test(
    "Entries are found by whom they are by and about, by place, type and time, both ways and page by page",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      await author.write(everyKind);
      const bea = { ...author.principal, user: "bea" };
      await author.write([{ type: "grant.ended", id: "g3", reason: "" }], { principal: bea, at: AT + 9 });
      await author.write([{ type: "asset.moved", id: "logo", folder: "library" }], { at: AT + 20 });
      const last = author.head.seq;
      const found = async (
        filter: EntryFilter,
        range: { after?: number; before?: number } = {},
        limit = 50,
      ) =>
        (await store.journal.read("acme", { after: 0, ...range, limit, filter })).map(({ seq, event }) => [
          seq,
          event.type,
        ]);
      const ended = [last - 1, "grant.ended"];
      expect(await found({ by: "bea" })).toEqual([ended]);
      expect(await found({ about: "bea", type: "grant.ended" })).toEqual([ended]);
      expect(await found({ places: ["logo", "nowhere"], by: "bea" })).toEqual([ended]);
      const moved = [last, "asset.moved"];
      expect(await found({ places: ["logo"], from: AT + 9, until: AT + 20 })).toEqual([ended]);
      expect(await found({ places: ["logo"], from: AT + 20 })).toEqual([moved]);
      expect(await found({ from: AT + 9 })).toEqual([ended, moved]);
      const aboutBea = await found({ person: "bea" });
      expect(aboutBea.map(([, type]) => type)).toEqual([
        "user.created",
        "group.created",
        "grant.given",
        "grant.given",
        "grant.given",
        "override.set",
        "grant.ended",
      ]);
      const paged = [];
      for (let after = 0; ;) {
        const page = await found({ person: "bea" }, { after }, 2);
        paged.push(...page);
        if (page.length < 2) break;
        after = Number(page.at(-1)?.[0]);
      }
      expect(paged).toEqual(aboutBea);
      const newest = await store.journal.read("acme", { before: last, limit: 2, filter: { person: "bea" } });
      expect(newest.map(({ seq }) => seq)).toEqual(
        aboutBea
          .slice(-2)
          .toReversed()
          .map(([seq]) => seq),
      );
    }),
  );
}
