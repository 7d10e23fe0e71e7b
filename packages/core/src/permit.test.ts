import { describe, expect, test, vi } from "vitest";
import { PermitRefused, type PermitTerms, type Permits, createPermits } from "./permit.ts";

const terms: PermitTerms = {
  account: "acme",
  user: "dee",
  permission: "deliver.klaviyo",
  version: "hero-v1",
  connection: "acme-klaviyo",
  purpose: "deliver",
};

/** A maker on a clock that the test moves. */
function makerAt(start: number, options?: { lifeMs: number }) {
  const time = { now: start };
  return { time, permits: createPermits(() => time.now, options) };
}

const codeOf = (permits: Permits, permit: unknown, asked: PermitTerms = terms): string => {
  try {
    permits.redeem(permit, asked);
    return "redeemed";
  } catch (error) {
    if (error instanceof PermitRefused) return error.code;
    throw error;
  }
};

describe("a permit", () => {
  test("is redeemed once, for the terms it was minted for", () => {
    const { permits } = makerAt(0);
    const permit = permits.mint(terms);
    expect(codeOf(permits, permit, { ...terms })).toBe("redeemed");
    expect(codeOf(permits, permit)).toBe("PERMIT_USED");
  });

  test("says nothing of its terms and can't be changed", () => {
    const permit = makerAt(0).permits.mint(terms);
    expect(Object.keys(permit)).toEqual(["id"]);
    expect(Object.isFrozen(permit)).toBe(true);
  });

  test("keeps the terms it was minted for when the caller changes his object afterwards", () => {
    const { permits } = makerAt(0);
    const mine = { ...terms };
    const permit = permits.mint(mine);
    mine.version = "other";
    expect(codeOf(permits, permit, mine)).toBe("PERMIT_MISMATCH");
  });

  test.each<[string, (permit: object) => unknown]>([
    ["forged with the same id", (permit) => Object.freeze({ id: (permit as { id: string }).id })],
    ["copied", (permit) => ({ ...permit })],
    ["cloned", (permit) => structuredClone(permit)],
    ["proxied", (permit) => new Proxy(permit, {})],
    ["inherited from", (permit) => Object.create(permit) as unknown],
    ["sent through JSON", (permit) => JSON.parse(JSON.stringify(permit)) as unknown],
    ["replaced by its id", (permit) => (permit as { id: string }).id],
    ["replaced by nothing", () => undefined],
    ["replaced by null", () => null],
  ])("is unknown when it is %s, and the true one still works", (_how, fake) => {
    const { permits } = makerAt(0);
    const permit = permits.mint(terms);
    expect(codeOf(permits, fake(permit))).toBe("PERMIT_UNKNOWN");
    expect(codeOf(permits, permit)).toBe("redeemed");
  });

  test("of another maker is unknown", () => {
    expect(codeOf(makerAt(0).permits, makerAt(0).permits.mint(terms))).toBe("PERMIT_UNKNOWN");
  });

  test("of a second copy of the module is unknown", async () => {
    vi.resetModules();
    const copy = await import("./permit.ts");
    expect(copy.createPermits).not.toBe(createPermits);
    expect(codeOf(makerAt(0).permits, copy.createPermits(() => 0).mint(terms))).toBe("PERMIT_UNKNOWN");
  });

  test.each([
    [5000, "redeemed"],
    [5999, "redeemed"],
    [6000, "PERMIT_EXPIRED"],
    [4999, "PERMIT_EXPIRED"],
    [Number.NaN, "PERMIT_EXPIRED"],
  ])("minted at 5000 for a second is at %d: %s", (now, outcome) => {
    const { time, permits } = makerAt(5000, { lifeMs: 1000 });
    const permit = permits.mint(terms);
    time.now = now;
    expect(codeOf(permits, permit)).toBe(outcome);
  });

  test("lives ten seconds where nothing else is said", () => {
    const { time, permits } = makerAt(0);
    const [first, second] = [permits.mint(terms), permits.mint(terms)];
    time.now = 9999;
    expect(codeOf(permits, first)).toBe("redeemed");
    time.now = 10_000;
    expect(codeOf(permits, second)).toBe("PERMIT_EXPIRED");
  });

  test("that came too late stays refused when the clock is set back", () => {
    const { time, permits } = makerAt(0);
    const permit = permits.mint(terms);
    time.now = 10_000;
    codeOf(permits, permit);
    time.now = 1;
    expect(codeOf(permits, permit)).toBe("PERMIT_USED");
  });

  test.each<Partial<PermitTerms>>([
    { account: "other" },
    { user: "other" },
    { permission: "deliver.braze" },
    { version: "other" },
    { connection: "other" },
    { purpose: "remove" },
  ])("tried with %o is refused and used up", (difference) => {
    const { permits } = makerAt(0);
    const permit = permits.mint(terms);
    expect(codeOf(permits, permit, { ...terms, ...difference })).toBe("PERMIT_MISMATCH");
    expect(codeOf(permits, permit)).toBe("PERMIT_USED");
  });
});
