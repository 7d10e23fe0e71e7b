import { CancelledError, RateLimitedError, TransientError } from "@gatefold/connector-sdk";

import type { Liar } from "./liar.ts";
import { account, erase, search, shelf, shelfTarget } from "./shelf.ts";

export const lookLiars: readonly Liar[] = [
  {
    caughtBy: 15,
    lie: "goes round a 429 by another bucket",
    target: () =>
      shelfTarget({
        async reconcile(context, { marker }) {
          try {
            return await search(context, marker);
          } catch (error) {
            if (!(error instanceof RateLimitedError)) throw error;
            return search(context, marker, { bucket: "other" });
          }
        },
      }),
  },
  {
    caughtBy: 17,
    lie: 'takes an outage for "not there"',
    target: () =>
      shelfTarget({
        async reconcile(context, { marker }) {
          try {
            return await search(context, marker);
          } catch (error) {
            if (error instanceof TransientError) return undefined;
            throw error;
          }
        },
      }),
  },
  {
    caughtBy: 27,
    lie: "is always well",
    target: () =>
      shelfTarget({
        async health(context) {
          const { checks } = await shelf.health(context);
          return { status: "ok", checks };
        },
      }),
  },
  {
    caughtBy: 28,
    lie: "fails where there is nothing left to take away",
    target: () =>
      shelfTarget({
        async remove(context, externalId) {
          await erase(context, externalId);
          return { status: "removed" };
        },
      }),
  },
  {
    caughtBy: 29,
    lie: "answers though it was stopped",
    target: () =>
      shelfTarget({
        async verify(context) {
          try {
            return await account(context);
          } catch (error) {
            if (error instanceof CancelledError) return { id: "unknown", name: "Unknown" };
            throw error;
          }
        },
      }),
  },
  {
    caughtBy: 30,
    lie: "lets guests manage",
    target: () => shelfTarget({ roles: { byRole: {}, guest: "manage" } }),
  },
];
