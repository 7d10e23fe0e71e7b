import { describe, expect, test } from "vitest";
import { form, openBench, pngFile } from "../testing/bench.ts";
import type { Bench } from "../testing/bench.ts";

const upload = ({ call }: Bench) => call("POST", "/api/image-upload", { body: form({ file: pngFile() }) });
const stored = ({ sandbox }: Bench) => sandbox.klaviyo.images("North1").length;
const log = ({ sandbox }: Bench) => sandbox.requests.all().map(({ status, fault }) => ({ status, fault }));

/** The code of what fetch failed with, at whatever depth it says so. */
async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error instanceof TypeError && error.cause instanceof Error && "code" in error.cause
      ? error.cause.code
      : error;
  }
  throw new Error("It was answered.");
}

describe("a fault", () => {
  test("'status' answers in the platform's place: its status, headers and plain text; nothing is processed", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({
      platform: "klaviyo",
      kind: "status",
      status: 503,
      headers: { "Retry-After": "7" },
      body: "busy",
    });
    const response = await fetch(`${bench.url}/klaviyo/api/images`);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toBe("busy");
    expect((await upload(bench)).status).toBe(201);
    expect(log(bench)).toEqual([
      { status: 503, fault: "status" },
      { status: 201, fault: null },
    ]);
  });

  test("'status' may answer JSON, and after the work was done", async () => {
    const bench = await openBench();
    const body = { success: false };
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "status", status: 200, body, processed: true });
    const reply = await upload(bench);
    expect([reply.status, reply.json]).toEqual([200, body]);
    expect(stored(bench)).toBe(1);
  });

  test("'delay' answers late, and in full", async () => {
    const waits: number[] = [];
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    const bench = await openBench({ wait });
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "delay", milliseconds: 30_000 });
    expect((await upload(bench)).status).toBe(201);
    expect(waits).toEqual([30_000]);
  });

  test("'delay' ends when the sandbox is closed", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "delay", milliseconds: 600_000 });
    const pending = failure(upload(bench));
    await expect.poll(() => bench.sandbox.requests.count()).toBe(1);
    await bench.sandbox.close();
    expect(await pending).toBeDefined();
  });

  test("'drop-before' closes the connection, and nothing is processed", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "drop-before" });
    expect(await failure(upload(bench))).toBe("UND_ERR_SOCKET");
    expect(stored(bench)).toBe(0);
    expect(log(bench)).toEqual([{ status: null, fault: "drop-before" }]);
  });

  test("'drop-after' stores the image, and its answer is lost", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "drop-after" });
    expect(await failure(upload(bench))).toBe("UND_ERR_SOCKET");
    expect(stored(bench)).toBe(1);
    expect(log(bench)).toEqual([{ status: null, fault: "drop-after" }]);
  });

  test("'truncated' stores the image, and breaks off in the middle of the answer", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "truncated" });
    const body = form({ file: pngFile() });
    const headers = {
      authorization: "Klaviyo-API-Key pk_north000000000000000000000000000001",
      revision: "2026-07-15",
    };
    const response = await fetch(`${bench.url}/klaviyo/api/image-upload`, { method: "POST", body, headers });
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow("terminated");
    expect(stored(bench)).toBe(1);
  });

  test("'garbage' says 200 and JSON, and is neither JSON nor text", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "garbage" });
    const response = await fetch(`${bench.url}/klaviyo/api/images`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  test("'html' answers as a proxy does when the platform is down", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "html" });
    const response = await fetch(`${bench.url}/klaviyo/api/images`);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      502,
      "text/html; charset=utf-8",
    ]);
    expect(await response.text()).toContain("<html>");
  });

  test("'redirect' points elsewhere", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({
      platform: "klaviyo",
      kind: "redirect",
      location: "https://elsewhere.example/",
      status: 307,
    });
    const reply = await bench.call("GET", "/api/images");
    expect([reply.status, reply.headers.get("location")]).toEqual([307, "https://elsewhere.example/"]);
  });
});

describe("faults meet", () => {
  test("as many requests as they are for, after those they let pass", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "status", status: 500, skip: 1, times: 2 });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await bench.call("GET", "/api/images")).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(bench.sandbox.faults.all()).toEqual([]);
  });

  test.each([
    [{ method: "POST" }, [200, 500]],
    [{ path: "/api/images" }, [500, 500]],
    [{ path: "/api/images", method: "GET" }, [500, 415]],
    [{ path: "/api/*" }, [500, 500]],
    [{ path: "/api/image" }, [200, 415]],
    [{ path: "/api/image." }, [200, 415]],
    [{}, [500, 500]],
  ])("only what matches %j", async (match, expected) => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "status", status: 500, match, times: 2 });
    const get = await bench.call("GET", "/api/images?sort=id");
    const post = await bench.call("POST", "/api/images");
    expect([get.status, post.status]).toEqual(expected);
  });

  test("one at a time, the oldest first", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "status", status: 500 });
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "status", status: 503 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await bench.call("GET", "/api/images")).status);
    expect(statuses).toEqual([500, 503, 200]);
  });

  test("no files of the content network, and none of another platform", async () => {
    const bench = await openBench();
    await upload(bench);
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "drop-before", times: 100 });
    bench.sandbox.faults.add({ platform: "mailchimp", kind: "drop-before" });
    const [image] = bench.sandbox.klaviyo.images("North1");
    expect((await fetch(`${bench.url}/klaviyo/cdn/company/North1/images/${image?.file}`)).status).toBe(200);
    expect(bench.sandbox.faults.all()).toHaveLength(2);
  });
});
