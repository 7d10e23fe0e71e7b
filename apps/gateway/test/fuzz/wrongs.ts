import fc from "fast-check";
import { type Ask, written } from "./asks.ts";
import type { Entry } from "./entries.ts";
import type { Raw } from "./wire.ts";
import type { Stage, Wrong } from "./wrong.ts";
import { wrongBodies, wrongBytes } from "./wrong-bodies.ts";

type Made = fc.Arbitrary<Wrong>;

/** Every way to be wrong that there is for this operation, all as often. */
export function wrongsOf(stage: Stage, ask: Ask): Made {
  const { entry } = stage;
  return fc.oneof(
    ...(entry.body ? wrongBodies(stage, ask) : []),
    ...(entry.bytes ? wrongBytes(ask) : []),
    ...(takesNone(entry) ? [unwantedBody(ask)] : []),
    ...(strictQuery(entry) ? wrongQueries(entry, ask) : []),
    ...(entry.params.length > 0 ? wrongIds(stage, ask) : []),
    ...(entry.open ? [] : [wrongKey(stage, ask)]),
    ...(entry.headers.length > 0 ? [wrongHeader(entry, ask)] : []),
    ...(entry.method !== "GET" && !entry.open ? [wrongTag(ask)] : []),
    otherMethod(entry, ask),
    otherPath(ask),
  );
}

/** What is not of the table passes over what it does not look at. */
const takesNone = (entry: Entry) => entry.isOperation && !entry.body && !entry.bytes;
const strictQuery = ({ open }: Entry) => !open;

const wrong = (what: string, raw: Raw, own = true): Wrong => ({ what, raw, own });

function unwantedBody(ask: Ask): Made {
  const body = fc.oneof(fc.json(), fc.constantFrom("{}", "x", " ", "\0"));
  return body.map((text) => wrong("a body where none is taken", { ...written(ask), ...sent(text) }));
  function sent(text: string) {
    const length = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    return { headers: { ...ask.headers, ...length }, body: text };
  }
}

const unreadable = ["%00", "a%00b", "x".repeat(5000)];
const cursors = ["[1,2]", '{"a":1}', "null", '["a","b","c","d"]', "[]"].map((text) =>
  Buffer.from(text).toString("base64url"),
);

function wrongQueries(entry: Entry, ask: Ask): Made[] {
  const names = new Set(entry.query.map(({ name }) => name));
  const raw = written(ask);
  const withMore = (more: string) => ({
    ...raw,
    path: `${raw.path}${raw.path.includes("?") ? "&" : "?"}${more}`,
  });
  const unknown = fc
    .oneof(
      fc.stringMatching(/^[a-zA-Z_[\].-]{1,12}$/),
      fc.constantFrom("__proto__", "constructor", "limit[]"),
    )
    .filter((name) => !names.has(name));
  const of = ({ name, schema }: Entry["query"][number]) => {
    const set = (value: string) => {
      const bare = written({
        ...ask,
        query: Object.fromEntries(Object.entries(ask.query).filter(([key]) => key !== name)),
      });
      return { ...bare, path: `${bare.path}${bare.path.includes("?") ? "&" : "?"}${name}=${value}` };
    };
    const texts =
      schema.type === "integer"
        ? ["abc", "-1", "1.5", "NaN", "Infinity", "1e400", "%00", "99999999999999999999"]
        : schema.enum
          ? ["other", "", "%00"]
          : name === "cursor"
            ? [...cursors, "abc", ...unreadable]
            : unreadable;
    return [
      ...texts.map((text) => wrong(`${name} is ${text.slice(0, 30)}`, set(text))),
      wrong(`${name} twice`, withMore(`${name}=1&${name}=1`)),
    ];
  };
  const known = entry.query.flatMap(of);
  return [
    unknown.map((name) => wrong(`an unknown query ${name}`, withMore(`${encodeURIComponent(name)}=1`))),
    ...(known.length > 0 ? [fc.constantFrom(...known)] : []),
  ];
}

/** What lets pictures out, or takes them back: that somebody was refused is kept. */
const recorded: ReadonlySet<string> = new Set([
  "content.original",
  "deliveries.request",
  "deliveries.remove",
  "deliveries.settle",
]);

/** As they stand in an address. */
const noIds = [
  "%00",
  "__proto__",
  "constructor",
  "toString",
  "..%2F..%2Fetc%2Fpasswd",
  "%2e%2e",
  "..",
  "%E2%80%AE",
  "%ED%A0%80",
  "%",
  "%zz",
  "*",
  "null",
  "x".repeat(5000),
];

function wrongIds({ entry, foreign, stranger }: Stage, ask: Ask): Made[] {
  const names = entry.params.map(({ name }) => name);
  const at = (what: string, id: (name: string) => string) => {
    const params = Object.fromEntries(names.map((name) => [name, id(name)]));
    return wrong(what, written({ ...ask, params }));
  };
  const others = Object.values(ask.params);
  const form = others[0]?.slice(0, 4) ?? "";
  const likely = fc
    .stringMatching(/^[a-z0-9]{20}$/)
    .map((text) => at("an id that nothing has", () => form + text));
  return [
    likely,
    fc.stringMatching(/^[A-Za-z_~-][A-Za-z0-9_~-]{0,39}$/).map((text) => at("no id", () => text)),
    fc.constantFrom(...noIds).map((text) => at(`the id ${text.slice(0, 30)}`, () => text)),
    fc.constant(at("another account's id", (name) => foreign[name] ?? "none")),
    ...(entry.open || recorded.has(entry.id)
      ? []
      : [
          fc.constant(
            wrong("a key of one who sees nothing", {
              ...written(ask),
              headers: { ...written(ask).headers, authorization: `Bearer ${stranger}` },
            }),
          ),
        ]),
  ];
}

function wrongKey({ deadTokens }: Stage, ask: Ask): Made {
  const raw = written(ask);
  const { authorization: _, ...bare } = raw.headers;
  const said = (what: string, value: string | string[]) =>
    wrong(what, { ...raw, headers: { ...bare, authorization: value } });
  const dead = Object.entries(deadTokens).map(([why, token]) => said(why, `Bearer ${token}`));
  const forms = [
    "",
    "Bearer",
    "Bearer ",
    "Basic YTpi",
    "Bearer gk_",
    "bearer x y",
    "Bearer null",
    `Bearer ${"x".repeat(4000)}`,
  ];
  const right = String(ask.headers["authorization"]);
  return fc.oneof(
    fc.constantFrom(
      ...dead,
      ...forms.map((form) => said(`the key "${form.slice(0, 30)}"`, form)),
      wrong("no key", { ...raw, headers: bare }),
      said("a wrong key, then the right one", ["Bearer x", right]),
      said("a key that is cut short", right.slice(0, -1)),
      said("a key and more", `${right}x`),
    ),
    fc
      .stringMatching(/^[A-Za-z0-9_-]{43}$/)
      .map((secret) => said("a guessed secret", right.slice(0, -43) + secret)),
  );
}

function wrongHeader({ headers }: Entry, ask: Ask): Made {
  const values: Readonly<Record<string, readonly (string | string[])[]>> = {
    "Gatefold-Min-Revision": ["abc", "-1", "1.5", "0x1", "9".repeat(16), "999999", ["1", "1"], ""],
    "Idempotency-Key": ["", "a b", "x".repeat(201), "é", ["a", "b"]],
    "If-Match": ['"nope"', 'W/"nope"', "nope", '"nope", "neither"', ""],
    "Gatefold-Preview": ["nope", "", "x".repeat(2000)],
    Range: ["bytes=999999999-", "bytes=99999999-999999999"],
  };
  const raw = written(ask);
  const { "Idempotency-Key": _, ...bare } = raw.headers;
  const made = headers.flatMap((name) =>
    (values[name] ?? []).map((value): Wrong => {
      const what = `${name}: ${String(value).slice(0, 30)}`;
      // What would change nothing is done as it was previewed, whatever that was.
      return name === "Gatefold-Preview"
        ? { what, raw: { ...raw, headers: { ...bare, [name]: value } }, own: true, mayPass: true }
        : { what, raw: { ...raw, headers: { ...raw.headers, [name]: value } }, own: true };
    }),
  );
  const long = { ...raw, headers: { ...raw.headers, "x-long": "x".repeat(20_000) } };
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...made) },
    { weight: 1, arbitrary: fc.constant(wrong("headers that are too long", long, false)) },
  );
}

function wrongTag(ask: Ask): Made {
  const raw = written(ask);
  return fc.stringMatching(/^[A-Za-z0-9_-]{1,50}$/).map((tag) =>
    wrong("an entity tag that is none of ours", {
      ...raw,
      headers: { ...raw.headers, "if-match": `"${tag}"` },
    }),
  );
}

function otherMethod({ methods }: Entry, ask: Ask): Made {
  const raw = written(ask);
  const others = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE", "SEARCH"];
  return fc
    .constantFrom(...others.filter((method) => !methods.includes(method)))
    .map((method) => wrong(`the method ${method}`, { ...raw, method }, false));
}

function otherPath(ask: Ask): Made {
  const raw = written(ask);
  const [path = "", search] = raw.path.split("?");
  const tricks: readonly ((text: string) => string)[] = [
    (text) => `${text}%2f`,
    (text) => `${text}%00`,
    (text) => `${text};a=b`,
    (text) => `${text}/.`,
    (text) => `${text}/..`,
    (text) => `${text}/x/y/z`,
    (text) => `${text}\\`,
    (text) => `${text}.json`,
    (text) => `/${text}`,
    (text) => `/.${text}`,
    (text) => `/x/..${text}`,
    (text) => text.replace(/^\/(\w+)/, "/$1/"),
    (text) => text.replace(/^\/(\w+)/, "/v2"),
    (text) => text.replace(/^\/\w/, "/%76"),
    (text) => text.replace(/^\/(\w+)/, (word) => word.toUpperCase()),
    (text) => `${text}/`,
  ];
  return fc.constantFrom(...tricks).map((trick) => {
    const other = trick(path);
    return wrong(
      `the path ${other.slice(0, 60)}`,
      { ...raw, path: search === undefined ? other : `${other}?${search}` },
      false,
    );
  });
}
