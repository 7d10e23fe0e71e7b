import { describe, expect, test } from "vitest";
import { KEYS, openBench, PICTURES } from "../testing/bench.ts";
import type { Bench } from "../testing/bench.ts";

const add = ({ sandbox }: Bench, account = "North1") =>
  sandbox.klaviyo.add(account, { name: "hero.png", bytes: PICTURES.png, format: "png", hidden: false });
const document = (id: string, attributes: Record<string, unknown>) => ({
  data: { type: "image", id, attributes },
});

describe("changing an image", () => {
  test("renames and hides it, and dates the change", async () => {
    const bench = await openBench();
    const { id } = await add(bench);
    bench.sandbox.clock.advance(60_000);
    const reply = await bench.call("PATCH", `/api/images/${id}`, {
      json: document(id, { name: "é.png", hidden: true }),
    });
    expect(reply.status).toBe(200);
    const attributes = { name: "é.png", hidden: true, updated_at: "2026-07-20T08:01:00+00:00" };
    expect(reply.json.data).toMatchObject({ id, attributes });
    expect((await bench.call("GET", `/api/images/${id}`)).json.data).toMatchObject({ id, attributes });
  });

  test.each([{}, { name: null, hidden: null }, { name: "hero.png" }])(
    "leaves it as it was with %j",
    async (attributes) => {
      const bench = await openBench();
      const { id } = await add(bench);
      bench.sandbox.clock.advance(60_000);
      const reply = await bench.call("PATCH", `/api/images/${id}`, { json: document(id, attributes) });
      expect(reply.json.data?.attributes).toMatchObject({
        name: "hero.png",
        hidden: false,
        updated_at: "2026-07-20T08:00:00+00:00",
      });
    },
  );

  test("keeps the bytes and their address", async () => {
    const bench = await openBench();
    const { id } = await add(bench);
    const before = await bench.call("GET", `/api/images/${id}`);
    const after = await bench.call("PATCH", `/api/images/${id}`, { json: document(id, { hidden: true }) });
    expect(after.json.data?.attributes.image_url).toBe(before.json.data?.attributes.image_url);
    expect((await fetch(after.json.data!.attributes.image_url)).status).toBe(200);
  });

  test("refuses an id in the body that is not the path's with 409", async () => {
    const bench = await openBench();
    const { id } = await add(bench);
    const reply = await bench.call("PATCH", `/api/images/${id}`, { json: document("99", { hidden: true }) });
    expect(reply.status).toBe(409);
    expect(reply.json.errors).toMatchObject([{ code: "conflict", source: { pointer: "/data/id" } }]);
    expect(bench.sandbox.klaviyo.images("North1")).toMatchObject([{ hidden: false }]);
  });

  test.each([
    ["no id", { data: { type: "image", attributes: {} } }, "/data/id"],
    ["an id that is a number", { data: { type: "image", id: 1, attributes: {} } }, "/data/id"],
    ["no attributes", { data: { type: "image", id: "1" } }, "/data/attributes"],
    [
      "another picture",
      document("1", { import_from_url: "https://example.com/b.png" }),
      "/data/attributes/import_from_url",
    ],
    ["hidden as text", document("1", { hidden: "true" }), "/data/attributes/hidden"],
  ])("refuses %s with 400", async (_what, json, pointer) => {
    const bench = await openBench();
    await add(bench);
    const reply = await bench.call("PATCH", "/api/images/1", { json });
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([{ source: { pointer } }]);
  });

  test.each(["application/json", "multipart/form-data; boundary=x"])(
    "refuses content-type %s with 415",
    async (type) => {
      const bench = await openBench();
      await add(bench);
      const body = Buffer.from(JSON.stringify(document("1", { hidden: true })));
      const reply = await bench.call("PATCH", "/api/images/1", { body, headers: { "content-type": type } });
      expect(reply.status).toBe(415);
    },
  );
});

describe("accounts apart", () => {
  test("another account's image answers like one that is not there", async () => {
    const bench = await openBench();
    const { id } = await add(bench, "South1");
    const foreign = await bench.call("GET", `/api/images/${id}`);
    expect(foreign.status).toBe(404);
    expect(foreign.json.errors).toMatchObject([{ code: "not_found" }]);
    expect(
      (await bench.call("PATCH", `/api/images/${id}`, { json: document(id, { hidden: true }) })).status,
    ).toBe(404);
    expect((await bench.call("GET", "/api/images")).json.data).toEqual([]);
    expect(bench.sandbox.klaviyo.images("South1")).toMatchObject([{ hidden: false }]);
    const headers = { authorization: `Klaviyo-API-Key ${KEYS.south}` };
    expect((await bench.call("GET", `/api/images/${id}`, { headers })).status).toBe(200);
  });

  test("a file is at its own account's address only", async () => {
    const bench = await openBench();
    const { file } = await add(bench);
    expect((await fetch(`${bench.url}/klaviyo/cdn/company/North1/images/${file}`)).status).toBe(200);
    expect((await fetch(`${bench.url}/klaviyo/cdn/company/South1/images/${file}`)).status).toBe(404);
    expect((await fetch(`${bench.url}/klaviyo/cdn/company/North1/images/..%2f..%2fimages.json`)).status).toBe(
      404,
    );
  });

  test.each(["0", "2", "constructor", "__proto__", "1%20", "%"])("there is no image %s", async (id) => {
    const bench = await openBench();
    await add(bench);
    expect((await bench.call("GET", `/api/images/${id}`)).status).toBe(404);
  });
});
