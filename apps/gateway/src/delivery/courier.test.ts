import {
  AuthError,
  DailyQuotaError,
  OutcomeUnknownError,
  RateLimitedError,
  RejectedError,
  TransientError,
  UnsupportedError,
} from "@gatefold/connector-sdk";
import { PermitRefused } from "@gatefold/core";
import { beforeEach, describe, expect, it } from "vitest";
import { arrived, createTrip, found, permit } from "../../test/scripted-trip.ts";
import { stale } from "../http/problems.ts";
import { LONGEST_TRYING, MAX_ATTEMPTS } from "./settlement.ts";

let trip: ReturnType<typeof createTrip>;
beforeEach(() => {
  trip = createTrip();
});

describe("a delivery that waits", () => {
  it("waits for room, is decided, is sent, and is settled", async () => {
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["ready", "enforce", "send"]);
    expect(trip.row).toMatchObject({ ...arrived, attempts: 1, updatedAt: 1000 });
  });

  it("is refused by a decision that says no, and nothing is sent", async () => {
    trip.script.enforce = [{ refused: { code: "NO_GRANT", message: "Nothing allows it." } }];
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["ready", "enforce"]);
    expect(trip.released).toBe(1);
    expect(trip.row).toMatchObject({
      state: "refused",
      code: "NO_GRANT",
      message: "Nothing allows it.",
      attempts: 0,
    });
  });

  it("is refused where its picture or connection is gone", async () => {
    trip.refused = { code: "NOT_FOUND", message: "Gone." };
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual([]);
    expect(trip.row).toMatchObject({ state: "refused", code: "NOT_FOUND" });
  });

  it("is not sent where it was cancelled while it was being decided", async () => {
    trip.meanwhile = () => {
      trip.row = { ...trip.row, state: "cancelled" };
    };
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["ready", "enforce"]);
    expect(trip.row.state).toBe("cancelled");
  });

  it.each(["delivered", "refused", "failed", "cancelled", "removed"] as const)(
    "is left alone once it is %s",
    async (state) => {
      trip.row = { ...trip.row, state };
      expect(await trip.run()).toBe("done");
      expect(trip.steps).toEqual([]);
    },
  );

  it("holds nothing and counts nothing while the daily quota is used up", async () => {
    trip.script.ready = [new DailyQuotaError("Full for today.", { retryAfter: 3_600_000 })];
    expect(await trip.run()).toEqual({ retryAt: 3_601_000 });
    expect(trip.steps).toEqual(["ready"]);
    expect(trip.row).toMatchObject({ state: "waiting", attempts: 0, code: "PLATFORM_DAILY_QUOTA" });
  });

  it("counts nothing while nothing can be decided", async () => {
    trip.script.enforce = [stale()];
    expect(await trip.run()).toEqual({ retryAt: 11_000 });
    expect(trip.released).toBe(1);
    expect(trip.row).toMatchObject({ state: "waiting", attempts: 0, code: "STALE" });
  });

  it("goes back to wait where the worker stops before it was sent", async () => {
    const stopped = AbortSignal.abort();
    trip.script.ready = [new Error("aborted")];
    expect(await trip.run({ signal: stopped })).toEqual({ retryAt: 1000 });
    expect(trip.row).toMatchObject({ state: "waiting", attempts: 0 });
    expect(trip.errors).toEqual([]);
  });
});

describe("a send that fails", () => {
  it.each([
    ["never", new RejectedError("Too big for Klaviyo.")],
    ["after a new connection only", new AuthError("Klaviyo does not know this key; connect again.")],
  ])("is over where the error says: %s", async (_next, error) => {
    trip.script.send = [error];
    expect(await trip.run()).toBe("done");
    expect(trip.row).toMatchObject({ state: "failed", code: error.code, message: error.message });
  });

  it("waits as long as the platform asks, and is decided anew", async () => {
    trip.script.send = [new RateLimitedError("Slow down.", { retryAfter: 7000 }), found];
    expect(await trip.run()).toEqual({ retryAt: 8000 });
    expect(trip.row).toMatchObject({ state: "waiting", attempts: 0, code: "PLATFORM_RATE_LIMITED" });
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["ready", "enforce", "send", "ready", "enforce", "send"]);
    expect(trip.row).toMatchObject(arrived);
  });

  it("is tried a bounded number of times, with growing pauses", async () => {
    trip.script.send = [new TransientError("Klaviyo does not answer.")];
    const pauses: number[] = [];
    for (let next = await trip.run(); next !== "done"; next = await trip.run())
      pauses.push(next.retryAt - 1000);
    expect(trip.steps.filter((step) => step === "send")).toHaveLength(MAX_ATTEMPTS);
    expect(pauses.slice(0, 3)).toEqual([10_000, 20_000, 40_000]);
    expect(pauses.at(-1)).toBe(900_000);
    expect(trip.row).toMatchObject({
      state: "failed",
      code: "PLATFORM_UNAVAILABLE",
      message: expect.stringContaining("10 tries did not help; deliver it again"),
      nextAt: null,
    });
  });

  it("comes back a little later than it must, and never sooner than the platform asked for", async () => {
    trip.chance = 0.5;
    trip.script.send = [new TransientError("Down."), new TransientError("Down.", { retryAfter: 60_000 })];
    expect(await trip.run()).toEqual({ retryAt: 12_250 });
    expect(trip.row).toMatchObject({ nextAt: 12_250, tryingSince: 1000 });
    expect(await trip.run()).toEqual({ retryAt: 68_500 });
  });

  it("is given up after a day of tries, however few", async () => {
    trip.script.send = [new TransientError("Down.", { retryAfter: 3_600_000 })];
    await trip.run();
    trip.now += LONGEST_TRYING - 1;
    expect(await trip.run()).not.toBe("done");
    trip.now += 1;
    expect(await trip.run()).toBe("done");
    expect(trip.row).toMatchObject({ state: "failed", code: "PLATFORM_UNAVAILABLE", attempts: 3 });
  });

  it("is given up where the platform turns it away for a day, but waits for a new day as long as it takes", async () => {
    trip.script.send = [new RateLimitedError("Not now.")];
    await trip.run();
    trip.now += LONGEST_TRYING;
    expect(await trip.run()).toBe("done");
    expect(trip.row).toMatchObject({ state: "failed", code: "PLATFORM_RATE_LIMITED" });
    trip = createTrip();
    trip.script.ready = [new DailyQuotaError("Full.", { retryAfter: LONGEST_TRYING })];
    for (let day = 0; day < 5; day += 1) {
      expect(await trip.run()).toEqual({ retryAt: trip.now + LONGEST_TRYING });
      expect(trip.row).toMatchObject({ state: "waiting", nextAt: trip.now + LONGEST_TRYING });
      trip.now += LONGEST_TRYING;
    }
  });

  it("is tried again where the permit was not taken, for then nothing was sent", async () => {
    trip.script.send = [new PermitRefused("PERMIT_EXPIRED", "Too late."), found];
    expect(await trip.run()).toEqual({ retryAt: 11_000 });
    expect(await trip.run()).toBe("done");
    expect(trip.steps).not.toContain("look");
    expect(trip.row).toMatchObject(arrived);
  });

  it("is given up at last where preparing it fails again and again", async () => {
    trip.script.ready = [new Error("a bug")];
    for (let next = await trip.run(); next !== "done";) next = await trip.run();
    expect(trip.row).toMatchObject({ state: "failed", code: "INTERNAL" });
    expect(trip.row.message).not.toContain("a bug");
    expect(trip.errors).toHaveLength(MAX_ATTEMPTS);
  });
});

describe("a send whose answer is lost", () => {
  const lost = new OutcomeUnknownError("The connection broke.");

  it("is found on the platform, and not sent twice", async () => {
    trip.script.send = [lost];
    trip.script.look = [found];
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["ready", "enforce", "send", "look"]);
    expect(trip.row).toMatchObject({ ...arrived, attempts: 1 });
  });

  it("is looked for twice, with a pause, before it is decided and sent anew", async () => {
    trip.script.send = [lost, found];
    expect(await trip.run()).toEqual({ retryAt: 11_000 });
    expect(trip.row).toMatchObject({ state: "sending", code: "OUTCOME_UNKNOWN" });
    expect(await trip.run()).toEqual({ retryAt: 1000 });
    expect(trip.row.state).toBe("waiting");
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["ready", "enforce", "send", "look", "look", "ready", "enforce", "send"]);
    expect(trip.row).toMatchObject({ ...arrived, attempts: 2 });
  });

  it("shows at the second look", async () => {
    trip.script.send = [lost];
    trip.script.look = [undefined, found];
    await trip.run();
    expect(await trip.run()).toBe("done");
    expect(trip.steps.filter((step) => step === "send")).toHaveLength(1);
    expect(trip.row).toMatchObject(arrived);
  });

  it("is refused, not sent anew, where the right was taken away meanwhile", async () => {
    trip.script.send = [lost];
    trip.script.enforce = [{ permit }, { refused: { code: "USER_SUSPENDED", message: "Suspended." } }];
    await trip.run();
    await trip.run();
    expect(await trip.run()).toBe("done");
    expect(trip.steps.filter((step) => step === "send")).toHaveLength(1);
    expect(trip.row).toMatchObject({ state: "refused", code: "USER_SUSPENDED" });
  });

  it("waits for a person where the platform can't be asked", async () => {
    trip.canLook = false;
    trip.script.send = [lost];
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["ready", "enforce", "send"]);
    expect(trip.row).toMatchObject({ state: "unknown", code: "OUTCOME_UNKNOWN" });
  });

  it("stays on its way while the platform can't answer, and waits for a person in the end", async () => {
    trip.script.send = [lost];
    trip.script.look = [new TransientError("Down.", { retryAfter: 500 })];
    expect(await trip.run()).toEqual({ retryAt: 1500 });
    expect(trip.row.state).toBe("sending");
    expect(await trip.run({ attempts: 12 })).toBe("done");
    expect(trip.row).toMatchObject({ state: "unknown", code: "PLATFORM_UNAVAILABLE" });
  });

  it("waits for a person where looking is refused", async () => {
    trip.script.send = [lost];
    trip.script.look = [new UnsupportedError("No search.")];
    expect(await trip.run()).toBe("done");
    expect(trip.row).toMatchObject({ state: "unknown", code: "PLATFORM_UNSUPPORTED" });
  });

  it("is assumed of an error that nobody planned", async () => {
    const bug = new Error("boom");
    trip.script.send = [bug];
    trip.script.look = [found];
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["ready", "enforce", "send", "look"]);
    expect(trip.errors).toEqual([bug]);
    expect(trip.row).toMatchObject(arrived);
  });
});

describe("a delivery found on its way after a crash", () => {
  beforeEach(() => {
    trip.row = { ...trip.row, state: "sending", attempts: 1 };
  });

  it("is looked for first, and settled without a send", async () => {
    trip.script.look = [found];
    expect(await trip.run()).toBe("done");
    expect(trip.steps).toEqual(["look"]);
    expect(trip.row).toMatchObject({ ...arrived, attempts: 1 });
  });

  it("waits for a person where its connection is gone", async () => {
    trip.refused = { code: "NOT_FOUND", message: "Gone." };
    expect(await trip.run()).toBe("done");
    expect(trip.row).toMatchObject({ state: "unknown", code: "NOT_FOUND" });
  });

  it("asked again while unknown, is looked for and sent only if it is not there", async () => {
    trip.row = { ...trip.row, state: "unknown", code: "OUTCOME_UNKNOWN" };
    expect(await trip.run()).toEqual({ retryAt: 1000 });
    expect(trip.steps).toEqual(["look"]);
    expect(trip.row).toMatchObject({ state: "waiting", code: null });
  });
});
