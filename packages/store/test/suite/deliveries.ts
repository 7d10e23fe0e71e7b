import { expect, test } from "vitest";
import type { Deliveries, DeliveryState, NewJob } from "../../src/index.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

type Reservation = Parameters<Deliveries["reserve"]>[0];

const NOW = 1_764_000_000_000;
const holding: readonly DeliveryState[] = ["waiting", "sending", "delivered", "unknown"];
const freeing: readonly DeliveryState[] = ["refused", "failed", "cancelled", "removed"];

function reservation(id: string, parts: Partial<Reservation> = {}): Reservation {
  return {
    id,
    account: "acme",
    connection: "c1",
    asset: "logo",
    version: "logo-1",
    target: "library",
    marker: `marker-${id}`,
    principal: { account: "acme", user: "ada", credential: { kind: "key", id: "key-1" } },
    requestedAt: NOW,
    ...parts,
  };
}

function job(id: string): NewJob {
  return {
    id: `job-${id}`,
    account: "acme",
    kind: "deliver",
    body: { delivery: id },
    runAt: NOW,
    lane: "c1",
  };
}

export function deliveriesSuite(open: OpenHarness): void {
  test(
    "A reservation waits in the ledger, and its job in the queue",
    onFresh(open, async ({ store: { deliveries, queue } }) => {
      const { reserved, delivery } = await deliveries.reserve(reservation("d1"), job("d1"));
      expect(reserved).toBe(true);
      expect(delivery).toEqual({
        ...reservation("d1"),
        state: "waiting",
        attempts: 0,
        externalId: null,
        externalUrl: null,
        code: null,
        message: null,
        updatedAt: NOW,
        nextAt: null,
        tryingSince: null,
        leftAt: null,
      });
      expect(await deliveries.get("acme", "d1")).toEqual(delivery);
      expect(await deliveries.get("other", "d1")).toBeUndefined();
      expect(await queue.claim(NOW, 1000)).toMatchObject({ id: "job-d1", body: { delivery: "d1" } });
    }),
  );

  test.each(holding)("A delivery that is %s holds its key", async (state) => {
    const { store, close } = await open();
    await store.deliveries.reserve(reservation("d1"), job("d1"));
    await store.deliveries.update("acme", "d1", { state, updatedAt: NOW });
    const second = await store.deliveries.reserve(reservation("d2"), job("d2"));
    expect(second).toMatchObject({ reserved: false, delivery: { id: "d1", state } });
    expect(await store.deliveries.get("acme", "d2")).toBeUndefined();
    await store.queue.done({ id: "job-d1", attempts: 0 });
    expect(await store.queue.nextAt()).toBeUndefined();
    await close();
  });

  test.each(freeing)(
    "A delivery that is %s frees its key, and takes it back by reservation alone",
    async (state) => {
      const { store, close } = await open();
      const { deliveries } = store;
      await deliveries.reserve(reservation("d1"), job("d1"));
      await deliveries.update("acme", "d1", { state, updatedAt: NOW });
      expect(await deliveries.reserve(reservation("d2"), job("d2"))).toMatchObject({ reserved: true });
      expect(await deliveries.update("acme", "d1", { state: "waiting", updatedAt: NOW })).toBe(false);
      expect(await deliveries.get("acme", "d1")).toMatchObject({ state });
      await close();
    },
  );

  test(
    "Another account, connection, version or target is another key",
    onFresh(open, async ({ store: { deliveries } }) => {
      const others = [
        {},
        { account: "other" },
        { connection: "c2" },
        { version: "logo-2" },
        { target: "shelf" },
      ];
      for (const [number, parts] of others.entries()) {
        const outcome = await deliveries.reserve(reservation(`d${number}`, parts), job(`d${number}`));
        expect(outcome.reserved).toBe(true);
      }
    }),
  );

  test(
    "Of many reservations of one key at once exactly one is made",
    onFresh(open, async ({ store, another }) => {
      const second = await another();
      const race = Array.from({ length: 20 }, (_, turn) =>
        (turn % 2 ? store : second).deliveries.reserve(reservation(`d${turn}`), job(`d${turn}`)),
      );
      const outcomes = await Promise.all(race);
      expect(outcomes.filter(({ reserved }) => reserved)).toHaveLength(1);
      expect(new Set(outcomes.map(({ delivery }) => delivery.id)).size).toBe(1);
      expect(await store.deliveries.list("acme", { limit: 99 })).toHaveLength(1);
      expect(await store.queue.claim(NOW, 1000)).toBeDefined();
      expect(await store.queue.claim(NOW, 1000)).toBeUndefined();
    }),
  );

  test(
    "A reservation whose job can't be queued is not made",
    onFresh(open, async ({ store: { deliveries, queue } }) => {
      await queue.add(job("d1"));
      await expect(deliveries.reserve(reservation("d1"), job("d1"))).rejects.toThrow();
      expect(await deliveries.get("acme", "d1")).toBeUndefined();
    }),
  );

  test(
    "An update writes what it names, and only from the states it names",
    onFresh(open, async ({ store: { deliveries } }) => {
      const { delivery } = await deliveries.reserve(reservation("d1"), job("d1"));
      const sent = { state: "sending", attempts: 1, updatedAt: NOW + 1 } as const;
      expect(await deliveries.update("acme", "d1", sent, ["waiting"])).toBe(true);
      const cancelled = { state: "cancelled", code: "CANCELLED", updatedAt: NOW + 2 } as const;
      expect(await deliveries.update("acme", "d1", cancelled, ["waiting"])).toBe(false);
      expect(await deliveries.update("other", "d1", cancelled)).toBe(false);
      expect(await deliveries.update("acme", "d9", cancelled)).toBe(false);
      expect(await deliveries.get("acme", "d1")).toEqual({ ...delivery, ...sent });
      const done = {
        state: "delivered",
        externalId: "9",
        externalUrl: "https://x",
        updatedAt: NOW + 3,
      } as const;
      expect(await deliveries.update("acme", "d1", done, ["sending", "unknown"])).toBe(true);
      expect(await deliveries.get("acme", "d1")).toEqual({ ...delivery, ...sent, ...done });
    }),
  );

  test(
    "A cancel that meets a worker on its way wins or loses, never both",
    onFresh(open, async ({ store: { deliveries } }) => {
      await deliveries.reserve(reservation("d1"), job("d1"));
      const outcomes = await Promise.all([
        deliveries.update("acme", "d1", { state: "sending", updatedAt: NOW }, ["waiting"]),
        deliveries.update("acme", "d1", { state: "cancelled", updatedAt: NOW }, ["waiting"]),
      ]);
      expect(outcomes.toSorted()).toEqual([false, true]);
    }),
  );

  test(
    "Deliveries are listed newest first, page by page, by user, connection and asset",
    onFresh(open, async ({ store: { deliveries } }) => {
      const bea = { account: "acme", user: "bea", credential: { kind: "key", id: "key-2" } } as const;
      const all = [
        { version: "1", requestedAt: NOW },
        { version: "2", requestedAt: NOW + 5, principal: bea },
        { version: "3", requestedAt: NOW + 5, connection: "c2" },
        { version: "4", requestedAt: NOW + 1, asset: "photo" },
        { account: "other" },
      ];
      for (const [number, parts] of all.entries()) {
        await deliveries.reserve(reservation(`d${number}`, parts), job(`d${number}`));
      }
      const ids = async (filter: Parameters<Deliveries["list"]>[1]) =>
        (await deliveries.list("acme", filter)).map(({ id }) => id);
      expect(await ids({ limit: 9 })).toEqual(["d2", "d1", "d3", "d0"]);
      expect(await ids({ limit: 2 })).toEqual(["d2", "d1"]);
      expect(await ids({ limit: 2, before: "d1" })).toEqual(["d3", "d0"]);
      expect(await ids({ limit: 9, before: "d0" })).toEqual([]);
      expect(await ids({ limit: 9, before: "d4" })).toEqual([]);
      expect(await ids({ limit: 9, user: "bea" })).toEqual(["d1"]);
      expect(await ids({ limit: 9, connection: "c2" })).toEqual(["d2"]);
      expect(await ids({ limit: 9, asset: "photo" })).toEqual(["d3"]);
    }),
  );
}
