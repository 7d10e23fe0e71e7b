import nock from "nock";
import { expect, it } from "vitest";

import { connection, delivery, holder, hosted, KEY, order, ORIGIN, terms } from "../test/example.ts";
import { guardNetwork } from "../test/network.ts";
import { AuthError } from "./index.ts";
import type { Context, HttpRequest } from "./index.ts";

guardNetwork();

const folder: HttpRequest = {
  method: "POST",
  url: `${ORIGIN}/folders`,
  json: { name: "summer" },
  bucket: "upload",
};
const upload: HttpRequest = { method: "POST", url: `${ORIGIN}/pictures`, json: {}, bucket: "upload" };
const delivered = { status: "delivered", externalId: "1", externalUrl: null } as const;
const send = (request: HttpRequest) => async (context: Context<unknown, unknown>) => {
  await context.http.send(request);
  return delivered;
};

it("makes the places an order needs, several where need be, and then sends the one change", async () => {
  nock(ORIGIN).post("/folders").twice().reply(201, {});
  nock(ORIGIN).post("/pictures").reply(201, {});
  const { result } = await delivery({
    async prepare(context) {
      await context.http.send(folder);
      await context.http.send(folder);
    },
    deliver: send(upload),
  });
  expect(result).toEqual(delivered);
});

it("has delivered nothing where a place could not be made for certain: later, not unknown", async () => {
  nock(ORIGIN).post("/folders").reply(500, "");
  const { result } = await delivery({ prepare: async (context) => void (await context.http.send(folder)) });
  expect(result).toMatchObject({ code: "PLATFORM_UNAVAILABLE", next: "later" });
});

it("still sends one change alone once the places are made", async () => {
  nock(ORIGIN).post("/folders").reply(201, {});
  nock(ORIGIN).post("/pictures").reply(201, {});
  const { result } = await delivery({
    prepare: async (context) => void (await context.http.send(folder)),
    async deliver(context) {
      await context.http.send(upload);
      return send(upload)(context);
    },
  });
  expect(result).toMatchObject({ code: "OUTCOME_UNKNOWN", details: { afterwards: "CONNECTOR_CONFIG" } });
});

it("makes no place on a permit that proves nothing", async () => {
  const { host } = hosted({ prepare: async (context) => void (await context.http.send(folder)) });
  const turn = await host.ready(connection, "deliver");
  const forged = host.deliver({ id: "p" }, holder, connection, order(), turn);
  await expect(forged).rejects.toMatchObject({ code: "PERMIT_UNKNOWN" });
});

it("replaces in place where the platform can, and refuses before the permit is spent where it can't", async () => {
  const replacing = hosted({
    capabilities: {
      deliver: "upload",
      maxBytes: 100,
      mimeTypes: ["image/png"],
      dedupe: "marker",
      remove: "hide",
      replace: true,
    },
    replace: async (context, _order, externalId) => {
      await context.http.send({ ...upload, method: "PUT", url: `${ORIGIN}/pictures/${externalId}` });
      return { ...delivered, externalId };
    },
  });
  nock(ORIGIN).put("/pictures/7").reply(200, {});
  const ready = await replacing.host.ready(connection, "deliver");
  const permit = replacing.permits.mint(terms);
  expect(await replacing.host.replace(permit, holder, connection, order(), "7", ready)).toMatchObject({
    externalId: "7",
  });

  const { host, permits } = hosted();
  const unspent = permits.mint(terms);
  const turn = await host.ready(connection, "deliver");
  await expect(host.replace(unspent, holder, connection, order(), "7", turn)).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
  });
  expect(() => permits.redeem(unspent, terms)).not.toThrow();
});

it("sends a refused token's request once more with a new one, the change too: a 401 processed nothing", async () => {
  let made = 0;
  const asked: (string | undefined)[] = [];
  const { result, lines } = await (async () => {
    nock(ORIGIN).post("/pictures").matchHeader("authorization", "Bearer token-1").reply(401, {});
    nock(ORIGIN).post("/pictures").matchHeader("authorization", "Bearer token-2").reply(201, {});
    return delivery({
      deliver: (context) =>
        send({
          ...upload,
          bearer: (refused) => {
            asked.push(refused);
            const make = async () => ({
              value: `token-${(made += 1)}`,
              expiresAt: context.now() + 3_600_000,
            });
            return context.tokens.get("rest", make, refused);
          },
        })(context),
    });
  })();
  expect(result).toEqual(delivered);
  expect(asked).toEqual([undefined, "token-1"]);
  expect(lines.map(({ status }) => status)).toEqual([401, 201]);
});

it("gives up at the second refusal, and tells neither token nor key", async () => {
  nock(ORIGIN).post("/pictures").twice().reply(401, {});
  const { result } = await delivery({
    deliver: (context) =>
      send({
        ...upload,
        bearer: (refused) =>
          context.tokens.get(
            "rest",
            async () => ({ value: `very-secret-token${refused ? 2 : 1}`, expiresAt: Infinity }),
            refused,
          ),
        refusal: () => new AuthError(`The token very-secret-token2 of ${KEY} was refused.`),
      })(context),
  });
  expect(result).toMatchObject({ code: "PLATFORM_AUTH", next: "after-reconnect" });
  expect(JSON.stringify(result) + String(result)).not.toMatch(/very-secret|sk-very/);
});
