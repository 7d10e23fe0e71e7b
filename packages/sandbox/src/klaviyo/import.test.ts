import { createServer } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { openBench, PICTURES } from "../testing/bench.ts";

const document = (attributes: Record<string, unknown>) => ({ data: { type: "image", attributes } });
const dataUrl = (bytes: Buffer, mime = "image/png") => `data:${mime};base64,${bytes.toString("base64")}`;

/** A web server of somebody else's. */
async function openSource(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`;
}

describe("importing from a URL", () => {
  test("fetches it once, without credentials, and stores what came", async () => {
    const asked: IncomingMessage[] = [];
    const source = await openSource((req, res) => {
      asked.push(req);
      res.end(PICTURES.gif);
    });
    const { call, sandbox } = await openBench();
    const url = `${source}/pictures/summer%20h%C3%A9ro.gif?signature=abc`;
    const reply = await call("POST", "/api/images", { json: document({ import_from_url: url }) });
    expect(reply.status).toBe(201);
    expect(reply.json.data).toMatchObject({
      id: "1",
      attributes: { name: "summer héro.gif", format: "gif", size: PICTURES.gif.byteLength, hidden: false },
    });
    expect(asked.map((req) => `${req.method} ${req.url}`)).toEqual([
      "GET /pictures/summer%20h%C3%A9ro.gif?signature=abc",
    ]);
    expect(asked[0]?.headers).not.toHaveProperty("authorization");
    expect(asked[0]?.headers).not.toHaveProperty("cookie");
    const [image] = sandbox.klaviyo.images("North1");
    expect(await sandbox.klaviyo.bytes(image!)).toEqual(PICTURES.gif);
  });

  test.each([
    ["answers 404", 404, {}, ""],
    ["redirects, even to a picture", 302, { location: "/b.png" }, ""],
    ["answers with a page", 200, {}, "<html></html>"],
    ["answers with nothing", 200, {}, ""],
    ["answers with more than 5 MB", 200, {}, Buffer.concat([PICTURES.png, Buffer.alloc(5_000_000)])],
    ["answers 206", 206, {}, PICTURES.png],
  ])("refuses one that %s, and stores nothing", async (_what, status, headers, body) => {
    const source = await openSource((req, res) => {
      if (req.url === "/b.png") res.end(PICTURES.png);
      else res.writeHead(status, headers).end(body);
    });
    const { call, sandbox } = await openBench();
    const reply = await call("POST", "/api/images", {
      json: document({ import_from_url: `${source}/a.png` }),
    });
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([
      { code: "invalid", source: { pointer: "/data/attributes/import_from_url" } },
    ]);
    expect(sandbox.klaviyo.images("North1")).toEqual([]);
  });

  test("stops reading one that never ends", async () => {
    const closed = Promise.withResolvers<void>();
    const source = await openSource((_req, res) => {
      const more = () =>
        void (res.write(Buffer.alloc(100_000)) ? setImmediate(more) : res.once("drain", more));
      res.on("close", closed.resolve);
      more();
    });
    const { call } = await openBench();
    const reply = await call("POST", "/api/images", {
      json: document({ import_from_url: `${source}/endless` }),
    });
    expect(reply.json.errors).toMatchObject([{ detail: "The image must be at most 5MB." }]);
    await closed.promise;
  });

  test("refuses one that nobody answers, or that breaks off", async () => {
    const { call } = await openBench();
    const broken = await openSource((_req, res) => void res.destroy());
    const silent = await call("POST", "/api/images", {
      json: document({ import_from_url: "http://127.0.0.1:1/a.png" }),
    });
    const cut = await call("POST", "/api/images", { json: document({ import_from_url: `${broken}/a.png` }) });
    expect([silent.status, cut.status]).toEqual([400, 400]);
  });

  test.each([
    "ftp://example.com/a.png",
    "file:///etc/passwd",
    "//example.com/a.png",
    "a.png",
    "http://user:pass@example.com/a.png",
  ])("refuses %s unasked", async (url) => {
    const fetched: unknown[] = [];
    const { call } = await openBench({
      fetch: async (input) => {
        fetched.push(input);
        return new Response();
      },
    });
    expect((await call("POST", "/api/images", { json: document({ import_from_url: url }) })).status).toBe(
      400,
    );
    expect(fetched).toEqual([]);
  });
});

describe("importing a data URL", () => {
  test("stores its bytes under the name given", async () => {
    const { call, sandbox } = await openBench();
    const json = document({ import_from_url: dataUrl(PICTURES.png), name: "hero", hidden: true });
    const reply = await call("POST", "/api/images", { json });
    expect(reply.json.data?.attributes).toMatchObject({ name: "hero", hidden: true, format: "png" });
    expect(await sandbox.klaviyo.bytes(sandbox.klaviyo.images("North1")[0]!)).toEqual(PICTURES.png);
  });

  test("takes null as left out", async () => {
    const { call } = await openBench();
    const json = document({
      import_from_url: dataUrl(PICTURES.jpeg, "image/jpeg"),
      name: null,
      hidden: null,
    });
    const reply = await call("POST", "/api/images", { json });
    expect(reply.json.data?.attributes).toMatchObject({ name: "image.jpeg", hidden: false });
  });

  test.each([
    ["a webp", dataUrl(PICTURES.webp, "image/webp")],
    ["no image", dataUrl(Buffer.from("text"), "text/plain")],
    ["no base64", "data:image/png,%89PNG"],
    ["broken base64", "data:image/png;base64,iVBORw0KGgo*"],
    ["nothing", "data:image/png;base64,"],
    ["too much", dataUrl(Buffer.concat([PICTURES.png, Buffer.alloc(5_000_000)]))],
  ])("refuses %s", async (_what, url) => {
    const { call } = await openBench();
    expect((await call("POST", "/api/images", { json: document({ import_from_url: url }) })).status).toBe(
      400,
    );
  });
});

describe("the document of an import", () => {
  const good = { import_from_url: dataUrl(PICTURES.png) };

  test.each([
    ["no data", {}, ["/data"]],
    ["no attributes", { data: { type: "image" } }, ["/data/attributes"]],
    ["no url", document({}), ["/data/attributes/import_from_url"]],
    ["a url that is no text", document({ import_from_url: 7 }), ["/data/attributes/import_from_url"]],
    ["hidden as text", document({ ...good, hidden: "true" }), ["/data/attributes/hidden"]],
    ["an empty name", document({ ...good, name: "" }), ["/data/attributes/name"]],
    ["a member beside data", { ...document(good), meta: {} }, ["/meta"]],
    ["an id of the caller's", { data: { type: "image", id: "7", attributes: good } }, ["/data/id"]],
    [
      "two unknown attributes",
      document({ ...good, folder: "x", "tags/a": [] }),
      ["/data/attributes/folder", "/data/attributes/tags~1a"],
    ],
    ["a list", [], ["/data"]],
  ])("is refused with 400 with %s, and nothing is stored", async (_what, json, pointers) => {
    const { call, sandbox } = await openBench();
    const reply = await call("POST", "/api/images", { json });
    expect(reply.status).toBe(400);
    expect(reply.json.errors?.map((error) => error.source.pointer)).toEqual(pointers);
    expect(sandbox.klaviyo.images("North1")).toEqual([]);
  });

  test("is refused with 409 as another type", async () => {
    const { call } = await openBench();
    const reply = await call("POST", "/api/images", { json: { data: { type: "images", attributes: good } } });
    expect(reply.status).toBe(409);
    expect(reply.json.errors).toMatchObject([{ code: "conflict", source: { pointer: "/data/type" } }]);
  });

  test.each(["", "{", "nothing", "\u0000"])("is refused with 400 as %j", async (body) => {
    const { call } = await openBench();
    const reply = await call("POST", "/api/images", {
      body,
      headers: { "content-type": "application/vnd.api+json" },
    });
    expect(reply.status).toBe(400);
  });

  test.each([null, "application/json", "text/plain", "application/vnd.api+json; charset=utf-8"])(
    "is refused with 415 as %s",
    async (type) => {
      const { call } = await openBench();
      const body = Buffer.from(JSON.stringify(document(good)));
      expect((await call("POST", "/api/images", { body, headers: { "content-type": type } })).status).toBe(
        415,
      );
    },
  );

  test("may have content-type parameters where they are read as ignored", async () => {
    const { call } = await openBench({ klaviyo: { readings: { contentTypeParameters: "ignored" } } });
    const body = JSON.stringify(document(good));
    const headers = { "content-type": "application/vnd.api+json; charset=utf-8" };
    expect((await call("POST", "/api/images", { body, headers })).status).toBe(201);
  });

  test("may ask for fields, and for nothing else in the query", async () => {
    const { call } = await openBench();
    const few = await call("POST", "/api/images?fields[image]=size", { json: document(good) });
    expect(few.json.data?.attributes).toEqual({ size: PICTURES.png.byteLength });
    expect((await call("POST", "/api/images?include=tags", { json: document(good) })).status).toBe(400);
  });
});
