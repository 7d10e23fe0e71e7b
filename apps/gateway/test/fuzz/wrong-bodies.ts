import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { type Ask, written } from "./asks.ts";
import type { Stage, Wrong } from "./wrong.ts";
import type { Raw } from "./wire.ts";

const nested = (depth: number) => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`) as unknown;

/** What hardly a field takes, as JSON texts: some of it no value could be written as. */
const oddities: readonly string[] = [
  "null",
  "0",
  "-1",
  "1.5",
  "1e400",
  "-123456789012345678901234567890",
  "true",
  '""',
  '"\\u0000"',
  '"a\\ud800b"',
  "[]",
  "[[]]",
  "[null]",
  "{}",
  '{"__proto__":{"allAccess":true}}',
  '{"constructor":{"prototype":{"allAccess":true}}}',
  '{"a":{"__proto__":1}}',
  JSON.stringify("x".repeat(3000)),
  JSON.stringify(Array.from({ length: 600 }, () => "x")),
  JSON.stringify(nested(40)),
  `${"[".repeat(3000)}${"]".repeat(3000)}`,
  '"0000-00-00"',
  '"2026-02-30T00:00:00Z"',
];

/** Text that can't be stored, names that reach for a prototype, and what is nested too deep: refused in any field. */
function unsound(text: string): boolean {
  return /\\u0000|\\ud800|__proto__|constructor|\[{33}/.test(text);
}

function jsonOf(ask: Ask, text: string, more: Record<string, unknown> = {}): Raw {
  const { authorization, ...headers } = ask.headers;
  const raw = written({ ...ask, headers, body: undefined, bytes: undefined });
  const said = { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...more };
  return {
    ...raw,
    headers: { ...raw.headers, ...(authorization && { authorization }), ...said },
    body: text,
  };
}

const wrong = (what: string, raw: Raw): Wrong => ({ what, raw, own: true });

/** Bodies that the document would not take, that are no JSON, or that do not come as JSON. */
export function wrongBodies({ entry, judge }: Stage, ask: Ask): fc.Arbitrary<Wrong>[] {
  const sound = JSON.stringify(ask.body ?? {});
  const body = JSON.parse(sound) as object;
  const json = (what: string, text: string) => wrong(what, jsonOf(ask, text));
  const { properties = {}, required = [] } = entry.body ?? {};

  const fields = Object.entries(properties).flatMap(([field, schema]) => {
    const isList = [schema, ...(schema.anyOf ?? [])].some(({ type }) => type === "array");
    const rest = Object.entries(body).filter(([name]) => name !== field);
    const withField = (text: string) =>
      `{${[...rest.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`), `${JSON.stringify(field)}:${text}`].join(",")}}`;
    return oddities
      .concat(isList ? oddities.map((text) => `[${text}]`) : [])
      .filter((text) => unsound(text) || !judge.takes(entry, JSON.parse(withField(text))))
      .map((text) => json(`${field} is ${text.slice(0, 40)}`, withField(text)));
  });
  const missing = required.map((field) => {
    const rest = Object.entries(body).filter(([name]) => name !== field);
    return json(`${field} is missing`, JSON.stringify(Object.fromEntries(rest)));
  });
  const extra = fc
    .tuple(
      fc.oneof(
        fc.string({ minLength: 1, maxLength: 20 }),
        fc.constantFrom("__proto__", "constructor", "toString", "allAcces"),
      ),
      fc.jsonValue({ maxDepth: 2 }),
    )
    .filter(([name]) => !Object.hasOwn(properties, name))
    .map(([name, value]) => {
      const text = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
      return json(`the key ${name}`, sound === "{}" ? `{${text}}` : `${sound.slice(0, -1)},${text}}`);
    });
  const cut = fc
    .nat({ max: Math.max(0, sound.length - 2) })
    .map((at) => json("a body that is cut short", sound.slice(0, at + 1)));
  const noObject = [
    `[${sound}]`,
    '"text"',
    "1",
    "null",
    "true",
    "NaN",
    `${sound}${sound}`,
    `${sound},`,
    `${sound}//`,
    "{'a':1}",
    "{a:1}",
    "{,}",
    "\u0000",
    "undefined",
  ];
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/jsonx",
    "application/json; charset=utf-16le",
    "application/json; charset=iso-8859-1",
    "x",
    "",
  ];
  const packings = ["gzip", "br", "deflate", "compress", "gzip, br", "x"];
  const packed = gzipSync(JSON.stringify({ name: "x".repeat(3_000_000) }));
  const { headers } = jsonOf(ask, sound);
  return [
    fc.constantFrom(...fields, ...missing),
    extra,
    cut,
    fc.constantFrom(...noObject).map((text) => json(`the body ${text.slice(0, 30)}`, text)),
    fc
      .constantFrom(...types)
      .map((type) => wrong(`the content type ${type}`, jsonOf(ask, sound, { "content-type": type }))),
    fc
      .constantFrom(...packings)
      .map((packing) => wrong(`the packing ${packing}`, jsonOf(ask, sound, { "content-encoding": packing }))),
    fc.oneof(
      { weight: 40, arbitrary: fc.constant(wrong("no body", { ...jsonOf(ask, ""), body: undefined })) },
      {
        weight: 1,
        arbitrary: fc.constant(json("a megabyte and more", JSON.stringify({ name: "x".repeat(1_000_001) }))),
      },
      {
        weight: 1,
        arbitrary: fc.constant(
          wrong("three megabytes in three kilobytes", {
            ...jsonOf(ask, ""),
            headers: { ...headers, "content-encoding": "gzip", "content-length": packed.length },
            body: packed,
          }),
        ),
      },
    ),
  ];
}

/** Bytes that are no picture, or do not come as one. */
export function wrongBytes(ask: Ask): fc.Arbitrary<Wrong>[] {
  const raw = written(ask);
  const bytes = ask.bytes ?? Buffer.alloc(0);
  const of = (what: string, content: Buffer) =>
    wrong(what, { ...raw, body: content, headers: { ...raw.headers, "content-length": content.length } });
  const types = ["text/html", "application/json", "x", "", "video/mp4", "multipart/form-data; boundary=x"];
  return [
    fc.uint8Array({ maxLength: 200 }).map((content) => of("bytes of no picture", Buffer.from(content))),
    fc.nat({ max: bytes.length - 1 }).map((at) => of("a picture that is cut short", bytes.subarray(0, at))),
    fc
      .constantFrom("<svg onload=x>", "<!doctype html>", "GIF89a", "%PDF-1.7", "PK\u0003\u0004")
      .map((text) => of(`bytes of ${text}`, Buffer.from(text))),
    fc
      .constantFrom(...types)
      .map((type) =>
        wrong(`the content type ${type}`, { ...raw, headers: { ...raw.headers, "content-type": type } }),
      ),
    fc
      .constantFrom("gzip", "br", "x")
      .map((packing) =>
        wrong(`the packing ${packing}`, { ...raw, headers: { ...raw.headers, "content-encoding": packing } }),
      ),
  ];
}
