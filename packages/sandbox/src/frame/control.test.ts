import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { form, KEYS, openBench, pngFile, START } from "../testing/bench.ts";
import type { Bench } from "../testing/bench.ts";

async function control(
  { url }: Bench,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${url}/_sandbox${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === "" ? undefined : JSON.parse(text) };
}

describe("the clock", () => {
  test("is shown, set, advanced, frozen, thawed and made real again", async () => {
    const bench = await openBench();
    const put = async (body: unknown) => (await control(bench, "PUT", "/clock", body)).json;
    expect((await control(bench, "GET", "/clock")).json).toEqual({
      now: "2026-07-20T08:00:00.000Z",
      milliseconds: START,
      mode: "real",
    });
    expect(await put({ advance: 86_400_000 })).toMatchObject({
      now: "2026-07-21T08:00:00.000Z",
      mode: "offset",
    });
    expect(await put({ set: "2030-01-01T00:00:00+01:00" })).toMatchObject({
      now: "2029-12-31T23:00:00.000Z",
    });
    expect(await put({ set: 1000, frozen: true })).toMatchObject({ milliseconds: 1000, mode: "frozen" });
    expect(await put({ advance: 500 })).toMatchObject({ milliseconds: 1500, mode: "frozen" });
    expect(await put({ frozen: false })).toMatchObject({ milliseconds: 1500, mode: "offset" });
    expect(await put({ real: true })).toMatchObject({ milliseconds: START, mode: "real" });
  });

  test.each([
    {},
    [],
    { real: false },
    { real: true, set: 1 },
    { now: 1 },
    { set: "yesterday" },
    { set: -1 },
    { advance: -1 },
    { advance: 0.5 },
    { frozen: "yes" },
  ])("refuses %j with 400 and says why", async (body) => {
    const bench = await openBench();
    const reply = await control(bench, "PUT", "/clock", body);
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ status: 400, code: "INVALID", detail: expect.any(String) });
    expect(bench.sandbox.clock.now()).toBe(START);
  });
});

describe("faults by HTTP", () => {
  const fault = { platform: "klaviyo", kind: "status", status: 500 };

  test("are made, listed, taken back", async () => {
    const bench = await openBench();
    const made = await control(bench, "POST", "/faults", { ...fault, match: { method: "GET" }, times: 3 });
    expect(made).toMatchObject({
      status: 201,
      json: { id: "1", kind: "status", left: 3, skip: 0, processed: false },
    });
    await control(bench, "POST", "/faults", { platform: "klaviyo", kind: "html" });
    expect((await control(bench, "GET", "/faults")).json.items).toHaveLength(2);
    expect((await control(bench, "DELETE", "/faults/1")).status).toBe(204);
    expect((await control(bench, "DELETE", "/faults/1")).status).toBe(404);
    expect((await control(bench, "GET", "/faults")).json.items).toMatchObject([{ id: "2", kind: "html" }]);
    expect((await control(bench, "DELETE", "/faults")).status).toBe(204);
    expect(bench.sandbox.faults.all()).toEqual([]);
  });

  test.each([
    ["nothing", {}],
    ["no kind", { platform: "klaviyo" }],
    ["an unknown kind", { ...fault, kind: "explode" }],
    ["an unknown key", { ...fault, time: 2 }],
    ["an unknown key of another kind", { ...fault, milliseconds: 2 }],
    ["an unknown key in the match", { ...fault, match: { url: "/" } }],
    ["a method in small letters", { ...fault, match: { method: "get" } }],
    ["a status that is none", { ...fault, status: 99 }],
    ["no times", { ...fault, times: 0 }],
    ["a platform that is not there", { ...fault, platform: "hubspot" }],
    ["a redirect to no address", { platform: "klaviyo", kind: "redirect", location: "javascript:alert(1)" }],
    ["broken JSON", "{"],
  ])("are refused with %s", async (_what, body) => {
    const bench = await openBench();
    const reply = await control(bench, "POST", "/faults", body);
    expect(reply.status).toBe(400);
    expect(reply.json.detail).not.toBe("");
    expect(bench.sandbox.faults.all()).toEqual([]);
  });
});

describe("the requests by HTTP", () => {
  test("are listed with shortened credentials and without bodies, and forgotten", async () => {
    const bench = await openBench();
    const json = { data: { type: "image", attributes: { import_from_url: "ftp://secret.example" } } };
    await bench.call("POST", "/api/images?fields[image]=name", { json });
    const { json: list } = await control(bench, "GET", "/requests");
    expect(list.items).toMatchObject([
      {
        number: 1,
        at: START,
        platform: "klaviyo",
        method: "POST",
        path: "/api/images?fields%5Bimage%5D=name",
        headers: { authorization: "Klaviyo-API-Key pk_n…01", revision: "2026-07-15" },
        status: 400,
        fault: null,
      },
    ]);
    expect(JSON.stringify(list)).not.toContain(KEYS.north);
    expect(JSON.stringify(list)).not.toContain("secret.example");
    expect(bench.sandbox.requests.all()[0]?.json).toEqual(json);
    expect((await control(bench, "DELETE", "/requests")).status).toBe(204);
    expect(bench.sandbox.requests.all()).toEqual([]);
  });
});

describe("reset", () => {
  test("forgets images, counts, faults and requests, and makes the clock real", async () => {
    const bench = await openBench();
    const upload = () => bench.call("POST", "/api/image-upload", { body: form({ file: pngFile() }) });
    for (let count = 0; count < 3; count += 1) await upload();
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "drop-before", match: { method: "DELETE" } });
    bench.sandbox.clock.freeze();
    expect((await control(bench, "POST", "/reset")).status).toBe(204);
    expect(bench.sandbox.klaviyo.images("North1")).toEqual([]);
    expect(bench.sandbox.faults.all()).toEqual([]);
    expect(bench.sandbox.requests.all()).toEqual([]);
    expect(bench.sandbox.clock.state().mode).toBe("real");
    expect((await upload()).json.data).toMatchObject({ id: "1" });
  });

  test("takes no body but an empty one", async () => {
    expect((await control(await openBench(), "POST", "/reset", { everything: true })).status).toBe(400);
  });
});

/** fetch would set Host and Origin itself. */
const ask = ({ url }: Bench, path: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(`${url}${path}`, { headers }, (res) => {
      res.resume();
      resolve(res.statusCode);
    })
      .on("error", reject)
      .end();
  });

describe("the controls and the page", () => {
  test.each(["/", "/klaviyo", "/_sandbox/clock", "/_sandbox/requests"])(
    "%s is refused under a name that is not local",
    async (path) => {
      const bench = await openBench();
      const port = new URL(bench.url).port;
      for (const host of [
        "evil.example",
        `evil.example:${port}`,
        "127.0.0.1.evil.example",
        "localhost.evil.example",
      ])
        expect(await ask(bench, path, { host })).toBe(403);
      for (const host of ["localhost", `127.0.0.1:${port}`, "[::1]:1", "sandbox.localhost"])
        expect(await ask(bench, path, { host })).toBe(200);
      expect(await ask(bench, path, { host: "localhost", origin: "https://evil.example" })).toBe(403);
      expect(await ask(bench, path, { host: "localhost", origin: "null" })).toBe(403);
    },
  );

  test("answer to the public address they were given", async () => {
    const bench = await openBench({ publicUrl: "https://sandbox.example" });
    expect(await ask(bench, "/", { host: "sandbox.example" })).toBe(200);
    expect(await ask(bench, "/", { host: "other.example" })).toBe(403);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded"])(
    "take no %s, which a form of another site could send unasked",
    async (type) => {
      const bench = await openBench();
      const reply = await control(bench, "POST", "/reset", "{}", { "content-type": type });
      expect(reply).toMatchObject({ status: 415, json: { code: "JSON_WANTED" } });
    },
  );

  test("say 404 elsewhere", async () => {
    const bench = await openBench();
    expect((await control(bench, "GET", "/nothing")).status).toBe(404);
    expect((await fetch(`${bench.url}/hubspot`)).status).toBe(404);
  });
});
