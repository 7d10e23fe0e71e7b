import { ConnectorError, OutcomeUnknownError, RejectedError } from "@gatefold/connector-sdk";
import type { Order } from "@gatefold/connector-sdk";

import type { Target } from "../target.ts";
import type { Liar } from "./liar.ts";
import { bearerOf, search, shelf, shelfTarget, upload } from "./shelf.ts";
import type { ShelfContext } from "./shelf.ts";

const statusOf = (error: unknown): unknown =>
  error instanceof ConnectorError ? error.details["status"] : undefined;

/** What became of the change is made a plain no. */
const losesAnswers = (): Target =>
  shelfTarget({
    async deliver(context, order) {
      try {
        return await upload(context, order);
      } catch (error) {
        const stopped = context.signal.aborted;
        if (error instanceof OutcomeUnknownError && statusOf(error) === undefined && !stopped) {
          throw new RejectedError("Shelf did not take it.");
        }
        throw error;
      }
    },
  });

/** After trouble it sends the change again, as if that were harmless. */
const sendsAgain = (): Target =>
  shelfTarget({
    async deliver(context, order) {
      try {
        return await upload(context, order);
      } catch (error) {
        if (
          statusOf(error) === undefined ||
          statusOf(error) === 429 ||
          !(error instanceof OutcomeUnknownError)
        )
          throw error;
        return upload(context, order, { idempotent: true });
      }
    },
  });

/** Beside the picture it brings a copy under another name. */
const bringsMore = (): Target =>
  shelfTarget({
    async deliver(context, order) {
      const delivered = await upload(context, order);
      await upload(
        context,
        { ...order, marker: `thumb ${order.asset.id}` },
        { idempotent: true, bucket: "other" },
      );
      return delivered;
    },
  });

/** The key that comes first is used for all connections of the same settings. */
const mixesAccounts = (): Target => {
  const keys = new Map<string, string>();
  return shelfTarget({
    deliver: async (context, order) => {
      const { settings, secrets } = context;
      const key = keys.get(settings.shelf) ?? secrets.key;
      keys.set(settings.shelf, key);
      return upload(context, order, { bearer: bearerOf(context, key) });
    },
  });
};

/** Goes on where it believes that it stopped, after it was told to begin again. */
const keepsItsPlace = (): Target => {
  const sent = new Map<string, number>();
  return shelfTarget({
    async deliver(context, order) {
      const bytes = await order.asset.read();
      const from = sent.get(order.marker) ?? 0;
      sent.set(order.marker, bytes.byteLength >> 1);
      return upload(context, order, {}, bytes.subarray(from));
    },
  });
};

/** Looks on the platform for what it sent itself alone. */
const trustsItsMemory = (): Target => {
  const sent = new Set<string>();
  return shelfTarget({
    deliver: (context, order) => {
      sent.add(order.marker);
      return upload(context, order);
    },
    reconcile: async (context, { marker }) => {
      const found = await search(context, marker);
      return sent.has(marker) ? found : undefined;
    },
  });
};

/** A look that brings in what it misses. */
const looksAndSends = async (context: ShelfContext, order: Order) => {
  const found = await search(context, order.marker);
  if (found === undefined) await upload(context, order, { idempotent: true });
  return found;
};

export const deliveryLiars: readonly Liar[] = [
  {
    caughtBy: 13,
    lie: "says that the platform knows a repetition, which it does not",
    target: () => shelfTarget({ capabilities: { ...shelf.capabilities, dedupe: "vendor-key" } }),
  },
  { caughtBy: 14, lie: "takes a lost answer for a no", target: losesAnswers },
  { caughtBy: 16, lie: "sends the change again after a 5xx", target: sendsAgain },
  { caughtBy: 18, lie: "brings in while it looks", target: () => shelfTarget({ reconcile: looksAndSends }) },
  { caughtBy: 19, lie: "brings in two pictures by one permit", target: bringsMore },
  { caughtBy: 20, lie: "uses the first account's key for all", target: mixesAccounts },
  {
    caughtBy: 21,
    lie: "says that it takes more than the platform does",
    target: () =>
      shelfTarget({ capabilities: { ...shelf.capabilities, maxBytes: shelf.capabilities.maxBytes + 1 } }),
  },
  { caughtBy: 22, lie: "goes on in the middle of a picture", target: keepsItsPlace },
  { caughtBy: 23, lie: "finds only what it remembers", target: trustsItsMemory },
  {
    caughtBy: 24,
    lie: "says that it takes its time, and not how much",
    target: () =>
      shelfTarget({
        deliver: async (context, order) => ({ ...(await upload(context, order)), status: "processing" }),
      }),
  },
];
