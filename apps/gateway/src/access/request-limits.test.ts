import { afterEach, describe, expect, it } from "vitest";
import { createWorld, must, type World } from "../../test/world.ts";
import { createRequestLimits } from "./request-limits.ts";

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.end();
});

async function worldWith(limits: object, trustedProxies: readonly string[] = []) {
  const world = await createWorld({ limits, trustedProxies });
  worlds.push(world);
  const ada = await world.found();
  return { world, ada };
}

const me = "GET /v1/me";
const wrong = `gk_0000000000_${"A".repeat(43)}`;

describe("requests of one key", () => {
  it("are counted on every answer, and refused beyond their number with when to come back", async () => {
    const { world, ada } = await worldWith({ requestsPerMinute: 2 });
    const first = await world.call(ada.token, me);
    expect(first.headers.get("ratelimit-policy")).toBe('"key";q=2;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"key";r=1;t=(?:59|60)$/);
    expect((await world.call(ada.token, "GET /v1/users/nobody")).headers.get("ratelimit")).toMatch(/r=0/);
    const refused = await world.call(ada.token, me);
    expect(refused).toMatchObject({ status: 429, body: { code: "RATE_LIMITED" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit")).toMatch(/r=0/);
  });

  it("take nothing from another key, not even of the same owner", async () => {
    const { world, ada } = await worldWith({ requestsPerMinute: 1 });
    const other = must(
      await world.call<{ token: string }>(ada.token, "POST /v1/keys", { name: "Other" }),
      201,
    );
    expect((await world.call(ada.token, me)).status).toBe(429);
    expect((await world.call(other.token, me)).status).toBe(200);
  });

  it("count for bytes as well", async () => {
    const { world, ada } = await worldWith({ requestsPerMinute: 1 });
    must(await world.call(ada.token, me), 200);
    const headers = { authorization: `Bearer ${ada.token}` };
    const answer = await fetch(`${world.running.contentUrl}/v1/assets/x/content`, { headers });
    expect(answer.status).toBe(429);
  });

  it("have no limit where it is 0", async () => {
    const { world, ada } = await worldWith({ requestsPerMinute: 0 });
    expect((await world.call(ada.token, me)).headers.get("ratelimit")).toBeNull();
  });
});

const from = (ip: string) => ({ ip });

describe("keys that open nothing", () => {
  it("are looked up so often from one address, and then not any more", async () => {
    const { world } = await worldWith({ failedKeysPerMinute: 2 });
    expect((await world.call(wrong, me)).status).toBe(401);
    expect((await world.call(wrong, me)).status).toBe(401);
    const refused = await world.call(wrong, me);
    expect(refused).toMatchObject({ status: 429, body: { code: "RATE_LIMITED" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("don't lock out a good key that was seen before, nor let a guess at its secret through", async () => {
    const { world, ada } = await worldWith({ failedKeysPerMinute: 2 });
    must(await world.call(ada.token, me), 200);
    const guess = `gk_${ada.key}_${"A".repeat(43)}`;
    for (const token of [wrong, wrong]) await world.call(token, me);
    expect((await world.call(wrong, me)).status).toBe(429);
    expect((await world.call(guess, me)).status).toBe(429);
    expect((await world.call(ada.token, me)).status).toBe(200);
  });

  it("are counted against the key that they name too, wherever they come from", async () => {
    const limits = createRequestLimits({ requestsPerMinute: 0, failedKeysPerMinute: 2 });
    const guess = { key: "k1", secret: "wrong" };
    const good = { key: "k1", secret: "right" };
    limits.proved(good);
    const elsewhere = from("192.0.2.0");
    for (let at = 1; at <= 10; at += 1) {
      await limits.mustBeWorthLooking(guess, elsewhere);
      for (let time = 0; time < 2; time += 1) await limits.failed(guess, from(`192.0.2.${at}`));
    }
    await expect(limits.mustBeWorthLooking(guess, elsewhere)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    await limits.mustBeWorthLooking(good, elsewhere);
    await limits.mustBeWorthLooking({ key: "k2", secret: "wrong" }, elsewhere);
    await limits.failed(good, elsewhere);
    await expect(limits.mustBeWorthLooking(good, elsewhere)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });

  it.each([
    ["a proxy that is trusted says it of", ["127.0.0.1"], 401],
    ["nobody is trusted to say it of", ["10.0.0.0/8"], 429],
  ])("are counted against the address that %s another", async (_who, trusted, other) => {
    const { world } = await worldWith({ failedKeysPerMinute: 1 }, trusted);
    const statusFrom = async (...addresses: string[]) =>
      (await world.call(wrong, me, undefined, { "x-forwarded-for": addresses.join(", ") })).status;
    expect(await statusFrom("192.0.2.1")).toBe(401);
    // What the client says of itself, before the proxy adds its own, is not believed.
    expect(await statusFrom("192.0.2.9", "192.0.2.1")).toBe(429);
    expect(await statusFrom("192.0.2.2")).toBe(other);
  });

  it("are counted against a whole IPv6 network", async () => {
    const limits = createRequestLimits({ requestsPerMinute: 0, failedKeysPerMinute: 2 });
    for (const key of ["k1", "k2"]) {
      await limits.failed({ key, secret: "wrong" }, from(`2001:db8:1:2::${key.at(-1)}`));
    }
    const another = { key: "k3", secret: "wrong" };
    await limits.mustBeWorthLooking(another, from("2001:db8:1:3::1"));
    await expect(limits.mustBeWorthLooking(another, from("2001:db8:1:2:9::9"))).rejects.toMatchObject({
      code: "RATE_LIMITED",
    });
  });
});
