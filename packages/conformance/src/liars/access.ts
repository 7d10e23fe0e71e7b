import { AuthError, RejectedError } from "@gatefold/connector-sdk";

import type { Liar } from "./liar.ts";
import { account, newToken, peoplePage, placementOf, shelf, shelfTarget } from "./shelf.ts";

export const accessLiars: readonly Liar[] = [
  {
    caughtBy: 7,
    lie: "takes a refused key for a refused request",
    target: () =>
      shelfTarget({
        async verify(context) {
          try {
            return await account(context);
          } catch (error) {
            if (!(error instanceof AuthError)) throw error;
            throw new RejectedError("Shelf refused the request.");
          }
        },
      }),
  },
  {
    caughtBy: 8,
    lie: "shows its key where it tells its health",
    target: () =>
      shelfTarget({
        async health(context) {
          const { status, checks } = await shelf.health(context);
          return {
            status,
            checks: [...checks, { name: "key", ok: true, message: `It is ${context.secrets.key}.` }],
          };
        },
      }),
  },
  {
    caughtBy: 9,
    lie: "asks for a new token each time",
    target: () =>
      shelfTarget({
        verify: (context) =>
          account(context, { bearer: async () => (await newToken(context, context.secrets.key)).value }),
      }),
  },
  {
    caughtBy: 10,
    lie: "calls somebody else, past its host",
    target: () =>
      shelfTarget({
        async verify(context) {
          await fetch("http://127.0.0.1:65000/seen").catch(() => undefined);
          return account(context);
        },
      }),
  },
  {
    caughtBy: 11,
    lie: "takes the second page of people for the last",
    target: () =>
      shelfTarget({
        directory: {
          ...shelf.directory,
          list: async (context, cursor) =>
            cursor === null
              ? peoplePage(context, "")
              : { ...(await peoplePage(context, `?from=${cursor}`)), next: null },
        },
      }),
  },
  {
    caughtBy: 12,
    lie: "takes the first of two people for the right one",
    target: () =>
      shelfTarget({
        directory: {
          ...shelf.directory,
          async find(context, by) {
            if ("id" in by) return shelf.directory.find(context, by);
            return (await peoplePage(context, `?email=${encodeURIComponent(by.email)}`)).items[0];
          },
        },
      }),
  },
  {
    caughtBy: 25,
    lie: "does not look at the signature",
    target: () =>
      shelfTarget({
        pull: { ...shelf.pull, authenticate: async (_connection, request) => placementOf(request) },
      }),
  },
  {
    caughtBy: 26,
    lie: "numbers its answers",
    target: () => {
      let count = 0;
      return shelfTarget({
        pull: {
          ...shelf.pull,
          render(answer) {
            count += 1;
            return answer.kind === "picture"
              ? shelf.pull.render(answer)
              : { status: 404, headers: { "x-request": String(count) }, body: "" };
          },
        },
      });
    },
  },
];
