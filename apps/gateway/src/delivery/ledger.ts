import type { Millis } from "@gatefold/core";
import type { Deliveries, Delivery } from "@gatefold/store";

export type Patch = Omit<Parameters<Deliveries["update"]>[2], "updatedAt">;

/** The deliveries, for those who carry them out and those who wait for them. */
export interface Ledger {
  get(account: string, id: string): Promise<Delivery | undefined>;
  /** Writes where the delivery still stands in the state it was read in; answers whether it did. */
  write(delivery: Delivery, patch: Patch): Promise<boolean>;
  /** The delivery as it stands once it has come to an end, or when the time is over. */
  settled(delivery: Delivery, timeout: AbortSignal): Promise<Delivery>;
}

const underway = new Set<Delivery["state"]>(["waiting", "sending"]);

export function createLedger(parts: {
  readonly deliveries: Pick<Deliveries, "get" | "update">;
  readonly clock: () => Millis;
}): Ledger {
  const { deliveries, clock } = parts;
  const waiting = new Map<string, Set<() => void>>();

  const change = (id: string, timeout: AbortSignal) =>
    new Promise<void>((resolve) => {
      const all = waiting.get(id) ?? new Set();
      const stop = () => {
        timeout.removeEventListener("abort", stop);
        all.delete(stop);
        if (all.size === 0) waiting.delete(id);
        resolve();
      };
      waiting.set(id, all.add(stop));
      timeout.addEventListener("abort", stop, { once: true });
    });

  return {
    get: (account, id) => deliveries.get(account, id),
    async write(delivery, patch) {
      const { account, id, state } = delivery;
      const written = await deliveries.update(account, id, { ...patch, updatedAt: clock() }, [state]);
      if (written) for (const stop of waiting.get(id) ?? []) stop();
      return written;
    },
    async settled(delivery, timeout) {
      let now = delivery;
      while (underway.has(now.state) && !timeout.aborted) {
        // Listens before it reads, so that a change in between is not missed.
        const changed = change(now.id, timeout);
        now = (await deliveries.get(now.account, now.id)) ?? now;
        if (underway.has(now.state)) await changed;
      }
      return now;
    },
  };
}
