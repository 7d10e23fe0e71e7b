import { expect, test } from "vitest";
import { inspectDatabase } from "../../src/index.ts";
import { founderOf } from "./author.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const NOW = 1_764_000_000_000;

function job(id: string, runAt: number) {
  return { id, account: "acme", kind: "deliver", body: null, runAt, lane: null };
}

export function surveySuite(open: OpenHarness): void {
  test(
    "A database says what it is, what time it has, and that its tables are this version's",
    onFresh(open, async ({ store: { survey }, sql }) => {
      const before = Date.now();
      const { engine, version, now, migrations } = await survey.database();
      expect(["sqlite", "postgres"]).toContain(engine);
      expect(version).toMatch(/^\d+\.\d+/);
      expect(now).toBeGreaterThan(before - 60_000);
      expect(now).toBeLessThan(before + 60_000);
      expect(migrations).toEqual({ missing: [], unknown: [] });
      const later = `insert into kysely_migration (name, timestamp) values ('9999-later', '')`;
      await sql(later);
      expect((await survey.database()).migrations).toEqual({ missing: [], unknown: ["9999-later"] });
      await sql(`delete from kysely_migration where name = '9999-later'`);
    }),
  );

  test(
    "Work is counted by where it stands, with the time of the oldest",
    onFresh(open, async ({ store }) => {
      await founderOf(store);
      await founderOf(store, "other");
      const none = { count: 0, oldestAt: null };
      expect(await store.survey.work(NOW)).toEqual({
        jobs: { waiting: none, due: none, running: none },
        mostAttempts: 0,
        deliveries: { waiting: none, sending: none, unknown: none },
        accounts: 2,
        entries: 2,
      });
      await store.queue.add(job("a", NOW - 30));
      await store.queue.claim(NOW, 1000);
      for (const [id, at] of [
        ["b", NOW - 20],
        ["c", NOW - 10],
        ["d", NOW + 5],
      ] as const) {
        await store.queue.add(job(id, at));
      }
      expect(await store.survey.work(NOW)).toMatchObject({
        jobs: {
          running: { count: 1, oldestAt: NOW - 30 },
          due: { count: 2, oldestAt: NOW - 20 },
          waiting: { count: 1, oldestAt: NOW + 5 },
        },
        mostAttempts: 1,
      });
      // Whose lease ran out is due again.
      expect((await store.survey.work(NOW + 1000)).jobs).toMatchObject({ due: { count: 4 }, running: none });
    }),
  );

  test(
    "An inspection looks at the keys, and makes none",
    onFresh(open, async ({ store, settings }) => {
      const place = "url" in settings ? { url: settings.url } : { file: settings.file };
      await using inspection = await inspectDatabase(place);
      const files = {
        masterKeyFile: settings.masterKeyFile,
        signingKeyFile: settings.masterKeyFile.replace(/[^/]+$/, "signing.key"),
      };
      const gone = {
        masterKeyFile: `${files.masterKeyFile}.none`,
        signingKeyFile: `${files.masterKeyFile}.no`,
      };
      expect(await inspection.keys(gone)).toEqual({ sealed: 0, signed: 0 });
      const author = await founderOf(store);
      await author.write([], { sealed: { connection: "c1", secrets: { token: "one" } } });
      await store.checkpoints.sign("acme", NOW);
      expect(await inspection.keys(files)).toEqual({ sealed: 1, signed: 1 });
      for (let time = 0; time < 2; time += 1) {
        await expect(inspection.keys(gone)).rejects.toMatchObject({ code: "MASTER_KEY_MISSING" });
        const half = { ...files, signingKeyFile: gone.signingKeyFile };
        await expect(inspection.keys(half)).rejects.toMatchObject({ code: "SIGNING_KEY_MISSING" });
      }
    }),
  );
}
