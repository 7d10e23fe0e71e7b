import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { operations } from "@gatefold/gateway";
import {
  fixed,
  lineOf,
  nobodys,
  type Sample,
  samples,
  type Things,
} from "../../apps/gateway/test/samples.ts";
import { type Answer, caller, must } from "../../apps/gateway/test/world.ts";
import { createDemo, type Demo } from "./demo.ts";

/** Two accounts on one running server: eve owns the other one, and knows the id of everything in ada's. */

let demo: Demo;
let ada: string;
let eve: string;
let things: Things;
let unknown: Things;
let version: string;

interface Found {
  readonly id: string;
}

const list = async (path: string) => {
  const answer = await demo.call<{ items: Found[] }>(ada, `GET /v1/${path}`);
  return must(answer, 200).items;
};
const first = async (path: string) => {
  const [item] = await list(path);
  if (item) return item.id;
  throw new Error(`The demo has nothing at ${path}.`);
};
const make = async (path: string, body: object, status = 201) =>
  must(await demo.call<Found>(ada, `POST /v1/${path}`, body), status).id;

beforeAll(async () => {
  demo = await createDemo();
  ada = await demo.key("ada");
  eve = await demo.key("eve");
  const folder = await demo.find("Aurora/Summer");
  const asset = await demo.find("Aurora/Summer/hero.jpg");
  const me = must(await demo.call<{ user: Found }>(await demo.key("bea"), "GET /v1/me"), 200);
  const user = me.user.id;
  const shown = await demo.call<{ version: Found }>(ada, `GET /v1/assets/${asset}`);
  version = must(shown, 200).version.id;
  things = {
    folder,
    asset,
    user,
    group: await make("groups", { name: "Some", members: [user] }),
    role: await first("roles"),
    grant: await first(`grants?user=${user}`),
    override: await make("overrides", { user, effect: "deny", permission: "asset.edit", folder }),
    collection: await make("collections", { folder, name: "Set", assets: [asset] }),
    connection: await first("connections"),
    delivery: await make("deliveries", { asset }, 202),
    job: await make("jobs", { assets: [asset] }, 202),
    key: await first(`keys?owner=${user}`),
  };
  unknown = nobodys(things);
  await settled();
});
afterAll(() => demo?.end());

/** The delivery has ended: nothing changes by itself any more. */
async function settled(): Promise<void> {
  const headers = { prefer: "wait=20" };
  const line = `GET /v1/deliveries/${things.delivery}`;
  expect((await demo.call(ada, line, undefined, headers)).body).toMatchObject({ state: "delivered" });
}

async function answersTo(operation: (typeof operations)[number], ids: Things) {
  const answers = [];
  for (const sample of samples[operation.id]?.(ids) ?? []) answers.push(fixed(await ask(operation, sample)));
  return answers;
}

const ask = (operation: (typeof operations)[number], sample: Sample): Promise<Answer> =>
  demo.call(eve, lineOf(operation, sample), sample.body, sample.headers);

/** A list that is asked for what is not there may be empty; nothing else is answered but with a refusal. */
const isRefusal = ({ status, text }: { status: number; text: string }) =>
  (status >= 400 && status < 500) || text === '{"items":[],"next":null}';

describe("with a key of another account", () => {
  let before: unknown;
  beforeEach(async () => {
    before ??= (await demo.call(ada, "POST /v1/journal/verify")).body["head"];
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    "%s answers for an id of ada's byte for byte as for one that is nobody's",
    async (_id, operation) => {
      const hidden = await answersTo(operation, things);
      expect(hidden.filter((answer) => !isRefusal(answer))).toEqual([]);
      expect(hidden).toEqual(await answersTo(operation, unknown));
    },
  );

  it("a path of names leads nowhere, as one that nobody has", async () => {
    const hidden = await demo.call(eve, "GET /v1/lookup?path=Aurora/Summer/hero.jpg");
    const missing = await demo.call(eve, "GET /v1/lookup?path=Aurora/Summer/nothing.jpg");
    expect(fixed(hidden)).toEqual(fixed(missing));
    expect(hidden.status).toBe(404);
  });

  it.each(["content", "thumbnail", "thumbnail?size=160", "content?surprise=1"])(
    "the content origin has no %s of ada's pictures",
    async (what) => {
      const content = caller(() => demo.urls().content);
      const hidden = await content(eve, `GET /v1/assets/${things.asset}/${what}`);
      const missing = await content(eve, `GET /v1/assets/${unknown.asset}/${what}`);
      expect(fixed(hidden)).toEqual(fixed(missing));
      expect(hidden.status).toBeGreaterThanOrEqual(400);
      expect(hidden.status).toBeLessThan(500);
    },
  );

  it("nothing of ada's changed, and nothing of it stands in any list", async () => {
    expect((await demo.call(ada, "POST /v1/journal/verify")).body).toMatchObject({ ok: true, head: before });
    for (const { method, path } of operations) {
      if (method !== "GET" || path.includes(":")) continue;
      const { text } = await demo.call(eve, `GET ${path}`);
      for (const id of Object.values(things)) expect(text).not.toContain(id);
    }
  });
});

it("ada's key, by its id, opens nothing without its secret, and as little as one that does not exist", async () => {
  const secret = eve.slice(-43);
  const hidden = await demo.call(`gk_${things.key}_${secret}`, "GET /v1/me");
  const missing = await demo.call(`gk_${unknown.key}_${secret}`, "GET /v1/me");
  expect(fixed(hidden)).toEqual(fixed(missing));
  expect(hidden.status).toBe(401);
});

/** A link as the gateway gives it to a platform, of ada's delivery put into this state. */
function link(state: string): string {
  const token = `${state}-${"t".repeat(30)}`;
  const file = demo.openDatabase();
  const hash = createHash("sha256").update(token).digest("hex");
  const { account } = file.prepare("SELECT account FROM deliveries WHERE id = ?").get(things.delivery) ?? {};
  file
    .prepare(
      `INSERT INTO "fetchLinks" (hash, account, delivery, version, expires, "left") VALUES (?, ?, ?, ?, ?, 5)`,
    )
    .run(hash, String(account), things.delivery, version, Date.now() + 600_000);
  file.prepare("UPDATE deliveries SET state = ? WHERE id = ?").run(state, things.delivery);
  file.close();
  return token;
}

it("a platform's link to ada's picture that has done its work answers as one that never was", async () => {
  const content = caller(() => demo.urls().content);
  expect((await content(null, `GET /fetch/${link("sending")}`)).status).toBe(200);
  const over = link("delivered");
  const missing = await content(null, `GET /fetch/${"u".repeat(over.length)}`);
  expect(missing.status).toBe(404);
  for (const key of [null, eve, ada]) {
    expect(fixed(await content(key, `GET /fetch/${over}`))).toEqual(fixed(missing));
  }
});
