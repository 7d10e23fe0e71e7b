import type { Event } from "@gatefold/core";
import { expect, test } from "vitest";
import { everyKind, founderOf, userCreated } from "./author.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const given = everyKind.find(
  (event): event is Extract<Event, { type: "grant.given" }> => event.type === "grant.given",
)!;

export function erasureSuite(open: OpenHarness): void {
  test(
    "A person's texts are emptied in the entries about them and nowhere else, and the chain stays whole",
    onFresh(open, async ({ store, sql }) => {
      const author = await founderOf(store);
      const ivy = userCreated("ivy", "planted@example.org");
      await author.write([...everyKind, ivy]);
      await author.write([
        {
          type: "user.changed",
          id: "ivy",
          username: "ivy",
          name: "Planted Name",
          email: "planted@example.org",
        },
        { type: "grant.given", grant: { ...given.grant, id: "g9", user: "ivy", reason: "Planted reason" } },
        { type: "group.member-added", id: "studio", user: "ivy" },
      ]);
      await author.write([{ type: "grant.ended", id: "g9", reason: "Planted end" }]);
      const before = author.head.seq;
      const checkpoint = await store.checkpoints.sign("acme", 1);
      const erased = { id: "ivy", username: "erased-ivy", name: "Erased person", email: null };
      await author.write([{ type: "user.changed", ...erased }], {
        erasure: { user: "ivy", keys: ["key-9"] },
      });
      await store.scrub();
      for (const table of ["entries", "texts", "users", "grants", "mentions", "groups"]) {
        expect(JSON.stringify(await sql(`select * from "${table}"`))).not.toMatch(/planted|Person ivy/i);
      }
      const texts = await sql(
        `select "seq", "path", "salt" from "texts" where "text" is null order by "seq", "path"`,
      );
      expect(texts.map(({ path, salt }) => [path, salt])).toEqual([
        ["user.email", null],
        ["user.name", null],
        ["user.username", null],
        ["email", null],
        ["name", null],
        ["username", null],
        ["grant.reason", null],
        ["reason", null],
      ]);
      const since = { text: checkpoint!.text, whole: true };
      expect(await store.journal.verify("acme", since)).toMatchObject({ ok: true, entries: before + 1 });
      const { state } = await store.journal.load("acme");
      expect(state.get("user", "ivy")).toMatchObject(erased);
      expect(state.get("group", "studio")).toMatchObject({ name: "Studio" });
      await sql(`update "texts" set "text" = '"Somebody"' where "seq" = ${before + 1} and "path" = 'name'`);
      expect(await store.journal.verify("acme")).toMatchObject({ ok: false, problem: "text-changed" });
    }),
  );

  test(
    "Nothing is erased where the change is not written",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      await author.write([userCreated("ivy")]);
      const late = author.plan([{ type: "user.status-set", id: "ivy", status: "suspended" }], {
        erasure: { user: "ivy", keys: [] },
      });
      await author.write([userCreated("kim")]);
      await expect(store.journal.append(late)).rejects.toMatchObject({ code: "HEAD_MOVED" });
      const [, created] = await store.journal.read("acme", { limit: 2 });
      expect(created?.event).toMatchObject({ user: { name: "Person ivy" } });
    }),
  );
}
