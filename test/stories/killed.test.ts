import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";
import { must } from "../../apps/gateway/test/world.ts";
import { createDemo, type Demo } from "./demo.ts";

interface Delivery {
  readonly id: string;
  readonly asset: string;
  readonly state: string;
  readonly externalId: string | null;
  readonly marker: string;
}

let demo: Demo;
let ada: string;
let root: string;
/** What was acknowledged so far, and so must be there for ever: ids of deliveries, names of folders. */
const requested: string[] = [];
const made: string[] = [];

beforeAll(async () => {
  demo = await createDemo();
  ada = await demo.key("ada");
  root = must(await demo.call<{ parent: string }>(ada, "GET /v1/lookup?path=Aurora"), 200).parent;
});
afterAll(() => demo?.end());

/** Makes folders one after the other until the server dies under it. */
async function changeUntilKilled(round: string): Promise<void> {
  for (let number = 1; ; number += 1) {
    const name = `${round} ${number}`;
    const answer = await demo.call(ada, "POST /v1/folders", { parent: root, name }).catch(() => undefined);
    if (answer?.status !== 201) return;
    made.push(name);
  }
}

async function requestDeliveries(folder: string): Promise<void> {
  const id = await demo.find(folder);
  const { items } = must(
    await demo.call<{ items: { id: string }[] }>(ada, `GET /v1/assets?folder=${id}`),
    200,
  );
  for (const asset of items) {
    const answer = await demo.call<Delivery>(ada, "POST /v1/deliveries", { asset: asset.id });
    requested.push(must(answer, 202).id);
  }
}

async function fault(kind: string, method: string, more: object = {}): Promise<void> {
  const answer = await fetch(`${demo.urls().sandbox}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ platform: "klaviyo", kind, match: { method }, times: 100, ...more }),
  });
  expect(answer.status).toBe(201);
}

/** Waits for a request of this method that the fake Klaviyo has not answered yet. */
async function underway(method: string): Promise<void> {
  interface Seen {
    readonly items: readonly {
      readonly method: string;
      readonly status: number | null;
      fault: string | null;
    }[];
  }
  const isUnderway = async () => {
    const answer = await fetch(`${demo.urls().sandbox}/_sandbox/requests`);
    const { items } = (await answer.json()) as Seen;
    return items.some((request) => request.method === method && request.status === null && !request.fault);
  };
  await expect.poll(isUnderway, { timeout: 30_000, interval: 20 }).toBe(true);
}

const all = () => Promise.all(requested.map((id) => demo.call<Delivery>(ada, `GET /v1/deliveries/${id}`)));
const states = async () => (await all()).map((answer) => must(answer, 200).state);

/** A minute goes by while nothing runs: leases end, and pauses are over. */
function letTimePass(): void {
  const file = demo.openDatabase();
  file.exec("UPDATE jobs SET runAt = runAt - 60000, leasedUntil = leasedUntil - 60000");
  file.close();
}

async function killAt(round: string, moment: () => Promise<void>): Promise<void> {
  const changing = changeUntilKilled(round);
  await moment();
  await demo.kill();
  await changing;
  letTimePass();
  await demo.start();
}

/** Names of all pictures that Klaviyo shows. */
async function pictures(): Promise<{ id: string; name: string }[]> {
  const found = [];
  for (const { credentials } of SANDBOX_KLAVIYO_ACCOUNTS) {
    const headers = { authorization: `Klaviyo-API-Key ${credentials[0]?.secret}`, revision: "2026-07-15" };
    const url = `${demo.urls().sandbox}/klaviyo/api/images?page[size]=100`;
    const { data } = (await (await fetch(url, { headers })).json()) as {
      data: { id: string; attributes: { name: string } }[];
    };
    found.push(...data.map(({ id, attributes: { name } }) => ({ id, name })));
  }
  return found;
}

test("kill -9 at any moment loses nothing that was acknowledged and delivers nothing twice", async () => {
  await killAt("asked", () => requestDeliveries("Aurora/Summer"));
  await killAt("sending", async () => {
    await fault("delay", "POST", { milliseconds: 60_000 });
    await requestDeliveries("Bergström/Summer");
    await underway("POST");
  });
  await killAt("answer lost", async () => {
    await fault("drop-after", "POST");
    await fault("delay", "GET", { milliseconds: 60_000 });
    await requestDeliveries("Aurora/Winter");
    await underway("GET");
  });
  await killAt("in between", async () => {
    await requestDeliveries("Bergström/Winter");
    await expect.poll(states, { timeout: 30_000, interval: 10 }).toContain("delivered");
  });
  // Who is not sure looks again ten seconds later: a few more minutes, while nothing runs.
  for (let round = 0; round < 4 && (await underWay()) > 0; round += 1) {
    await demo.kill();
    letTimePass();
    await demo.start();
    await expect.poll(() => due(), { timeout: 30_000 }).toBe(0);
  }

  const deliveries = (await all()).map((answer) => must(answer, 200));
  expect(deliveries).toHaveLength(14);
  expect(deliveries.map(({ state }) => state)).toEqual(deliveries.map(() => "delivered"));
  const shown = await pictures();
  for (const { marker, externalId } of deliveries) {
    const ours = shown.filter(({ name }) => name.includes(marker));
    expect(ours.map(({ id }) => id)).toEqual([externalId]);
  }
  expect(shown).toHaveLength(deliveries.length);

  const { items } = must(
    await demo.call<{ items: { name: string }[] }>(ada, `GET /v1/folders?parent=${root}&limit=200`),
    200,
  );
  expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(made));
  expect(made.length).toBeGreaterThan(8);
  expect(await demo.cli("audit", "verify", "--as", "ada")).toMatchObject({ status: 0 });
});

const underWay = async () =>
  (await states()).filter((state) => state === "waiting" || state === "sending").length;

/** Jobs that wait for nothing but the worker. */
function due(): number {
  const file = demo.openDatabase();
  const row = file.prepare("SELECT count(*) AS jobs FROM jobs WHERE runAt <= ?").get(Date.now());
  file.close();
  return Number(row?.["jobs"]);
}
