import { describe, expect, test } from "vitest";
import { openBench } from "../testing/bench.ts";
import { parseFilter } from "./filter.ts";
import type { StoredImage } from "./images.ts";
import { STRICT_READINGS } from "./readings.ts";

const image = (id: string, name: string, rest: Partial<StoredImage> = {}): StoredImage => ({
  id,
  account: "North1",
  name,
  format: "png",
  size: 100,
  hidden: false,
  updatedAt: Date.parse("2026-07-20T08:00:00Z"),
  file: `${id}.png`,
  ...rest,
});

const IMAGES = [
  image("1", "summer/hero.png"),
  image("2", 'summer/Hero, the "big" one\'s.gif', { format: "gif", size: 200, hidden: true }),
  image("3", "été/😀 (1).jpg", { format: "jpeg", size: 300, updatedAt: Date.parse("2026-07-21T08:00:00Z") }),
];

const found = (filter: string, readings = STRICT_READINGS) =>
  IMAGES.filter(parseFilter(filter, readings))
    .map((one) => one.id)
    .join();

describe("a filter finds by", () => {
  test.each([
    ['equals(id,"2")', "2"],
    ["equals(id,'2')", "2"],
    ['any(id,["1","3","9"])', "1,3"],
    ['equals(name,"summer/hero.png")', "1"],
    ['any(name,["summer/hero.png","nothing"])', "1"],
    ['contains(name,"ero")', "1,2"],
    ['contains(name,"Hero,")', "2"],
    ['contains(name,"hero.PNG")', ""],
    ['starts-with(name,"summer/")', "1,2"],
    ['ends-with(name,".png")', "1"],
    ['starts-with(name,"été/😀")', "3"],
    ['contains(name,"(1)")', "3"],
    ["contains(name,'\"big\"')", "2"],
    ['contains(name,"one\'s")', "2"],
    ['equals(format,"gif")', "2"],
    ['any(format,["gif","jpeg"])', "2,3"],
    ["greater-than(size,200)", "3"],
    ["greater-or-equal(size,200)", "2,3"],
    ["less-than(size,200)", "1"],
    ["less-or-equal(size,200)", "1,2"],
    ["equals(hidden,true)", "2"],
    ["any(hidden,[true,false])", "1,2,3"],
    ["greater-than(updated_at,2026-07-20T08:00:00Z)", "3"],
    ["greater-or-equal(updated_at,2026-07-20T08:00:00+00:00)", "1,2,3"],
    ["less-than(updated_at,2026-07-20T10:00:00.5+02:00)", "1,2"],
    ["less-or-equal(updated_at,2026-07-20T07:59:59Z)", ""],
    ['equals(hidden,false),starts-with(name,"summer/")', "1"],
    ['and(equals(hidden,false),starts-with(name,"summer/"))', "1"],
    ["greater-than(size,100),less-than(size,300),equals(hidden,true)", "2"],
    ['contains(name,"")', "1,2,3"],
  ])("%s", (filter, ids) => {
    expect(found(filter)).toBe(ids);
  });

  test("a backslash as itself, or as an escape where it is read so", () => {
    expect(() => found(String.raw`contains(name,"\"big\"")`)).toThrow("Invalid filter");
    const escapes = { ...STRICT_READINGS, filterEscapes: "backslash" } as const;
    expect(found(String.raw`contains(name,"\"big\"")`, escapes)).toBe("2");
    expect(found(String.raw`contains(name,'one\'s')`, escapes)).toBe("2");
  });
});

describe("a filter is refused", () => {
  test.each([
    "",
    "name",
    "equals(name,summer)",
    'equals(name,"a',
    'equals(name,"a"',
    'equals(name,"a"))',
    'equals(name,"a"),',
    ',equals(name,"a")',
    'equals(name,"a")equals(name,"b")',
    'equals(name, "a")',
    ' equals(name,"a")',
    'equals(name,"a"),\nequals(hidden,true)',
    'equals(name,["a"])',
    'any(name,"a")',
    "any(name,[])",
    'any(name,["a",])',
    'equals("name","a")',
    'equals(nothing,"a")',
    'equals(constructor,"a")',
    'like(name,"a")',
    'constructor(name,"a")',
    'EQUALS(name,"a")',
    'not(equals(name,"a"))',
    'or(equals(name,"a"),equals(name,"b"))',
    "and()",
    'contains(id,"1")',
    'contains(format,"p")',
    "equals(size,100)",
    "equals(updated_at,2026-07-20T08:00:00Z)",
    'greater-than(name,"a")',
    "equals(id,1)",
    "equals(hidden,1)",
    'equals(hidden,"true")',
    "equals(hidden,True)",
    "greater-than(size,1.5)",
    'greater-than(size,"1")',
    'greater-than(updated_at,"2026-07-20T08:00:00Z")',
    "greater-than(updated_at,2026-07-20)",
    "greater-than(updated_at,2026-13-45T08:00:00Z)",
    "greater-than(updated_at,2026-07-20T08:00:00 00:00)",
  ])("%j", (filter) => {
    expect(() => found(filter)).toThrow(expect.objectContaining({ status: 400 }));
  });

  test("with the parameter named, over HTTP", async () => {
    const { call } = await openBench();
    const reply = await call("GET", `/api/images?filter=${encodeURIComponent("equals(name,summer)")}`);
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([{ code: "invalid", source: { parameter: "filter" } }]);
  });

  test("with a plus sign that was not encoded, and so is a space", async () => {
    const { call } = await openBench();
    const moment = "2026-07-20T08:00:00+00:00";
    expect((await call("GET", `/api/images?filter=greater-than(updated_at,${moment})`)).status).toBe(400);
    const encoded = encodeURIComponent(moment);
    expect((await call("GET", `/api/images?filter=greater-than(updated_at,${encoded})`)).status).toBe(200);
  });
});
