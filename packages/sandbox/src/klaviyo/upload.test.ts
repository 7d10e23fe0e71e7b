import { describe, expect, test } from "vitest";
import { form, KEYS, openBench, PICTURES, pngFile, START } from "../testing/bench.ts";

describe("uploading a file", () => {
  test("stores it, answers 201 with the resource, and serves the same bytes at its address", async () => {
    const { call, sandbox, url } = await openBench();
    const reply = await call("POST", "/api/image-upload", {
      body: form({ file: pngFile(), name: "brand/summer/hero.png", hidden: "true" }),
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get("content-type")).toBe("application/vnd.api+json");
    expect(reply.json.data).toEqual({
      type: "image",
      id: "1",
      attributes: {
        name: "brand/summer/hero.png",
        image_url: expect.stringMatching(
          new RegExp(`^${url}/klaviyo/cdn/company/North1/images/[0-9a-f-]{36}\\.png$`),
        ),
        format: "png",
        size: PICTURES.png.byteLength,
        hidden: true,
        updated_at: "2026-07-20T08:00:00+00:00",
      },
      links: { self: "https://a.klaviyo.com/api/images/1/" },
    });
    const served = await fetch(reply.json.data!.attributes.image_url);
    expect(served.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await served.arrayBuffer())).toEqual(PICTURES.png);
    expect(sandbox.klaviyo.images("North1")).toMatchObject([{ id: "1", updatedAt: START }]);
  });

  test("takes the file's name, accents and emoji too, where none is given", async () => {
    const { call } = await openBench();
    const reply = await call("POST", "/api/image-upload", { body: form({ file: pngFile("é 😀.png") }) });
    expect(reply.json.data?.attributes).toMatchObject({ name: "é 😀.png", hidden: false });
  });

  test.each(["jpeg", "png", "gif"] as const)(
    "knows a %s by its bytes, whatever it is called",
    async (format) => {
      const { call } = await openBench();
      const reply = await call("POST", "/api/image-upload", {
        body: form({ file: new File([PICTURES[format]], "x.bin") }),
      });
      expect(reply.json.data?.attributes).toMatchObject({ format });
    },
  );

  test("adds a suffix where the name is taken, in this account only", async () => {
    const { call } = await openBench();
    const upload = (key: string) =>
      call("POST", "/api/image-upload", {
        body: form({ file: pngFile("a.png") }),
        headers: { authorization: `Klaviyo-API-Key ${key}` },
      });
    const names = [
      await upload(KEYS.north),
      await upload(KEYS.north),
      await upload(KEYS.north),
      await upload(KEYS.south),
    ];
    expect(names.map((reply) => reply.json.data?.attributes.name)).toEqual([
      "a.png",
      "a.png_1",
      "a.png_2",
      "a.png",
    ]);
  });

  test("puts the suffix before the extension where it is read so", async () => {
    const { call } = await openBench({ klaviyo: { readings: { nameSuffix: "before-extension" } } });
    await call("POST", "/api/image-upload", { body: form({ file: pngFile("a.png") }) });
    const second = await call("POST", "/api/image-upload", { body: form({ file: pngFile("a.png") }) });
    expect(second.json.data?.attributes.name).toBe("a_1.png");
  });

  test.each([
    ["no file", form({ name: "x" }), "/data/attributes/file"],
    ["a file part without a filename", form({ file: "bytes" }), "/data/attributes/file"],
    ["a part that is not known", form({ file: pngFile(), folder: "x" }), "/data/attributes/folder"],
    ["an empty name", form({ file: pngFile(), name: "" }), "/data/attributes/name"],
    [
      "hidden that is neither true nor false",
      form({ file: pngFile(), hidden: "1" }),
      "/data/attributes/hidden",
    ],
    ["a webp", form({ file: new File([PICTURES.webp], "x.png") }), "/data/attributes/file"],
    [
      "an svg",
      form({ file: new File(["<svg xmlns='http://www.w3.org/2000/svg'/>"], "x.svg") }),
      "/data/attributes/file",
    ],
    ["an empty file", form({ file: new File([], "x.png") }), "/data/attributes/file"],
    [
      "more than 5 MB",
      form({ file: new File([PICTURES.png, new Uint8Array(5_000_000)], "x.png") }),
      "/data/attributes/file",
    ],
  ])("refuses %s with 400, and stores nothing", async (_what, body, pointer) => {
    const { call, sandbox } = await openBench();
    const reply = await call("POST", "/api/image-upload", { body });
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([{ code: "invalid", source: { pointer } }]);
    expect(sandbox.klaviyo.images("North1")).toEqual([]);
  });

  test("refuses a file whose filename is empty", async () => {
    const { call } = await openBench();
    const lines = [
      "--a1b2c3d4",
      'Content-Disposition: form-data; name="file"; filename=""',
      "Content-Type: image/png",
      "",
      "",
    ];
    const body = Buffer.concat([
      Buffer.from(lines.join("\r\n")),
      PICTURES.png,
      Buffer.from("\r\n--a1b2c3d4--\r\n"),
    ]);
    const headers = { "content-type": "multipart/form-data; boundary=a1b2c3d4" };
    const reply = await call("POST", "/api/image-upload", { body, headers });
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([{ source: { pointer: "/data/attributes/file" } }]);
  });

  test("refuses two files in one request", async () => {
    const { call } = await openBench();
    const body = form({ file: pngFile() });
    body.append("file", pngFile("second.png"));
    expect((await call("POST", "/api/image-upload", { body })).status).toBe(400);
  });

  test("takes exactly 5 MB", async () => {
    const { call } = await openBench();
    const rest = new Uint8Array(5_000_000 - PICTURES.png.byteLength);
    const reply = await call("POST", "/api/image-upload", {
      body: form({ file: new File([PICTURES.png, rest], "x.png") }),
    });
    expect(reply.json.data?.attributes).toMatchObject({ size: 5_000_000 });
  });

  test.each(["application/vnd.api+json", "application/octet-stream", "multipart/mixed; boundary=x"])(
    "refuses content-type %s with 415",
    async (type) => {
      const { call } = await openBench();
      const reply = await call("POST", "/api/image-upload", { body: "x", headers: { "content-type": type } });
      expect(reply.status).toBe(415);
      expect(reply.json.errors).toMatchObject([{ code: "unsupported_media_type" }]);
    },
  );

  test("refuses a multipart body that does not have the boundary it names", async () => {
    const { call } = await openBench();
    const headers = { "content-type": "multipart/form-data; boundary=other" };
    expect((await call("POST", "/api/image-upload", { body: "--x\r\n", headers })).status).toBe(400);
  });
});
