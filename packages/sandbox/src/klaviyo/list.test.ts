import { describe, expect, test } from "vitest";
import { openBench, PICTURES } from "../testing/bench.ts";
import type { Bench, Reply } from "../testing/bench.ts";

/** Puts images in place, past the daily number: `[name, hidden]`, a second apart. */
async function fill({ sandbox }: Bench, images: readonly (readonly [string, boolean?])[]): Promise<void> {
  for (const [name, hidden = false] of images) {
    await sandbox.klaviyo.add("North1", { name, bytes: PICTURES.png, format: "png", hidden });
    sandbox.clock.advance(1000);
  }
}

const names = (reply: Reply) => reply.json.data?.map((image) => image.attributes.name);
const query = (parameters: Record<string, string>) =>
  `/api/images?${new URLSearchParams(parameters).toString()}`;

/** Follows `links.next` to the end. */
async function allPages(
  { call, sandbox }: Bench,
  parameters: Record<string, string>,
): Promise<(string[] | undefined)[]> {
  const pages = [];
  let path: string | null = query(parameters);
  while (path !== null) {
    const reply: Reply = await call("GET", path);
    expect(reply.status).toBe(200);
    pages.push(names(reply));
    const next: string | null | undefined = reply.json.links?.next;
    expect(next ?? "https://a.klaviyo.com/").toMatch(/^https:\/\/a\.klaviyo\.com\//);
    path = next ? next.slice("https://a.klaviyo.com".length) : null;
    sandbox.clock.advance(1000);
  }
  return pages;
}

describe("pages", () => {
  test("hold 20 unless asked otherwise, and the last has no next", async () => {
    const bench = await openBench();
    await fill(
      bench,
      Array.from({ length: 45 }, (_, index) => [`${index}`] as const),
    );
    const pages = await allPages(bench, {});
    expect(pages.map((page) => page?.length)).toEqual([20, 20, 5]);
    expect(pages.flat()).toEqual(Array.from({ length: 45 }, (_, index) => `${index}`));
  });

  test("an exact last page is the last", async () => {
    const bench = await openBench();
    await fill(bench, [["a"], ["b"]]);
    expect(await allPages(bench, { "page[size]": "1" })).toEqual([["a"], ["b"]]);
    expect((await bench.call("GET", query({ "page[size]": "2" }))).json.links).toEqual({
      self: "https://a.klaviyo.com/api/images/?page%5Bsize%5D=2",
      next: null,
    });
  });

  test("keep filter, order and fields, and neither repeat nor skip when an image comes in between", async () => {
    const bench = await openBench();
    await fill(bench, [["c"], ["a"], ["x", true], ["b"], ["d"]]);
    const parameters = {
      filter: "equals(hidden,false)",
      sort: "-name",
      "page[size]": "2",
      "fields[image]": "name",
    };
    const first = await bench.call("GET", query(parameters));
    expect(names(first)).toEqual(["d", "c"]);
    await fill(bench, [["e"]]);
    const second = await bench.call("GET", first.json.links!.next!.slice("https://a.klaviyo.com".length));
    expect(second.json.data?.map((image) => image.attributes)).toEqual([{ name: "b" }, { name: "a" }]);
  });

  test.each([
    ["made up", { "page[cursor]": "abc" }],
    ["empty", { "page[cursor]": "" }],
    ["a list of our shape", { "page[cursor]": Buffer.from('["x",1,2]').toString("base64url") }],
  ])("refuse a cursor that is %s", async (_what, parameters) => {
    const bench = await openBench();
    const reply = await bench.call("GET", query(parameters));
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([
      { detail: "Invalid cursor provided.", source: { parameter: "page[cursor]" } },
    ]);
  });

  test("refuse a cursor of another question", async () => {
    const bench = await openBench();
    await fill(bench, [["a"], ["b"], ["c"]]);
    const first = await bench.call("GET", query({ "page[size]": "1" }));
    const cursor = new URL(first.json.links!.next!).searchParams.get("page[cursor]")!;
    expect((await bench.call("GET", query({ "page[cursor]": cursor, sort: "name" }))).status).toBe(400);
    expect(
      (await bench.call("GET", query({ "page[cursor]": cursor, filter: 'equals(name,"a")' }))).status,
    ).toBe(400);
    expect(names(await bench.call("GET", query({ "page[cursor]": cursor })))).toEqual(["b", "c"]);
  });

  test.each(["0", "101", "-1", "1.5", "ten", ""])("refuse the size %j", async (size) => {
    const { call } = await openBench();
    const reply = await call("GET", query({ "page[size]": size }));
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([{ source: { parameter: "page[size]" } }]);
  });

  test("take sizes from 1 to 100", async () => {
    const { call } = await openBench();
    expect((await call("GET", query({ "page[size]": "1" }))).status).toBe(200);
    expect((await call("GET", query({ "page[size]": "100" }))).status).toBe(200);
  });
});

describe("order", () => {
  test.each([
    ["id", ["b", "a", "c"]],
    ["-id", ["c", "a", "b"]],
    ["name", ["a", "b", "c"]],
    ["-name", ["c", "b", "a"]],
    ["format", ["a", "b", "c"]],
    ["-format", ["c", "b", "a"]],
    ["size", ["c", "a", "b"]],
    ["-size", ["b", "a", "c"]],
    ["updated_at", ["a", "c", "b"]],
    ["-updated_at", ["b", "c", "a"]],
  ])("by %s", async (sort, order) => {
    const { call, sandbox } = await openBench();
    const { klaviyo, clock } = sandbox;
    const b = await klaviyo.add("North1", {
      name: "b",
      bytes: new Uint8Array(30),
      format: "jpeg",
      hidden: false,
    });
    clock.advance(1000);
    await klaviyo.add("North1", { name: "a", bytes: new Uint8Array(20), format: "gif", hidden: false });
    clock.advance(1000);
    await klaviyo.add("North1", { name: "c", bytes: new Uint8Array(10), format: "png", hidden: false });
    clock.advance(1000);
    const json = { data: { type: "image", id: b.id, attributes: { hidden: true } } };
    await call("PATCH", `/api/images/${b.id}`, { json });
    expect(names(await call("GET", query({ sort })))).toEqual(order);
  });

  test("of equals is by id, up or down, across pages too", async () => {
    const bench = await openBench();
    await fill(bench, [["d"], ["c"], ["b"], ["a"]]);
    expect(await allPages(bench, { sort: "format", "page[size]": "3" })).toEqual([["d", "c", "b"], ["a"]]);
    expect(await allPages(bench, { sort: "-format", "page[size]": "3" })).toEqual([["a", "b", "c"], ["d"]]);
  });

  test("by id is by number, not by letter", async () => {
    const bench = await openBench();
    await fill(
      bench,
      Array.from({ length: 11 }, (_, index) => [`${index + 1}`] as const),
    );
    const reply = await bench.call("GET", query({ sort: "id" }));
    expect(reply.json.data?.map((image) => image.id).slice(8)).toEqual(["9", "10", "11"]);
  });

  test.each(["", "-", "hidden", "name,id", "+name", "NAME"])("refuses %j", async (sort) => {
    const { call } = await openBench();
    const reply = await call("GET", query({ sort }));
    expect(reply.json.errors).toMatchObject([{ code: "invalid", source: { parameter: "sort" } }]);
  });
});

describe("fields", () => {
  test("are those asked for; type, id and links stay", async () => {
    const bench = await openBench();
    await fill(bench, [["a"]]);
    const reply = await bench.call("GET", query({ "fields[image]": "name,id" }));
    expect(reply.json.data).toEqual([
      {
        type: "image",
        id: "1",
        attributes: { name: "a" },
        links: { self: "https://a.klaviyo.com/api/images/1/" },
      },
    ]);
  });

  test.each(["", "name,", "imageUrl", "name,path"])("refuse %j", async (fields) => {
    const { call } = await openBench();
    const reply = await call("GET", query({ "fields[image]": fields }));
    expect(reply.json.errors).toMatchObject([{ source: { parameter: "fields[image]" } }]);
  });
});

describe("other parameters", () => {
  test.each(["include", "limit", "page[number]", "fields[account]", "Filter", "constructor"])(
    "%s is refused",
    async (name) => {
      const { call } = await openBench();
      const reply = await call("GET", query({ [name]: "1" }));
      expect(reply.status).toBe(400);
      expect(reply.json.errors).toMatchObject([{ code: "invalid", source: { parameter: name } }]);
    },
  );

  test("all that are wrong are named at once; twice is wrong too", async () => {
    const { call } = await openBench();
    const reply = await call("GET", "/api/images?limit=1&sort=id&sort=name&offset=2");
    expect(reply.json.errors?.map((error) => error.source.parameter)).toEqual(["limit", "sort", "offset"]);
  });
});
