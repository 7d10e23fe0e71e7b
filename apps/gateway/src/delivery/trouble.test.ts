import type { Store } from "@gatefold/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { caller, must, serve, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** Deliveries when the platform, the connection to it, or this process fails at the worst moment. */

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let hero: Shown;
/** Called before a delivery is written as delivered. */
let beforeSettling: () => Promise<void>;

const hesitant = (store: Store): Store => ({
  ...store,
  deliveries: {
    ...store.deliveries,
    async update(account, id, patch, from) {
      if (patch.state === "delivered") await beforeSettling();
      return store.deliveries.update(account, id, patch, from);
    },
  },
});

beforeEach(async () => {
  beforeSettling = async () => {};
  platform = await createPlatformWorld({ wrap: hesitant });
  world = platform.world;
  ada = await world.found();
  await platform.connect(ada);
  hero = await upload(world, ada.token, ada.root, "hero.png", await samplePicture());
});
afterEach(() => platform.end());

const UPLOAD = { method: "POST", path: "/api/image-upload" };
const uploads = () => platform.calls().filter((call) => call === "POST /api/image-upload").length;
const deliver = (seconds = 10) => platform.deliver(ada.token, { asset: hero.id }, seconds);

/** Polls until the delivery stands so, with time passing on the clock all share. */
async function until(id: string, wanted: (delivery: Sent) => boolean, step = 0): Promise<Sent> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { body } = await world.call<Sent>(ada.token, `GET /v1/deliveries/${id}`);
    if (wanted(body)) return body;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(body)}`);
    world.clock.now += step;
    world.running.gateway.services.dispatch.worker.wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("an answer that is lost", () => {
  it("after the picture was stored: it is found, and there is one", async () => {
    platform.sandbox.faults.add({ platform: "klaviyo", kind: "drop-after", match: UPLOAD });
    const { body } = await deliver();
    expect(body).toMatchObject({ state: "delivered", attempts: 1 });
    expect(uploads()).toBe(1);
    expect(platform.images().map(({ id }) => id)).toEqual([body.externalId]);
  });

  it("before it was stored: it is looked for twice, then sent anew, and there is one", async () => {
    platform.sandbox.faults.add({ platform: "klaviyo", kind: "drop-before", match: UPLOAD });
    const { body } = await deliver(0);
    const ended = await until(body.id, ({ state }) => state === "delivered", 1000);
    expect(ended.attempts).toBe(2);
    expect(uploads()).toBe(2);
    expect(platform.images()).toHaveLength(1);
    const acts = await world.store.acts.list(ada.account, { limit: 10 });
    expect(acts.filter(({ act }) => act === "deliver")).toHaveLength(2);
  });

  it("and the platform can't be asked either: it is asked again later, and nothing is sent meanwhile", async () => {
    platform.sandbox.faults.add({ platform: "klaviyo", kind: "drop-after", match: UPLOAD });
    const down = { method: "GET", path: "/api/images" };
    platform.sandbox.faults.add({ platform: "klaviyo", kind: "status", status: 503, match: down, times: 8 });
    const { body } = await deliver(0);
    const ended = await until(body.id, ({ state }) => state === "delivered", 1000);
    expect(ended.attempts).toBe(1);
    expect(uploads()).toBe(1);
    expect(platform.images()).toHaveLength(1);
  });
});

const refuse = (status: number, headers: Record<string, string> = {}) =>
  platform.sandbox.faults.add({
    platform: "klaviyo",
    kind: "status",
    status,
    headers,
    match: UPLOAD,
    times: 5,
    body: { errors: [{ id: "x", status, code: "x", title: "No", detail: "No." }] },
  });

describe("a platform that says", () => {
  it("not now: it waits so long, decided anew, and counts no attempt", async () => {
    refuse(429, { "retry-after": "90" });
    const { body } = await deliver(0);
    const waiting = await until(body.id, ({ state, code }) => state === "waiting" && code !== null);
    expect(waiting).toMatchObject({ attempts: 0, message: expect.stringMatching(/\.$/) });
    platform.sandbox.faults.clear();
    const sent = uploads();
    world.clock.now += 60_000;
    await until(body.id, ({ state }) => state === "waiting");
    expect(uploads()).toBe(sent);
    expect(await until(body.id, ({ state }) => state === "delivered", 1000)).toMatchObject({ code: null });
  });

  it.each([
    ["no", 400, "PLATFORM_REJECTED"],
    ["these credentials are none", 401, "PLATFORM_AUTH"],
    ["these credentials may not", 403, "PLATFORM_SCOPE"],
  ])("%s: it fails with a sentence, and is not sent again", async (_what, status, code) => {
    refuse(status);
    const { body } = await deliver();
    expect(body).toMatchObject({ state: "failed", code, message: expect.stringMatching(/\.$/) });
    expect(uploads()).toBe(1);
    platform.sandbox.faults.clear();
    expect((await deliver()).body).toMatchObject({ state: "delivered", existing: false });
  });
});

describe("a process that dies between sending and settling", () => {
  it("leaves a delivery that the next one looks for, and does not send twice", async () => {
    const dead = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    beforeSettling = () => {
      // From here on the first process does nothing more.
      beforeSettling = async () => {};
      reached.resolve();
      return dead.promise;
    };
    const { body } = await deliver(0);
    await reached.promise;
    expect(body.state).toBe("waiting");
    const next = await serve(world.dependencies);
    try {
      const call = caller(() => next.apiUrl);
      const found = must(await call<Sent>(ada.token, `GET /v1/deliveries/${body.id}`), 200);
      expect(found.state).toBe("sending");
      // The dead one's lease ends.
      world.clock.now += 30_001;
      next.gateway.services.dispatch.worker.wake();
      const line = `GET /v1/deliveries/${body.id}`;
      const ended = await call<Sent>(ada.token, line, undefined, { prefer: "wait=10" });
      expect(ended.body).toMatchObject({ state: "delivered", attempts: 1 });
      expect(uploads()).toBe(1);
      expect(platform.images().map(({ id }) => id)).toEqual([ended.body.externalId]);
    } finally {
      dead.resolve();
      await next.gateway.close();
    }
  });
});
