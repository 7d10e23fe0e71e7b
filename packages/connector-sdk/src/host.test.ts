import nock from "nock";
import { expect, it } from "vitest";

import { connection, holder, hosted, KEY, order, ORIGIN, terms } from "../test/example.ts";
import { guardNetwork } from "../test/network.ts";
import { ConfigError, DailyQuotaError } from "./index.ts";

guardNetwork();

const upload = () => nock(ORIGIN).post("/pictures", { marker: "m1" });

it("delivers once quota is there and the permit is redeemed", async () => {
  const { host, permits } = hosted();
  const sent = upload().matchHeader("authorization", `Key ${KEY}`).reply(201, { id: "1" });
  const turn = await host.ready(connection, "deliver");
  const delivered = await host.deliver(permits.mint(terms), holder, connection, order(), turn);
  expect(delivered).toEqual({ status: "delivered", externalId: "1", externalUrl: null });
  expect(sent.isDone()).toBe(true);
});

it.each([
  ["another asset version", { version: "v2" }],
  ["another connection", { connection: "c2" }],
  ["another purpose", { purpose: "remove" as const }],
  ["another permission", { permission: "deliver.other" }],
  ["another user", { user: "bob" }],
  ["another account", { account: "other" }],
])("sends nothing on a permit for %s, and uses it up", async (_what, difference) => {
  const { host, permits } = hosted();
  const permit = permits.mint({ ...terms, ...difference });
  const turn = await host.ready(connection, "deliver");
  await expect(host.deliver(permit, holder, connection, order(), turn)).rejects.toMatchObject({
    code: "PERMIT_MISMATCH",
  });
  expect(() => permits.redeem(permit, { ...terms, ...difference })).toThrow(
    expect.objectContaining({ code: "PERMIT_USED" }),
  );
});

it("sends nothing on a permit that was used, is too old, or is a copy", async () => {
  const { host, permits, time } = hosted();
  upload().reply(201, {});
  const deliver = async (permit: ReturnType<typeof permits.mint>) =>
    host.deliver(permit, holder, connection, order(), await host.ready(connection, "deliver"));
  const permit = permits.mint(terms);
  await deliver(permit);
  await expect(deliver(permit)).rejects.toMatchObject({ code: "PERMIT_USED" });
  await expect(deliver({ ...permits.mint(terms) })).rejects.toMatchObject({ code: "PERMIT_UNKNOWN" });
  const old = permits.mint(terms);
  time.now += 3_600_000;
  await expect(deliver(old)).rejects.toMatchObject({ code: "PERMIT_EXPIRED" });
});

it("refuses what is too large, naming both numbers, without spending the permit", async () => {
  const { host, permits } = hosted();
  const permit = permits.mint(terms);
  const turn = await host.ready(connection, "deliver");
  const large = host.deliver(permit, holder, connection, order({ bytes: 101 }), turn);
  await expect(large).rejects.toThrow(ConfigError);
  await expect(large).rejects.toThrow("hero.png has 101 bytes and Example takes at most 100");
  expect(() => permits.redeem(permit, terms)).not.toThrow();
});

it("refuses a format the platform does not take, naming those it does", async () => {
  const { host, permits } = hosted();
  const turn = await host.ready(connection, "deliver");
  await expect(
    host.deliver(permits.mint(terms), holder, connection, order({ mime: "image/webp" }), turn),
  ).rejects.toThrow("hero.png is image/webp and Example takes image/png, image/gif");
});

it("gives the place back when the permit is refused", async () => {
  const { host, permits, time } = hosted();
  for (let round = 0; round < 30; round += 1) {
    const turn = await host.ready(connection, "deliver");
    const wrong = permits.mint({ ...terms, version: "v2" });
    await expect(host.deliver(wrong, holder, connection, order(), turn)).rejects.toThrow();
  }
  expect(time.slept).toEqual([]);
});

it("keeps the place it waited for, so that delivering waits no more", async () => {
  const { host, permits, time } = hosted();
  nock(ORIGIN).post("/pictures").times(3).reply(201, {});
  for (let round = 0; round < 3; round += 1) {
    const turn = await host.ready(connection, "deliver");
    const slept = time.slept.length;
    await host.deliver(permits.mint(terms), holder, connection, order(), turn);
    expect(time.slept.length).toBe(slept);
  }
  expect(time.slept).toEqual([1000]);
});

it("says when the day's number comes back, and does not wait for it", async () => {
  const { host, time } = hosted({}, { patience: 60_000 });
  for (let round = 0; round < 20; round += 1) (await host.ready(connection, "deliver")).spend();
  const slept = time.slept.length;
  const error = await host.ready(connection, "deliver").catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DailyQuotaError);
  expect(error).toMatchObject({ code: "PLATFORM_DAILY_QUOTA", next: "later" });
  expect(time.slept.length).toBe(slept);
});

it("takes away under a permit for removing that very version", async () => {
  const { host, permits } = hosted();
  const removal = { externalId: "7", versionId: "v1" };
  const wrong = host.remove(
    permits.mint(terms),
    holder,
    connection,
    removal,
    await host.ready(connection, "remove"),
  );
  await expect(wrong).rejects.toMatchObject({ code: "PERMIT_MISMATCH" });
  nock(ORIGIN).post("/pictures", { remove: "7" }).reply(200, {});
  const permit = permits.mint({ ...terms, purpose: "remove" });
  const removed = await host.remove(
    permit,
    holder,
    connection,
    removal,
    await host.ready(connection, "remove"),
  );
  expect(removed).toEqual({ status: "hidden" });
});

it("calls taking away unsupported where the platform can't, and says what a person must do", async () => {
  const { host, permits } = hosted({
    capabilities: { ...hosted().host.connector.capabilities, remove: "none" },
  });
  await expect(
    host.remove(
      permits.mint({ ...terms, purpose: "remove" }),
      holder,
      connection,
      { externalId: "7", versionId: "v1" },
      await host.ready(connection, "remove"),
    ),
  ).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
    message: expect.stringContaining(host.connector.meta.staleness),
  });
});

it("refuses settings and secrets that don't fit before anything is sent, without showing a value", async () => {
  const { host } = hosted();
  const wrong = host.verify({ id: "c1", settings: { shelf: 4, color: "red" }, secrets: { key: KEY } });
  await expect(wrong).rejects.toMatchObject({ code: "CONNECTOR_CONFIG", details: { what: "settings" } });
  await expect(wrong).rejects.toThrow(/shelf: .*color/);
  const short = await host
    .verify({ id: "c1", settings: {}, secrets: { key: "hunter2" } })
    .catch((caught: unknown) => caught);
  expect(short).toMatchObject({ message: expect.stringContaining("key: ") });
  expect(JSON.stringify(short)).not.toContain("hunter2");
});

it("answers health with what is left, by its own count and by the platform's word", async () => {
  const { host, time } = hosted();
  (await host.ready(connection, "deliver")).spend();
  nock(ORIGIN)
    .get("/account")
    .reply(200, {}, { "RateLimit-Limit": "150", "RateLimit-Remaining": "149", "RateLimit-Reset": "30" });
  expect(await host.health(connection)).toEqual({
    status: "ok",
    checks: [],
    quota: [
      { bucket: "upload", countedBy: "gatefold", limit: 20, remaining: 19, resetsAt: time.now + 86_400_000 },
      { bucket: "read", countedBy: "platform", limit: 150, remaining: 149, resetsAt: time.now + 30_000 },
    ],
  });
  expect(host.quotas()).toMatchObject([
    { connection: "c1", bucket: "upload", remaining: 19 },
    { connection: "c1", bucket: "read", remaining: 149 },
  ]);
});

it("answers health as down, never throws", async () => {
  const { host } = hosted();
  nock(ORIGIN).get("/account").reply(401, {});
  expect(await host.health(connection)).toMatchObject({ status: "down", checks: [{ ok: false }] });
});
