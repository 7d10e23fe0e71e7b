import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { rotateMasterKey, sealedRows } from "../../src/index.ts";
import { founderOf } from "./author.ts";
import type { Harness, OpenHarness } from "./harness.ts";
import { onFresh } from "./harness.ts";

const keysIn = async ({ places }: Harness) =>
  (await readFile(places.masterKeyFile, "utf8")).trim().split("\n");

/** So many connections with credentials, and an answer that is kept. */
async function sealSome({ store }: Harness, count: number) {
  const author = await founderOf(store);
  for (let at = 0; at < count; at += 1) {
    await author.write([], { sealed: { connection: `c${at}`, secrets: { token: `t${at}` } } });
  }
  const name = { account: "acme", credential: "k", name: "n" };
  await store.answers.claim(name, 0, 100);
  await store.answers.keep(name, 100, { fingerprint: "f", status: 201, headers: {}, body: null }, 1000);
  return { author, name };
}

export function masterKeysSuite(open: OpenHarness): void {
  test(
    "A rotation seals everything anew while gateways go on, and drops the old key",
    onFresh(open, async (harness) => {
      const { author, name } = await sealSome(harness, 103);
      const other = await harness.another();
      const [old = ""] = await keysIn(harness);
      let batches = 0;
      const rotated = await rotateMasterKey({
        ...harness.places,
        async onSealed() {
          batches += 1;
          // In the middle of it, one that knows only the old key gives credentials, and the other opens any.
          await author.write([], { sealed: { connection: "c102", secrets: { token: `new${batches}` } } });
          expect(await other.secrets.open("acme", "c102")).toEqual({ token: `new${batches}` });
          expect(await other.secrets.open("acme", "c7")).toEqual({ token: "t7" });
        },
      });
      expect(rotated).toMatchObject({ resumed: false, broken: [] });
      expect(rotated.resealed).toBeGreaterThanOrEqual(103);
      const [fresh = "", ...more] = await keysIn(harness);
      expect(more).toEqual([]);
      expect(fresh).not.toBe(old);
      expect([...(await sealedRows(harness.places.database)).keys()]).toEqual([rotated.masterKey]);
      const third = await harness.another();
      for (const store of [harness.store, other, third]) {
        expect(await store.secrets.open("acme", "c1")).toEqual({ token: "t1" });
        expect(await store.secrets.open("acme", "c102")).toEqual({ token: `new${batches}` });
        expect(await store.answers.claim(name, 1, 100)).toMatchObject({ answer: { status: 201 } });
      }

      // Whoever starts with a copy of the old file would seal what nobody else opens.
      await writeFile(harness.places.masterKeyFile, `${old}\n`);
      await expect(harness.another()).rejects.toMatchObject({ code: "MASTER_KEY_RETIRED" });
      await expect(author.write([], { sealed: { connection: "c1", secrets: {} } })).resolves.toBeDefined();
    }),
  );

  test(
    "A rotation that is broken off at any point loses nothing, and the next one ends it",
    onFresh(open, async (harness) => {
      await sealSome(harness, 230);
      for (const last of [1, 2, 3]) {
        let batches = 0;
        const breaking = rotateMasterKey({
          ...harness.places,
          onSealed() {
            batches += 1;
            if (batches === last) throw new Error("killed");
          },
        });
        await expect(breaking).rejects.toThrow("killed");
        expect(await keysIn(harness)).toHaveLength(2);
        const reader = await harness.another();
        for (const at of [0, 99, 101, 229]) {
          expect(await reader.secrets.open("acme", `c${at}`)).toEqual({ token: `t${at}` });
        }
        const ended = await rotateMasterKey(harness.places);
        expect(ended).toMatchObject({ resumed: true, broken: [] });
        expect(await reader.secrets.open("acme", "c229")).toEqual({ token: "t229" });
        expect(await keysIn(harness)).toHaveLength(1);
      }
    }),
  );

  test(
    "A row that was changed outside is told, and holds up no other; two rotations at once are refused",
    onFresh(open, async (harness) => {
      await sealSome(harness, 3);
      await harness.sql(
        `update "sealedSecrets" set "sealed" = 'AAAA' || substr("sealed", 5) where "connection" = 'c1'`,
      );
      let second: Promise<unknown> = Promise.resolve();
      const rotated = await rotateMasterKey({
        ...harness.places,
        onSealed() {
          second = rotateMasterKey(harness.places).catch((error: { code: string }) => error.code);
        },
      });
      expect(rotated).toMatchObject({ resealed: 3, broken: [{ account: "acme", connection: "c1" }] });
      expect(await second).toBe("MASTER_KEY_BUSY");
      expect(await harness.store.secrets.open("acme", "c2")).toEqual({ token: "t2" });
    }),
  );
}
