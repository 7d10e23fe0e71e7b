import {
  AuthError,
  type Delivered,
  DailyQuotaError,
  OutcomeUnknownError,
  RateLimitedError,
  RejectedError,
  TransientError,
  UnsupportedError,
} from "@gatefold/connector-sdk";
import { PermitRefused } from "@gatefold/core";
import type { Delivery, Job } from "@gatefold/store";
import { beforeEach, describe, expect, it } from "vitest";
import { createCourier } from "./courier.ts";
import { createLedger } from "./ledger.ts";
import { MAX_ATTEMPTS } from "./settlement.ts";
import type { Way } from "./way.ts";

const permit = { id: "permit" };
const found: Delivered = { status: "delivered", externalId: "7", externalUrl: "https://cdn.example/7" };
const arrived = { state: "delivered", externalId: "7", externalUrl: "https://cdn.example/7", code: null };

let now: number;
let row: Delivery;
let steps: string[];
let errors: unknown[];
/** What each verb does next: a value to answer, an error to throw; the last one stays. */
let script: { ready: unknown[]; enforce: unknown[]; send: unknown[]; look: unknown[] };
let canLook: boolean;
let released: number;
let refused: { code: string; message: string } | undefined;

function play(verb: keyof typeof script): unknown {
  steps.push(verb);
  const [next, ...rest] = script[verb];
  if (rest.length > 0) script[verb] = rest;
  if (next instanceof Error) throw next;
  return next;
}

const way = (): Way => ({
  canLook,
  ready: async () => void play("ready"),
  release: () => void (released += 1),
  enforce: async () => play("enforce") as Awaited<ReturnType<Way["enforce"]>>,
  send: async () => {
    expect(row.state).toBe("sending");
    return play("send") as Delivered;
  },
  look: async () => play("look") as Delivered | undefined,
});

const job = (attempts = 1): Job => ({
  id: "j",
  account: "a",
  kind: "delivery",
  body: { delivery: "d", version: { id: "v", sha256: "s", bytes: 1, mime: "m", width: 1, height: 1 } },
  runAt: 0,
  lane: "c",
  attempts,
});

const ledger = createLedger({
  clock: () => now,
  deliveries: {
    get: async (account, id) => (account === "a" && id === "d" ? row : undefined),
    update: async (_account, _id, patch, from) => {
      if (from && !from.includes(row.state)) return false;
      row = { ...row, ...patch };
      return true;
    },
  },
});

const run = (options: { attempts?: number; signal?: AbortSignal } = {}) =>
  createCourier({
    ledger,
    clock: () => now,
    open: async () => (refused ? { refused } : way()),
    onError: (error) => errors.push(error),
  })(job(options.attempts), options.signal ?? new AbortController().signal);

beforeEach(() => {
  now = 1000;
  steps = [];
  errors = [];
  canLook = true;
  released = 0;
  refused = undefined;
  script = { ready: [undefined], enforce: [{ permit }], send: [found], look: [undefined] };
  row = {
    id: "d",
    account: "a",
    connection: "c",
    asset: "p",
    version: "v",
    target: "library",
    marker: "gf-x",
    principal: { account: "a", user: "u", credential: { kind: "key", id: "k" } },
    state: "waiting",
    attempts: 0,
    externalId: null,
    externalUrl: null,
    code: null,
    message: null,
    requestedAt: 0,
    updatedAt: 0,
  };
});

describe("a delivery that waits", () => {
  it("waits for room, is decided, is sent, and is settled", async () => {
    expect(await run()).toBe("done");
    expect(steps).toEqual(["ready", "enforce", "send"]);
    expect(row).toMatchObject({ ...arrived, attempts: 1, updatedAt: 1000 });
  });

  it("is refused by a decision that says no, and nothing is sent", async () => {
    script.enforce = [{ refused: { code: "NO_GRANT", message: "Nothing allows it." } }];
    expect(await run()).toBe("done");
    expect(steps).toEqual(["ready", "enforce"]);
    expect(released).toBe(1);
    expect(row).toMatchObject({
      state: "refused",
      code: "NO_GRANT",
      message: "Nothing allows it.",
      attempts: 0,
    });
  });

  it("is refused where its picture or connection is gone", async () => {
    refused = { code: "NOT_FOUND", message: "Gone." };
    expect(await run()).toBe("done");
    expect(steps).toEqual([]);
    expect(row).toMatchObject({ state: "refused", code: "NOT_FOUND" });
  });

  it("is not sent where it was cancelled while it was being decided", async () => {
    script.enforce = [{ permit }];
    const open = way();
    const courier = createCourier({
      ledger,
      clock: () => now,
      onError: () => {},
      open: async () => ({
        ...open,
        enforce: async () => {
          row = { ...row, state: "cancelled" };
          return { permit };
        },
      }),
    });
    expect(await courier(job(), new AbortController().signal)).toBe("done");
    expect(steps).not.toContain("send");
    expect(row.state).toBe("cancelled");
  });

  it.each(["delivered", "refused", "failed", "cancelled", "removed"] as const)(
    "is left alone once it is %s",
    async (state) => {
      row = { ...row, state };
      expect(await run()).toBe("done");
      expect(steps).toEqual([]);
    },
  );

  it("holds nothing and counts nothing while the daily quota is used up", async () => {
    script.ready = [new DailyQuotaError("Full for today.", { retryAfter: 3_600_000 })];
    expect(await run()).toEqual({ retryAt: 3_601_000 });
    expect(steps).toEqual(["ready"]);
    expect(row).toMatchObject({ state: "waiting", attempts: 0, code: "PLATFORM_DAILY_QUOTA" });
  });

  it("goes back to wait where the worker stops before it was sent", async () => {
    const stopped = AbortSignal.abort();
    script.ready = [new Error("aborted")];
    expect(await run({ signal: stopped })).toEqual({ retryAt: 1000 });
    expect(row).toMatchObject({ state: "waiting", attempts: 0 });
    expect(errors).toEqual([]);
  });
});

describe("a send that fails", () => {
  it.each([
    ["never", new RejectedError("Too big for Klaviyo.")],
    ["after a new connection only", new AuthError("Klaviyo does not know this key; connect again.")],
  ])("is over where the error says: %s", async (_next, error) => {
    script.send = [error];
    expect(await run()).toBe("done");
    expect(row).toMatchObject({ state: "failed", code: error.code, message: error.message });
  });

  it("waits as long as the platform asks, and is decided anew", async () => {
    script.send = [new RateLimitedError("Slow down.", { retryAfter: 7000 }), found];
    expect(await run()).toEqual({ retryAt: 8000 });
    expect(row).toMatchObject({ state: "waiting", attempts: 0, code: "PLATFORM_RATE_LIMITED" });
    expect(await run()).toBe("done");
    expect(steps).toEqual(["ready", "enforce", "send", "ready", "enforce", "send"]);
    expect(row).toMatchObject(arrived);
  });

  it("is tried a bounded number of times, with growing pauses", async () => {
    script.send = [new TransientError("Klaviyo does not answer.")];
    const pauses: number[] = [];
    for (let next = await run(); next !== "done"; next = await run()) pauses.push(next.retryAt - now);
    expect(steps.filter((step) => step === "send")).toHaveLength(MAX_ATTEMPTS);
    expect(pauses).toEqual([10_000, 20_000, 40_000, 80_000, 160_000]);
    expect(row).toMatchObject({ state: "failed", code: "PLATFORM_UNAVAILABLE" });
  });

  it("is tried again where the permit was not taken, for then nothing was sent", async () => {
    script.send = [new PermitRefused("PERMIT_EXPIRED", "Too late."), found];
    expect(await run()).toEqual({ retryAt: 11_000 });
    expect(await run()).toBe("done");
    expect(steps).not.toContain("look");
    expect(row).toMatchObject(arrived);
  });

  it("is given up at last where preparing it fails again and again", async () => {
    script.ready = [new Error("a bug")];
    for (let next = await run(); next !== "done";) next = await run();
    expect(row).toMatchObject({ state: "failed", code: "INTERNAL" });
    expect(row.message).not.toContain("a bug");
    expect(errors).toHaveLength(MAX_ATTEMPTS);
  });
});

describe("a send whose answer is lost", () => {
  const lost = new OutcomeUnknownError("The connection broke.");

  it("is found on the platform, and not sent twice", async () => {
    script.send = [lost];
    script.look = [found];
    expect(await run()).toBe("done");
    expect(steps).toEqual(["ready", "enforce", "send", "look"]);
    expect(row).toMatchObject({ ...arrived, attempts: 1 });
  });

  it("is looked for twice, with a pause, before it is decided and sent anew", async () => {
    script.send = [lost, found];
    expect(await run()).toEqual({ retryAt: 11_000 });
    expect(row).toMatchObject({ state: "sending", code: "OUTCOME_UNKNOWN" });
    expect(await run()).toEqual({ retryAt: 1000 });
    expect(row.state).toBe("waiting");
    expect(await run()).toBe("done");
    expect(steps).toEqual(["ready", "enforce", "send", "look", "look", "ready", "enforce", "send"]);
    expect(row).toMatchObject({ ...arrived, attempts: 2 });
  });

  it("shows at the second look", async () => {
    script.send = [lost];
    script.look = [undefined, found];
    await run();
    expect(await run()).toBe("done");
    expect(steps.filter((step) => step === "send")).toHaveLength(1);
    expect(row).toMatchObject(arrived);
  });

  it("is refused, not sent anew, where the right was taken away meanwhile", async () => {
    script.send = [lost];
    script.enforce = [{ permit }, { refused: { code: "USER_SUSPENDED", message: "Suspended." } }];
    await run();
    await run();
    expect(await run()).toBe("done");
    expect(steps.filter((step) => step === "send")).toHaveLength(1);
    expect(row).toMatchObject({ state: "refused", code: "USER_SUSPENDED" });
  });

  it("waits for a person where the platform can't be asked", async () => {
    canLook = false;
    script.send = [lost];
    expect(await run()).toBe("done");
    expect(steps).toEqual(["ready", "enforce", "send"]);
    expect(row).toMatchObject({ state: "unknown", code: "OUTCOME_UNKNOWN" });
  });

  it("stays on its way while the platform can't answer, and waits for a person in the end", async () => {
    script.send = [lost];
    script.look = [new TransientError("Down.", { retryAfter: 500 })];
    expect(await run()).toEqual({ retryAt: 1500 });
    expect(row.state).toBe("sending");
    expect(await run({ attempts: 12 })).toBe("done");
    expect(row).toMatchObject({ state: "unknown", code: "PLATFORM_UNAVAILABLE" });
  });

  it("waits for a person where looking is refused", async () => {
    script.send = [lost];
    script.look = [new UnsupportedError("No search.")];
    expect(await run()).toBe("done");
    expect(row).toMatchObject({ state: "unknown", code: "PLATFORM_UNSUPPORTED" });
  });

  it("is assumed of an error that nobody planned", async () => {
    const bug = new Error("boom");
    script.send = [bug];
    script.look = [found];
    expect(await run()).toBe("done");
    expect(steps).toEqual(["ready", "enforce", "send", "look"]);
    expect(errors).toEqual([bug]);
    expect(row).toMatchObject(arrived);
  });
});

describe("a delivery found on its way after a crash", () => {
  beforeEach(() => {
    row = { ...row, state: "sending", attempts: 1 };
  });

  it("is looked for first, and settled without a send", async () => {
    script.look = [found];
    expect(await run()).toBe("done");
    expect(steps).toEqual(["look"]);
    expect(row).toMatchObject({ ...arrived, attempts: 1 });
  });

  it("waits for a person where its connection is gone", async () => {
    refused = { code: "NOT_FOUND", message: "Gone." };
    expect(await run()).toBe("done");
    expect(row).toMatchObject({ state: "unknown", code: "NOT_FOUND" });
  });

  it("asked again while unknown, is looked for and sent only if it is not there", async () => {
    row = { ...row, state: "unknown", code: "OUTCOME_UNKNOWN" };
    expect(await run()).toEqual({ retryAt: 1000 });
    expect(steps).toEqual(["look"]);
    expect(row).toMatchObject({ state: "waiting", code: null });
  });
});
