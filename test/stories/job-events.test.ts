import { createClient, GatefoldApiError, type JobEvent } from "../../packages/client/src/index.ts";
import type { Store } from "@gatefold/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld } from "../../apps/gateway/test/platform.ts";
import { samplePicture } from "../../apps/gateway/test/sample-pictures.ts";
import { type Shown, upload } from "../../apps/gateway/test/uploads.ts";
import { must, type Person, serve, type World } from "../../apps/gateway/test/world.ts";
import type { Founded } from "../../apps/gateway/src/account/founding.ts";
import type { ShownJob } from "../../apps/gateway/src/operations/job-form.ts";

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let mia: Person;
let pictures: Shown[];
/** The most jobs that one look for what changed was about. */
let widest: number;

const counted = (store: Store): Store => ({
  ...store,
  deliveryJobs: {
    ...store.deliveryJobs,
    changed(jobs, since) {
      widest = Math.max(widest, jobs.length);
      return store.deliveryJobs.changed(jobs, since);
    },
  },
});

beforeEach(async () => {
  widest = 0;
  platform = await createPlatformWorld({ wrap: counted });
  world = platform.world;
  ada = await world.found();
  await platform.connect(ada);
  pictures = [];
  for (const hue of [0, 90]) {
    pictures.push(await upload(world, ada.token, ada.root, `p${hue}.png`, await samplePicture({ hue })));
  }
  mia = await world.person(ada, "mia", { permissions: ["asset.view", "asset.download", "deliver.klaviyo"] });
});
afterEach(() => platform.end());

const HOUR = 3_600_000;
const ask = async () => {
  const notBefore = new Date(world.clock.now + HOUR).toISOString();
  const body = { assets: pictures.map(({ id }) => id), notBefore };
  return must(await world.call<ShownJob>(mia.token, "POST /v1/jobs", body), 202).id;
};
const due = () => {
  world.clock.now += HOUR;
  world.running.gateway.services.dispatch.worker.wake();
};
const clientOf = (token: string, url = world.running.apiUrl) => createClient({ url, key: token, retries: 0 });
const follow = (job: string, token = mia.token, url = world.running.apiUrl) =>
  clientOf(token, url).events("jobs.events", { path: { job } });
const rest = async (events: AsyncIterable<JobEvent>) => {
  const all: JobEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};
const kinds = (events: readonly JobEvent[]) => events.map(({ event }) => event);

/** The raw answer, and how to read on from it. */
async function open(job: string, headers: Record<string, string> = {}, token = mia.token) {
  const leave = new AbortController();
  const response = await fetch(`${world.running.apiUrl}/v1/jobs/${job}/events`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: leave.signal,
  });
  return { response, leave: () => leave.abort() };
}

describe("a job's events", () => {
  it("tell how far it is, each item that changes, and the end", async () => {
    const id = await ask();
    const events = follow(id);
    expect((await events.next()).value).toMatchObject({ event: "job", data: { id, counts: { waiting: 2 } } });
    due();
    const all = await rest(events);
    expect(kinds(all).at(-1)).toBe("end");
    const delivered = all.filter((one) => one.event === "item" && one.data.state === "delivered");
    expect(delivered).toHaveLength(2);
    const jobs = all.flatMap((one) => (one.event === "job" ? [one.data] : []));
    expect(jobs.at(-1)).toMatchObject({ state: "ended", counts: { delivered: 2, waiting: 0 } });
  });

  it("end at once where all has ended, and go on from the last one that was read", async () => {
    const id = await ask();
    due();
    await expect
      .poll(async () => (await world.call<ShownJob>(mia.token, `GET /v1/jobs/${id}`)).body.state)
      .toBe("ended");
    expect(kinds(await rest(follow(id)))).toEqual(["job", "end"]);
    const resumed = await open(id, { "last-event-id": String(world.clock.now - 1) });
    expect(resumed.response.headers.get("content-type")).toContain("text/event-stream");
    const text = await resumed.response.text();
    expect(text.match(/^event: (\w+)$/gm)).toEqual([
      "event: job",
      "event: item",
      "event: item",
      "event: end",
    ]);
    expect(text).toMatch(new RegExp(`^id: ${world.clock.now}$`, "m"));
    const late = await open(id, { "last-event-id": String(world.clock.now + HOUR) });
    expect(await late.response.text()).not.toContain("event: item");
  });

  it("come from another node's work, read once for all who listen", async () => {
    const id = await ask();
    const other = await serve(world.dependencies);
    try {
      const second = await ask();
      const listeners = [id, id, second].map((job) => follow(job, mia.token, other.apiUrl));
      for (const events of listeners) await events.next();
      const all = Promise.all(listeners.map(rest));
      // One look is about all jobs that are listened to, and about each of them once.
      await expect.poll(() => widest, { timeout: 5000 }).toBe(2);
      due();
      for (const events of await all) expect(kinds(events).at(-1)).toBe("end");
    } finally {
      await other.gateway.close();
    }
  });

  it("stop where the right is gone, and say so", async () => {
    const id = await ask();
    const events = follow(id);
    await events.next();
    must(await world.call(ada.token, `PATCH /v1/users/${mia.id}`, { status: "suspended" }), 200);
    due();
    await expect(rest(events)).rejects.toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
    const hidden = follow(id, (await world.person(ada, "vic", {})).token);
    await expect(hidden.next()).rejects.toBeInstanceOf(GatefoldApiError);
  });

  it("stop where the secret that was shown is rolled away, though the key lives on", async () => {
    const id = await ask();
    const events = follow(id);
    await events.next();
    const path = `POST /v1/keys/${mia.token.split("_")[1]}/roll`;
    must(await world.call(ada.token, path, { overlapSeconds: 0 }), 200);
    due();
    await expect(rest(events)).rejects.toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
  });

  it("are ten streams a key at most, and one that is left makes room", async () => {
    const id = await ask();
    const streams = [];
    for (let count = 0; count < 10; count += 1) streams.push(await open(id));
    const answer = await world.call(mia.token, `GET /v1/jobs/${id}/events`);
    expect(answer).toMatchObject({ status: 429, body: { code: "RATE_LIMITED" } });
    streams[0]?.leave();
    await expect
      .poll(async () => {
        const { response, leave } = await open(id);
        leave();
        return response.status;
      })
      .toBe(200);
    for (const stream of streams) stream.leave();
  });

  it("are cut where the gateway stops, which waits for none of them", async () => {
    const id = await ask();
    const other = await serve({ ...world.dependencies, store: { ...world.store, close: async () => {} } });
    const events = follow(id, mia.token, other.apiUrl);
    await events.next();
    const cut = rest(events).catch((error: unknown) => error);
    await other.close();
    expect(await cut).toMatchObject({ code: "UNREACHABLE" });
  });
});
