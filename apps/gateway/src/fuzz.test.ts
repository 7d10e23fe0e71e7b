import { isDeepStrictEqual } from "node:util";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrangements, type Ids, type Needs } from "../test/fuzz/arrangements.ts";
import { type Ask, asksOf, written } from "../test/fuzz/asks.ts";
import { type Entry, fuzzedEntries } from "../test/fuzz/entries.ts";
import { broken, createJudge, notRefused } from "../test/fuzz/judge.ts";
import { seed } from "../test/fuzz/seed.ts";
import { makersOf, type Makers } from "../test/fuzz/things.ts";
import { createWire, type Raw, type Wire } from "../test/fuzz/wire.ts";
import type { Stage } from "../test/fuzz/wrong.ts";
import { wrongsOf } from "../test/fuzz/wrongs.ts";
import { createPlatformWorld, type PlatformWorld } from "../test/platform.ts";
import type { Founded } from "./account/founding.ts";
import { must } from "../test/world.ts";
import { createDocument, templateOf } from "./openapi/document.ts";
import { operations } from "./operations/index.ts";

/** Every operation of the document, fuzzed from it: this many requests that are done, and this many that are refused. */
const GOOD = 20;
const BAD = 200;

const document = createDocument(operations, { apiUrl: "http://api", contentUrl: "http://content" }, "0.0.0");
const entries = fuzzedEntries(document);
const judge = createJudge(document);

let platform: PlatformWorld;
let ada: Founded;
let makers: Makers;
let ids: Ids;
let foreign: Ids;
let stranger: string;
let deadTokens: Record<string, string>;
let wires: { readonly api: Wire; readonly content: Wire };

beforeAll(async () => {
  // Nobody is slowed down, but every answer says what is left.
  const many = 1_000_000_000;
  platform = await createPlatformWorld({ limits: { requestsPerMinute: many, failedKeysPerMinute: many } });
  const { world } = platform;
  ada = await world.found();
  const other = await world.found("Borealis");
  makers = makersOf(platform, ada);
  ids = await oneOfEach(makers);
  foreign = { ...(await oneOfEach(makersOf(platform, other))), account: other.account, change: "none" };
  stranger = (await world.person(ada, "stranger")).token;
  deadTokens = await keysThatOpenNothing();
  wires = { api: createWire(world.running.apiUrl), content: createWire(world.running.contentUrl) };
  await world.folder(ada, "Stays");
});
afterAll(async () => {
  wires.api.close();
  wires.content.close();
  await platform.end();
});

async function oneOfEach({ makers: all }: Makers): Promise<Ids> {
  const made: Record<string, string> = {};
  for (const [kind, make] of Object.entries(all)) made[kind] = await make();
  return made;
}

async function keysThatOpenNothing(): Promise<Record<string, string>> {
  const { world } = platform;
  const gone = await world.person(ada, "gone", { permissions: ["asset.view"] });
  must(await world.call(ada.token, `PATCH /v1/users/${gone.id}`, { status: "suspended" }), 200);
  const key = async (body: object) =>
    must(
      await world.call<{ token: string; key: { id: string } }>(ada.token, "POST /v1/keys", {
        name: "K",
        ...body,
      }),
      201,
    );
  const revoked = await key({});
  must(await world.call(ada.token, `DELETE /v1/keys/${revoked.key.id}`), 204);
  const ended = await key({ until: new Date(world.clock.now + 1).toISOString() });
  world.clock.now += 1;
  return {
    "a key of one who is suspended": gone.token,
    "a key that was revoked": revoked.token,
    "a key that has ended": ended.token,
    "a key that nobody has": `gk_none_${"x".repeat(43)}`,
  };
}

/** What the request names: a thing that stays where it only reads, else one made for it. */
async function needsOf({ id, method, params }: Entry): Promise<Needs> {
  const named: Record<string, string> = {};
  for (const { name } of params) {
    const make = makers.makers[name];
    if (!make)
      throw new Error(
        `${id} names a thing in its address that nothing makes: add a maker for "${name}" to test/fuzz/things.ts`,
      );
    named[name] = method === "GET" && name !== "token" ? (ids[name] ?? "") : await make();
  }
  const needs = (await arrangements[id]?.(makers, ids)) ?? {};
  return { ...needs, params: { ...named, ...needs.params } };
}

const asker = (entry: Entry) => ({ entry, ids, token: ada.token });
const send = (entry: Entry, raw: Raw) => wires[entry.origin].send(raw);
const shown = ({ method, path, headers, body }: Raw) =>
  `${method} ${path.slice(0, 200)}\n  ${JSON.stringify(headers).slice(0, 400)}\n  ${String(body).slice(0, 400)}`;

/** Requests that are done, until there are enough of them; what to do about it, where there are not. */
async function succeed(entry: Entry): Promise<{ done: number; advice: string | undefined }> {
  let last = "";
  let done = 0;
  for (let attempt = 0; attempt < 3 * GOOD && done < GOOD; attempt += 1) {
    platform.world.clock.now += 10_000; // platforms limit how often they are called
    const [ask] = fc.sample(asksOf(asker(entry), await needsOf(entry)), { numRuns: 1, seed: seed + attempt });
    const raw = written(ask as Ask);
    const answer = await send(entry, raw);
    const fault = broken(answer) ?? judge.fault(entry, answer);
    if (fault !== undefined)
      throw new Error(`${fault} (seed ${seed})\n${shown(raw)}\n${answer.text.slice(0, 500)}`);
    if (answer.status < 400) done += 1;
    else last = `${shown(raw)}\n${answer.text.slice(0, 500)}`;
  }
  const advice = `Say in test/fuzz/arrangements.ts what "${entry.id}" needs. The last one refused was\n${last}`;
  return { done, advice: done < GOOD ? advice : undefined };
}

/** All that is kept, but for what a request may note without being done: when a key was used, how often a link was taken or looked through. */
function contents(): Record<string, unknown> {
  const file = new DatabaseSync(join(platform.world.files, "data", "gatefold.db"), {
    readOnly: true,
    timeout: 5000,
  });
  const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const noted = /key_?secrets|fetch_?links/i;
  const kept = tables.filter(({ name }) => name !== "looks");
  const rows = kept.map(({ name }) => {
    const all = file.prepare(`SELECT * FROM "${String(name)}"`).all();
    return [name, noted.test(String(name)) ? all.length : all];
  });
  file.close();
  return Object.fromEntries(rows) as Record<string, unknown>;
}

describe.each(entries.map((entry) => [entry.id, entry] as const))("%s", (_id, entry) => {
  it("succeeds", async () => {
    expect(await succeed(entry)).toEqual({ done: GOOD, advice: undefined });
  });

  it("refuses what is wrong, and changes nothing", async () => {
    const stage: Stage = { entry, judge, deadTokens, foreign, stranger };
    const needs = await needsOf(entry);
    const [sound] = fc.sample(asksOf(asker(entry), needs), { numRuns: 1, seed });
    const before = contents();
    const wrong = fc.sample(wrongsOf(stage, sound as Ask), { numRuns: BAD + 20, seed });
    let refused = 0;
    for (const { what, raw, own, mayPass } of wrong) {
      const answer = await send(entry, raw);
      const fault = notRefused(answer) ?? (own ? judge.fault(entry, answer) : undefined);
      if (fault === undefined) refused += 1;
      else if (!mayPass || broken(answer))
        throw new Error(`${what}: ${fault} (seed ${seed})\n${shown(raw)}\n${answer.text.slice(0, 500)}`);
    }
    const after = contents();
    const changed = Object.keys(after).filter((table) => !isDeepStrictEqual(after[table], before[table]));
    expect(changed).toEqual([]);
    expect(refused).toBeGreaterThanOrEqual(BAD);
  });
});

const routesOf = ({ stack }: { readonly stack: readonly object[] }) =>
  stack.flatMap((layer) => ("route" in layer && isRoute(layer.route) ? [layer.route] : []));

interface Mounted {
  readonly path: string;
  readonly methods: Readonly<Record<string, boolean>>;
}
const isRoute = (value: unknown): value is Mounted =>
  typeof value === "object" && value !== null && "path" in value && "methods" in value;

describe.each(["api", "content"] as const)("the %s origin", (origin) => {
  const app = () => platform.world.running.gateway[origin];

  it("has no route that the document does not tell of", () => {
    const here = entries.filter((entry) => entry.origin === origin);
    const told = new Set(here.flatMap(({ method, path }) => [`${method} ${path}`, `ANY ${path}`]));
    const mounted = routesOf(app().router).flatMap(({ path, methods }) => {
      const names = Object.keys(methods).filter((method) => method !== "_all");
      // What says which methods there are takes them all.
      const all = names.length > 10 ? ["any"] : names;
      return all.map((method) => `${method.toUpperCase()} ${templateOf(path)}`);
    });
    expect(mounted.filter((route) => !told.has(route) && !forPeople.has(route))).toEqual([]);
    expect(here.filter(({ method, path }) => !mounted.includes(`${method} ${path}`))).toEqual([]);
  });

  it("has no router below an address, whose routes nobody would see here", () => {
    const names = app().router.stack.map(({ name }) => name);
    expect(
      names.filter((name) => name === "router" || name === "mounted_app" || name === "serveStatic"),
    ).toEqual([]);
  });
});

/** Pages, which are no part of the API. */
const forPeople: ReadonlySet<string> = new Set(["GET /docs", "ANY /docs"]);

it("the journal holds together after all of it", async () => {
  expect(await platform.world.store.journal.verify(ada.account)).toMatchObject({ ok: true });
});
