import { expect, test } from "vitest";
import { onFresh, type OpenHarness } from "./harness.ts";

const DAY = 86_400_000;
const NOW = 100 * DAY;

export function retentionSuite(open: OpenHarness): void {
  test(
    "What is older than it is kept goes, once for all gateways, and numbers are not given twice",
    onFresh(open, async ({ store, another, sql }) => {
      const second = await another();
      const act = {
        account: "acme",
        principal: { account: "acme", user: "ada", credential: { kind: "key", id: "key-1" } },
        act: "download",
        permission: "asset.download",
        place: "logo",
        version: null,
        connection: null,
        effect: "allow",
        code: "ROLE",
        revision: 1,
        request: "r",
      } as const;
      await store.acts.recordAll(Array.from({ length: 1500 }, () => ({ ...act, at: 9 * DAY })));
      await store.acts.record({ ...act, at: 10 * DAY });
      const look = {
        account: "acme",
        user: "ada",
        permission: "asset.view",
        place: "logo",
        code: "ROLE",
        count: 1,
      };
      for (const minute of [9 * DAY, 8 * DAY, 10 * DAY]) await store.looks.add([{ ...look, minute }]);
      for (const [id, state, updatedAt] of [
        ["old", "failed", 9 * DAY],
        ["there", "delivered", 9 * DAY],
        ["unsure", "unknown", 9 * DAY],
        ["new", "failed", 10 * DAY],
      ]) {
        await sql(
          `insert into "deliveries" ("account", "id", "connection", "asset", "version", "target", "marker", "user", "principal",
             "state", "attempts", "externalId", "externalUrl", "code", "message", "requestedAt", "updatedAt")
           values ('acme', '${id}', 'c1', 'a', '${id}', 'library', 'm', 'ada', '{}', '${state}', 1, 'x', 'u', 'CODE', 'why', 1, ${updatedAt})`,
        );
      }
      const before = { acts: 10 * DAY, looks: 10 * DAY, deliveryDetails: 10 * DAY };
      const nothing = { acts: null, looks: null, deliveryDetails: null };
      expect(await store.retention.sweep(NOW - DAY, NOW - 2 * DAY, nothing)).toEqual({
        acts: 0,
        looks: 0,
        deliveries: 0,
      });
      const both = await Promise.all([
        store.retention.sweep(NOW, NOW - DAY, before),
        second.retention.sweep(NOW + 1, NOW - DAY, before),
      ]);
      expect(both.filter((swept) => swept !== undefined)).toEqual([{ acts: 1500, looks: 2, deliveries: 3 }]);
      expect(await store.acts.list("acme", { limit: 9 })).toMatchObject([{ seq: 1501, at: 10 * DAY }]);
      await store.acts.record({ ...act, at: NOW });
      expect(await store.acts.list("acme", { limit: 1 })).toMatchObject([{ seq: 1502 }]);
      expect(await store.looks.list("acme", { limit: 9 })).toMatchObject([{ minute: 10 * DAY }]);
      const rows = await sql(`select "id", "externalId", "message", "code" from "deliveries" order by "id"`);
      const left = rows.map(({ id, externalId, message, code }) => [id, externalId, message, code]);
      expect(left).toEqual([
        ["new", "x", "why", "CODE"],
        ["old", null, null, "CODE"],
        ["there", "x", null, "CODE"],
        ["unsure", "x", "why", "CODE"],
      ]);
    }),
  );
}
