import type { Millis } from "@gatefold/core";
import type { Deliveries, Delivery, DeliveryState } from "@gatefold/store";
import { Refusal } from "../http/problems.ts";

export type Patch = Omit<Parameters<Deliveries["update"]>[2], "updatedAt">;

/** The deliveries, for those who carry them out and those who wait for them. */
export interface Ledger {
  get(account: string, id: string): Promise<Delivery | undefined>;
  /** Writes where the delivery still stands in the state it was read in; answers whether it did. */
  write(delivery: Delivery, patch: Patch): Promise<boolean>;
  /** The same where it must succeed; answers the delivery as it is then. Throws `DELIVERY_MOVED`. */
  change(delivery: Delivery, patch: Patch): Promise<Delivery>;
  /** These were changed past the ledger: who waits for them looks again. */
  changed(ids: Iterable<string>): void;
  /** The delivery as it stands once it has come to an end, or when the time is over. */
  settled(delivery: Delivery, timeout: AbortSignal): Promise<Delivery>;
}

/** Still on its way: it will come to an end without anybody's doing. */
export function isUnderway({ state }: Pick<Delivery, "state">): boolean {
  return state === "waiting" || state === "sending";
}

export function wrongState({ state }: Pick<Delivery, "state">, message: string): Refusal {
  return new Refusal("DELIVERY_STATE", message, { state });
}

export function createLedger(parts: {
  readonly deliveries: Pick<Deliveries, "get" | "update">;
  readonly clock: () => Millis;
  /** Told of each delivery that came to a state. */
  readonly onState?: (delivery: Delivery, state: DeliveryState) => void;
  /** Told that something changed. */
  readonly onChange?: () => void;
}): Ledger {
  const { deliveries, clock, onState = () => {}, onChange = () => {} } = parts;
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

  const tellOf = (ids: Iterable<string>) => {
    for (const id of ids) for (const stop of waiting.get(id) ?? []) stop();
    onChange();
  };

  const write: Ledger["write"] = async (delivery, patch) => {
    const { account, id, state } = delivery;
    // What stood for the state before holds for no other.
    const fresh = patch.state === undefined ? {} : { nextAt: null };
    const written = await deliveries.update(account, id, { ...fresh, ...patch, updatedAt: clock() }, [state]);
    if (written) tellOf([id]);
    if (written && patch.state !== undefined && patch.state !== state) onState(delivery, patch.state);
    return written;
  };

  return {
    get: (account, id) => deliveries.get(account, id),
    write,
    changed: tellOf,
    async change(delivery, patch) {
      const written = await write(delivery, patch);
      const now = await deliveries.get(delivery.account, delivery.id);
      if (written && now) return now;
      throw new Refusal("DELIVERY_MOVED", "The delivery changed at the same moment; look at it again.");
    },
    async settled(delivery, timeout) {
      let now = delivery;
      while (isUnderway(now) && !timeout.aborted) {
        // Listens before it reads, so that a change in between is not missed.
        const changed = change(now.id, timeout);
        now = (await deliveries.get(now.account, now.id)) ?? now;
        if (isUnderway(now)) await changed;
      }
      // Another process may have ended it, of which nobody here is told.
      return isUnderway(now) ? ((await deliveries.get(now.account, now.id)) ?? now) : now;
    },
  };
}
