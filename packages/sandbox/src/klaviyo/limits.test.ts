import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createClock } from "../index.ts";
import { form, KEYS, openBench, PICTURES, pngFile, START } from "../testing/bench.ts";
import type { Bench, Reply } from "../testing/bench.ts";

const DAY = 86_400_000;
const south = { authorization: `Klaviyo-API-Key ${KEYS.south}` };
const token = { authorization: `Bearer ${KEYS.northToken}` };

const upload = ({ call }: Bench, headers: Record<string, string> = {}) =>
  call("POST", "/api/image-upload", { body: form({ file: pngFile() }), headers });
const importing = ({ call }: Bench) => {
  const attributes = { import_from_url: `data:image/png;base64,${PICTURES.png.toString("base64")}` };
  return call("POST", "/api/images", { json: { data: { type: "image", attributes } } });
};

/** Sends so many a second apart, or all at once. */
async function repeat(
  times: number,
  send: () => Promise<Reply>,
  between: () => void = () => {},
): Promise<number[]> {
  const statuses = [];
  for (let count = 0; count < times; count += 1) {
    statuses.push((await send()).status);
    between();
  }
  return statuses;
}

const rateHeaders = (reply: Reply) =>
  ["limit", "remaining", "reset"].map((name) => reply.headers.get(`ratelimit-${name}`));

describe("limits", () => {
  test.each([
    ["GET", "/api/accounts", 1],
    ["GET", "/api/images", 10],
    ["GET", "/api/images/1", 10],
    ["PATCH", "/api/images/1", 10],
    ["POST", "/api/images", 3],
    ["POST", "/api/image-upload", 3],
  ])("%s %s may be called %i times in a second", async (method, path, burst) => {
    const { call, sandbox } = await openBench();
    const send = () => call(method, path);
    expect(await repeat(burst, send)).not.toContain(429);
    expect((await send()).status).toBe(429);
    sandbox.clock.advance(999);
    expect((await send()).status).toBe(429);
    sandbox.clock.advance(1);
    expect((await send()).status).not.toBe(429);
  });

  test.each([
    ["/api/accounts", 15],
    ["/api/images", 150],
  ])("GET %s may be called %i times in a minute", async (path, steady) => {
    const { call, sandbox } = await openBench();
    const statuses = [];
    for (let count = 0; count <= steady; count += 1) {
      statuses.push((await call("GET", path)).status);
      if (path === "/api/accounts" || count % 10 === 9) sandbox.clock.advance(1000);
    }
    expect(statuses.indexOf(429)).toBe(steady);
    sandbox.clock.set(START + 60_000);
    expect((await call("GET", path)).status).toBe(200);
  });

  test("are told in the headers of the steady window, on refusals too", async () => {
    const bench = await openBench();
    bench.sandbox.clock.advance(20_000);
    expect(rateHeaders(await upload(bench))).toEqual(["100", "99", "40"]);
    const refused = await bench.call("POST", "/api/image-upload", { body: form({ name: "no file" }) });
    expect([refused.status, ...rateHeaders(refused)]).toEqual([400, "100", "98", "40"]);
    expect(refused.headers.get("retry-after")).toBeNull();
  });

  test("are told as an answer on record has them, where that is the reading", async () => {
    const bench = await openBench({ klaviyo: { readings: { rateLimitHeaders: "as-recorded" } } });
    expect(rateHeaders(await bench.call("GET", "/api/images"))).toEqual(["10, 10;w=1, 150;w=60", "9", "1"]);
  });

  test("when reached answer 429 with Retry-After and without the others", async () => {
    const bench = await openBench();
    await repeat(3, () => upload(bench));
    const reply = await upload(bench);
    expect(reply.status).toBe(429);
    expect(reply.headers.get("retry-after")).toBe("1");
    expect(rateHeaders(reply)).toEqual([null, null, null]);
    expect(reply.json.errors).toMatchObject([
      {
        status: 429,
        code: "throttled",
        title: "Request was throttled.",
        detail: "Request was throttled. Expected available in 1 second.",
      },
    ]);
    expect(bench.sandbox.klaviyo.images("North1")).toHaveLength(3);
  });

  test("when reached count nothing more, against the day neither", async () => {
    const bench = await openBench({ klaviyo: { readings: { rateLimitHeaders: "steady" } } });
    await repeat(53, () => upload(bench));
    bench.sandbox.clock.advance(1000);
    expect(rateHeaders(await upload(bench))).toEqual(["100", "96", "59"]);
    bench.sandbox.clock.advance(1000);
    expect(
      await repeat(
        96,
        () => upload(bench),
        () => bench.sandbox.clock.advance(1000),
      ),
    ).not.toContain(429);
  });

  test("are each account's own, each app's own, each endpoint's own; private keys of an account share", async () => {
    const bench = await openBench();
    await repeat(3, () => upload(bench));
    expect((await upload(bench)).status).toBe(429);
    expect((await upload(bench, south)).status).toBe(201);
    expect((await upload(bench, token)).status).toBe(201);
    expect((await importing(bench)).status).toBe(201);
    await repeat(10, () => bench.call("GET", "/api/images"));
    const other = { authorization: `Klaviyo-API-Key ${KEYS.northReadOnly}` };
    expect((await bench.call("GET", "/api/images", { headers: other })).status).toBe(429);
  });

  test("count no request that has no right to be there", async () => {
    const { call } = await openBench();
    await repeat(5, () =>
      call("POST", "/api/image-upload", { headers: { authorization: "Klaviyo-API-Key pk_nobody" } }),
    );
    const readOnly = { authorization: `Klaviyo-API-Key ${KEYS.northReadOnly}` };
    await repeat(5, () => call("POST", "/api/image-upload", { headers: readOnly }));
    expect((await call("POST", "/api/image-upload")).status).toBe(415);
  });
});

describe("the daily number", () => {
  test.each([
    ["uploads of files", upload],
    ["imports from a URL", importing],
  ])("is 100 for %s, until the day ends", async (_what, send) => {
    const bench = await openBench();
    const { clock, klaviyo } = bench.sandbox;
    expect(
      new Set(
        await repeat(
          100,
          () => send(bench),
          () => clock.advance(1000),
        ),
      ),
    ).toEqual(new Set([201]));
    const reply = await send(bench);
    expect(reply.status).toBe(429);
    const untilMidnight = (START + 16 * 3_600_000 - clock.now()) / 1000;
    expect(reply.headers.get("retry-after")).toBe(String(untilMidnight));
    expect(klaviyo.images("North1")).toHaveLength(100);
    clock.advance(untilMidnight * 1000 - 1);
    expect((await send(bench)).status).toBe(429);
    clock.advance(1);
    expect((await send(bench)).status).toBe(201);
  });

  test("says nothing of when, where that is the reading", async () => {
    const bench = await openBench({ klaviyo: { readings: { dailyRetryAfter: "absent" } } });
    await repeat(
      100,
      () => upload(bench),
      () => bench.sandbox.clock.advance(1000),
    );
    const reply = await upload(bench);
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([429, null]);
  });

  test("of files is 500 where that is the reading", async () => {
    const bench = await openBench({ klaviyo: { readings: { fileUploadsPerDay: 500 } } });
    const { clock } = bench.sandbox;
    expect(
      await repeat(
        500,
        () => upload(bench),
        () => clock.advance(1000),
      ),
    ).not.toContain(429);
    expect((await upload(bench)).status).toBe(429);
  });

  test.each([
    [true, 429],
    [false, 201],
  ])("counts refused requests: %s, as it is read", async (refusedRequestsCount, status) => {
    const bench = await openBench({ klaviyo: { readings: { refusedRequestsCount } } });
    const { clock } = bench.sandbox;
    const refused = () => bench.call("POST", "/api/image-upload", { body: form({ name: "no file" }) });
    expect(await repeat(100, refused, () => clock.advance(1000))).not.toContain(429);
    expect((await upload(bench)).status).toBe(status);
  });

  test("survives a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const first = await openBench({ folder });
    await repeat(
      100,
      () => upload(first),
      () => first.sandbox.clock.advance(1000),
    );
    await first.sandbox.close();
    const clock = createClock(() => START + 3_600_000);
    const second = await openBench({ folder, clock });
    expect((await upload(second)).status).toBe(429);
    clock.advance(DAY);
    expect((await upload(second)).status).toBe(201);
  });
});
