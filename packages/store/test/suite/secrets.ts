import { expect, test } from "vitest";
import { authorOf, folderCreated, founderOf } from "./author.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const secrets = { privateKey: "pk_very-secret", more: ["nested-secret"] };

export function secretsSuite(open: OpenHarness): void {
  test(
    "Credentials open as they were sealed, and stand nowhere in the clear",
    onFresh(open, async ({ store, another, sql }) => {
      const author = await founderOf(store);
      await author.write([folderCreated("a")], { sealed: { connection: "c1", secrets } });
      expect(await store.secrets.open("acme", "c1")).toEqual(secrets);
      expect(await (await another()).secrets.open("acme", "c1")).toEqual(secrets);
      expect(await store.secrets.open("acme", "c2")).toBeUndefined();
      expect(await store.secrets.open("other", "c1")).toBeUndefined();
      const rows = await sql(`select * from "sealedSecrets"`);
      expect(JSON.stringify(rows)).not.toMatch(/secret|pk_/);
      const bytes = Buffer.from(String(rows[0]?.["sealed"]), "base64").toString("latin1");
      expect(bytes).not.toMatch(/secret|pk_/);
    }),
  );

  test(
    "Each connection has its own credentials",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      await author.write([], { sealed: { connection: "c1", secrets: { token: "one" } } });
      await author.write([], { sealed: { connection: "c2", secrets: { token: "two" } } });
      expect(await store.secrets.open("acme", "c1")).toEqual({ token: "one" });
      expect(await store.secrets.open("acme", "c2")).toEqual({ token: "two" });
    }),
  );

  test(
    "The same credentials are sealed differently each time",
    onFresh(open, async ({ store, sql }) => {
      const author = await founderOf(store);
      await author.write([], { sealed: { connection: "c1", secrets } });
      const [first] = await sql(`select "nonce", "sealed" from "sealedSecrets"`);
      await author.write([], { sealed: { connection: "c1", secrets } });
      const [second] = await sql(`select "nonce", "sealed" from "sealedSecrets"`);
      expect(second?.["nonce"]).not.toBe(first?.["nonce"]);
      expect(second?.["sealed"]).not.toBe(first?.["sealed"]);
      expect(author.head.seq).toBe(1);
    }),
  );

  test(
    "Credentials are replaced, and taken away",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      await author.write([], { sealed: { connection: "c1", secrets } });
      await author.write([], { sealed: { connection: "c1", secrets: { privateKey: "new" } } });
      expect(await store.secrets.open("acme", "c1")).toEqual({ privateKey: "new" });
      await author.write([], { sealed: { connection: "c1", secrets: null } });
      expect(await store.secrets.open("acme", "c1")).toBeUndefined();
    }),
  );

  test.each([
    ["moved to another connection", `update "sealedSecrets" set "connection" = 'c2'`, "acme", "c2"],
    ["moved to another account", `update "sealedSecrets" set "account" = 'other'`, "other", "c1"],
    ["given another nonce", `update "sealedSecrets" set "nonce" = 'AAAAAAAAAAAAAAAA'`, "acme", "c1"],
    ["cut short", `update "sealedSecrets" set "sealed" = substr("sealed", 1, 24)`, "acme", "c1"],
    ["emptied", `update "sealedSecrets" set "sealed" = ''`, "acme", "c1"],
    ["changed", `update "sealedSecrets" set "sealed" = 'AAAA' || substr("sealed", 5)`, "acme", "c1"],
  ])("Sealed credentials that were %s don't open", async (_how, tampering, account, connection) => {
    const { store, sql, close } = await open();
    const author = await founderOf(store);
    await author.write([], { sealed: { connection: "c1", secrets } });
    await sql(tampering);
    await expect(store.secrets.open(account, connection)).rejects.toMatchObject({ code: "SECRETS_CHANGED" });
    await close();
  });

  test(
    "A key's hash is found by its id until it is taken away",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      await author.write([folderCreated("a")], { keySecret: { key: "k1", hash: "hash-1" } });
      expect(await store.keySecrets.find("k1")).toEqual({ account: "acme", hash: "hash-1", previous: null });
      expect(await store.keySecrets.find("k2")).toBeUndefined();
      await author.write([], { keySecret: { key: "k1", hash: "hash-2" } });
      expect(await store.keySecrets.find("k1")).toEqual({ account: "acme", hash: "hash-2", previous: null });
      await author.write([], { keySecret: { key: "k1", hash: null } });
      expect(await store.keySecrets.find("k1")).toBeUndefined();
    }),
  );

  test(
    "No account can replace or take away another's key",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const other = await founderOf(store, "other");
      await author.write([], { keySecret: { key: "k1", hash: "hash-1" } });
      await expect(other.write([], { keySecret: { key: "k1", hash: "mine" } })).rejects.toMatchObject({
        code: "DUPLICATE_ID",
      });
      await other.write([], { keySecret: { key: "k1", hash: null } });
      expect(await store.keySecrets.find("k1")).toEqual({ account: "acme", hash: "hash-1", previous: null });
      expect((await authorOf(store, "other")).head).toEqual(other.head);
    }),
  );

  test(
    "A key that is rolled keeps the hash before for as long as it is told, and no hash but that",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      const roll = (hash: string, previousUntil?: number) =>
        author.write([], { keySecret: { key: "k1", hash, ...(previousUntil && { previousUntil }) } });
      await roll("hash-1");
      await roll("hash-2", 500);
      const first = { hash: "hash-1", until: 500 };
      expect(await store.keySecrets.find("k1")).toEqual({ account: "acme", hash: "hash-2", previous: first });
      await roll("hash-3", 700);
      const second = { hash: "hash-2", until: 700 };
      expect(await store.keySecrets.find("k1")).toEqual({
        account: "acme",
        hash: "hash-3",
        previous: second,
      });
      await roll("hash-4");
      expect(await store.keySecrets.find("k1")).toEqual({ account: "acme", hash: "hash-4", previous: null });
    }),
  );

  test(
    "When keys were last used is told to their own account, and never goes back",
    onFresh(open, async ({ store }) => {
      const author = await founderOf(store);
      for (const key of ["k1", "k2"]) await author.write([], { keySecret: { key, hash: key } });
      const used = (uses: Record<string, number>) => store.keySecrets.used(new Map(Object.entries(uses)));
      await used({ k1: 200, unknown: 250 });
      await used({ k1: 100 });
      await used({});
      expect(await store.keySecrets.lastUses("acme", ["k1", "k2"])).toEqual(new Map([["k1", 200]]));
      const strangers = Array.from({ length: 40_000 }, (_, at) => [`gone${at}`, 1] as const);
      await store.keySecrets.used(new Map([["k1", 300], ...strangers, ["k2", 301]]));
      const both = Object.entries({ k1: 300, k2: 301 });
      expect(await store.keySecrets.lastUses("acme", ["k1", "k2"])).toEqual(new Map(both));
      expect(await store.keySecrets.lastUses("other", ["k1"])).toEqual(new Map());
    }),
  );
}
