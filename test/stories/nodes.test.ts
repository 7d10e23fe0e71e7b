import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { API_KEY, type Sent } from "../../apps/gateway/test/platform.ts";
import { samplePicture } from "../../apps/gateway/test/sample-pictures.ts";
import { must, type Answer } from "../../apps/gateway/test/world.ts";
import { createNodes, type Node, type Nodes } from "./nodes.ts";

/** Several gateways on one database: what is true on one is true on all of them, or they say that they can't know. */

let world: Nodes;
let nodes: readonly Node[];
let one: Node;
let bea: { readonly id: string; readonly token: string };
let download: string;
/** What was acknowledged, by whichever node, and so must be there for ever. */
const made: string[] = [];

beforeAll(async () => {
  world = await createNodes(["one", "two", "three"]);
  nodes = world.nodes;
  one = nodes[0]!;
  bea = await person("bea", ["web-api.use", "asset.view"]);
  download = await add("roles", { name: "Download", permissions: ["asset.download"] });
});
afterAll(() => world?.end());

async function add(what: string, body: object, by: Node = one): Promise<string> {
  return must(await by.call<{ id: string }>(world.owner.token, `POST /v1/${what}`, body), 201).id;
}

async function person(username: string, permissions: readonly string[]) {
  const id = await add("users", { username, name: username });
  await add("grants", { user: id, role: await add("roles", { name: username, permissions }) });
  const key = await one.call<{ token: string }>(world.owner.token, "POST /v1/keys", {
    name: "Key",
    owner: id,
  });
  return { id, token: must(key, 201).token };
}

const codeOf = ({ text }: Answer<unknown>) => (JSON.parse(text) as { code: string }).code;

type Said = "allow" | "deny" | "stale" | "gone";

/** May bea download, says this node; `gone` where it does not answer at all. */
async function ask(node: Node): Promise<Said> {
  const question = { permission: "asset.download", at: world.owner.root };
  const answer = await node
    .call<{ effect: "allow" | "deny" }>(bea.token, "POST /v1/decisions", question)
    .catch(() => undefined);
  if (answer?.status === 503 && codeOf(answer) === "STALE") return "stale";
  // Who is suspended is nobody.
  if (answer?.status === 401) return "deny";
  return answer ? must(answer, 200).effect : "gone";
}

/** Asks every node again and again, and keeps what it said to what was asked when. */
function watch() {
  const seen: {
    readonly node: Node;
    readonly asked: number;
    readonly answered: number;
    readonly said: Said;
  }[] = [];
  const over = new AbortController();
  const watching = nodes.map(async (node) => {
    while (!over.signal.aborted) {
      const asked = performance.now();
      const said = await ask(node);
      seen.push({ node, asked, answered: performance.now(), said });
      await setTimeout(10);
    }
  });
  return {
    seen,
    async stop() {
      over.abort();
      await Promise.all(watching);
    },
  };
}

/** Makes folders through every node, two clients at each, until it is stopped; what is acknowledged is noted, and the end tells how the rest was refused. */
function change(round: string) {
  const over = new AbortController();
  const refused = new Set<string>();
  const clients = [...nodes, ...nodes].map(async ({ name: by, call }, client) => {
    for (let number = 1; !over.signal.aborted; number += 1) {
      const name = `${round} ${by} ${client} ${number}`;
      const body = { parent: world.owner.root, name };
      const answer = await call(world.owner.token, "POST /v1/folders", body).catch(() => undefined);
      if (answer?.status === 201) made.push(name);
      else refused.add(answer ? codeOf(answer) : "gone");
      if (answer?.status !== 201) await setTimeout(20);
    }
  });
  return async () => {
    over.abort();
    await Promise.all(clients);
    return [...refused].toSorted();
  };
}

async function everywhere(said: Said, among: readonly Node[] = nodes): Promise<void> {
  const asked = () => Promise.all(among.map(ask));
  await expect.poll(asked, { timeout: 30_000, interval: 50 }).toEqual(among.map(() => said));
}

/** How a right is taken away, by a node; answers how it is given back. */
type Way = (by: Node) => Promise<() => Promise<unknown>>;

const asOwner = async (by: Node, line: string, body: object, status = 200) =>
  must(await by.call<{ id: string }>(world.owner.token, line, body), status).id;

const downloadRole = (permissions: readonly string[]) => ({ name: "Download", permissions });

/** Ways to take bea's right to download away: each begins with her having it. */
function waysToLose(grant: string): Readonly<Record<string, Way>> {
  let current = grant;
  return {
    "a grant is ended": async (by) => {
      await asOwner(by, `POST /v1/grants/${current}/end`, { reason: "Left." });
      return async () => (current = await add("grants", { user: bea.id, role: download }));
    },
    "a denial is written": async (by) => {
      const denial = { user: bea.id, effect: "deny", permission: "asset.download" };
      const id = await asOwner(by, "POST /v1/overrides", denial, 201);
      return () => asOwner(one, `POST /v1/overrides/${id}/end`, {});
    },
    "a role is cut down": async (by) => {
      await asOwner(by, `PUT /v1/roles/${download}`, downloadRole(["asset.view"]));
      return () => asOwner(one, `PUT /v1/roles/${download}`, downloadRole(["asset.download"]));
    },
    "a person is suspended": async (by) => {
      await asOwner(by, `PATCH /v1/users/${bea.id}`, { status: "suspended" });
      return () => asOwner(one, `PATCH /v1/users/${bea.id}`, { status: "active" });
    },
  };
}

/** Takes the right away by one node and waits until every node refuses; answers after how many milliseconds each that lived first did. */
async function refusedEverywhere(take: Way, by: Node, dead?: Node) {
  await everywhere("allow");
  const watching = watch();
  await dead?.kill();
  const giveBack = await take(by);
  const taken = performance.now();
  await dead?.start();
  await everywhere("deny");
  await watching.stop();
  const wrong = watching.seen.filter(({ asked, said }) => said === "allow" && asked > taken + 1000);
  expect(wrong).toEqual([]);
  await giveBack();
  return nodes
    .filter((node) => node !== dead)
    .map((node) => {
      const isRefusal = ({ said, answered }: { said: Said; answered: number }) =>
        said !== "allow" && answered > taken;
      const first = watching.seen.find((look) => look.node === node && isRefusal(look));
      return (first?.answered ?? Infinity) - taken;
    });
}

test("A right taken away on one node, in whatever way, is refused by every node within a second, while clients write through all of them, one dies, and none does", async () => {
  const ways = Object.values(waysToLose(await add("grants", { user: bea.id, role: download })));
  const stopChanges = change("load");
  const waits: number[] = [];
  for (const [index, take] of ways.entries()) {
    waits.push(...(await refusedEverywhere(take, nodes[(index + 1) % 3]!)));
  }
  for (const [index, take] of ways.entries()) {
    const dead = index < 2 ? nodes[(index + 1) % 3] : undefined;
    waits.push(...(await refusedEverywhere(take, nodes[index % 3]!, dead)));
  }
  // Whose change came second planned it again: nobody was sent away but from a node that was dead.
  expect(await stopChanges()).toEqual(["gone"]);
  for (const [index, take] of ways.entries()) {
    waits.push(...(await refusedEverywhere(take, nodes[(index + 2) % 3]!)));
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const [median, worst] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((ms) =>
    Math.round(ms ?? 0),
  );
  console.log(
    `Refused by every node after ${median} ms in the median, ${worst} ms at worst (${waits.length} times a node); ${made.length} changes went through all of them meanwhile.`,
  );
  await ways[0]?.(one);
  await nothingLost();
}, 120_000);

test("The database ends and begins again: no wrong yes, nothing acknowledged is lost, nothing is delivered twice", async () => {
  const grant = await add("grants", { user: bea.id, role: download });
  const connection = await connect();
  const wanted = await Promise.all(Array.from({ length: 9 }, (_, number) => picture(number)));
  await everywhere("allow");
  const stopChanges = change("outage");
  world.sandbox.faults.add({
    platform: "klaviyo",
    kind: "delay",
    milliseconds: 400,
    match: { method: "POST" },
    times: 100,
  });
  const deliveries = await Promise.all(
    wanted.map(async (asset, number) => deliver(nodes[number % 3]!, { asset, connection })),
  );
  await expect.poll(() => world.images(), { timeout: 20_000 }).not.toHaveLength(0);

  const watching = watch();
  must(await one.call(world.owner.token, `POST /v1/grants/${grant}/end`, { reason: "Left." }), 200);
  const taken = performance.now();
  await world.server.stop();
  await nodes[2]!.kill();
  await everywhere("stale", nodes.slice(0, 2));
  await watching.stop();
  expect(watching.seen.filter(({ asked, said }) => said === "allow" && asked > taken + 1000)).toEqual([]);

  await world.server.start();
  // Nobody works on a job whose node died or could not say that it was done: their leases may end now.
  await world.sql(`update jobs set "leasedUntil" = 1 where "leasedUntil" is not null`);
  await nodes[2]!.start();
  await everywhere("deny");
  expect(await stopChanges()).toEqual(["STALE", "gone"]);
  await expect
    .poll(() => statesOf(deliveries), { timeout: 50_000, interval: 500 })
    .toEqual(wanted.map(() => "delivered"));

  const shown = world.images();
  for (const { marker } of deliveries) {
    expect(shown.filter(({ name }) => name.includes(marker))).toHaveLength(1);
  }
  expect(shown).toHaveLength(wanted.length);
  await nothingLost();
}, 120_000);

/** All that was acknowledged is there once, and every node finds the journal whole. */
async function nothingLost(): Promise<void> {
  expect(made.length).toBeGreaterThan(20);
  const names = (await world.sql(`select name from folders where name like '% % % %'`)).map(
    ({ name }) => name,
  );
  expect(new Set(names).size).toBe(names.length);
  const there = new Set(names);
  expect(made.filter((name) => !there.has(name))).toEqual([]);
  for (const { call } of nodes) {
    expect(must(await call(world.owner.token, "POST /v1/journal/verify"), 200)).toMatchObject({ ok: true });
  }
}

const connect = () => {
  const body = { connector: "klaviyo", name: "Mail", folder: null, secrets: { apiKey: API_KEY } };
  return add("connections", body);
};

async function picture(number: number): Promise<string> {
  const query = new URLSearchParams({ folder: world.owner.root, name: `${number}.png` }).toString();
  const bytes = await samplePicture({ hue: number * 30 });
  const answer = await fetch(`${one.url()}/v1/assets?${query}`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.owner.token}`, "content-type": "image/png" },
    body: new Uint8Array(bytes),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const deliver = async (node: Node, body: object): Promise<Sent> =>
  must(await node.call<Sent>(world.owner.token, "POST /v1/deliveries", body), 202);

/** Asks as whoever waits would; pauses between looks are over, so that nobody waits in a test. */
async function statesOf(deliveries: readonly Sent[]): Promise<string[]> {
  await world.sql(`update jobs set "runAt" = "runAt" - 60000 where "leasedUntil" is null`);
  const answers = await Promise.all(
    deliveries.map(({ id }, number) =>
      nodes[number % 3]!.call<Sent>(world.owner.token, `GET /v1/deliveries/${id}`),
    ),
  );
  return answers.map((answer) => must(answer, 200).state);
}
