import { expect, it } from "vitest";

import { connection, fakeTime, hosted } from "../test/example.ts";
import { InboundAuthError } from "./index.ts";
import type { Connector, Pulled } from "./index.ts";

const ann = {
  id: "1",
  name: "Ann",
  email: "ann@example.com",
  emailVerified: "unknown",
  status: "active",
  kind: "member",
  teams: [],
  roles: ["editor"],
} as const;

it("asks a directory for what it can tell, and says plainly what it can't", async () => {
  const directory = { finds: ["email"] as const, find: async () => ann };
  const { host } = hosted({ directory });
  expect(await host.people.find(connection, { email: ann.email })).toEqual(ann);
  await expect(host.people.find(connection, { id: "1" })).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
  });
  await expect(host.people.list(connection, null)).rejects.toMatchObject({ code: "PLATFORM_UNSUPPORTED" });
  await expect(hosted().host.people.roles(connection)).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
  });
});

const request = {
  method: "GET",
  path: "/",
  query: new URLSearchParams(),
  headers: {},
  body: new Uint8Array(3),
};

const pulling = (pulled: Partial<Pulled> | Error, maxSkew: number | null = 60_000) => {
  const pull: Connector["pull"] = {
    maxBytes: 3,
    maxSkew,
    within: 1000,
    authenticate: async (_connection, _request, now) => {
      if (pulled instanceof Error) throw pulled;
      return { placement: "p1", replayKey: null, issuedAt: now, ...pulled };
    },
    render: ({ kind }) => ({ status: 200, headers: {}, body: kind }),
  };
  return hosted({ pull });
};

it("hands an authentic request's placement on, and renders what was decided", async () => {
  const { host } = pulling({});
  expect(await host.inbound?.authenticate(connection, request)).toMatchObject({ placement: "p1" });
  expect(host.inbound?.render({ kind: "nothing" }).body).toBe("nothing");
  expect(hosted().host.inbound).toBeUndefined();
});

it.each([
  ["too old", (now: number) => ({ issuedAt: now - 60_001 })],
  ["from the future", (now: number) => ({ issuedAt: now + 60_001 })],
  ["of no time, where there must be one", () => ({ issuedAt: null })],
  ["one that can't be read", () => new TypeError("secret words")],
  ["not authentic", () => new InboundAuthError("The signature is wrong.")],
])("believes nothing of a request that is %s", async (_what, made) => {
  const answer = pulling(made(fakeTime().now)).host.inbound?.authenticate(connection, request);
  await expect(answer).rejects.toMatchObject({ code: "PULL_NOT_AUTHENTIC" });
  await expect(answer).rejects.not.toThrow(/secret words/);
});

it("refuses what is too large before its connector looks at it", async () => {
  const { host } = pulling(new Error("it was looked at"));
  const large = { ...request, body: new Uint8Array(4) };
  await expect(host.inbound?.authenticate(connection, large)).rejects.toThrow(/too large/);
});
