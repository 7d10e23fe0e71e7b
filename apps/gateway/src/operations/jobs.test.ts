import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";
import type { ShownItem, ShownJob } from "./job-form.ts";

const MARKETER = ["asset.view", "asset.download", "deliver.klaviyo"];

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let mia: Person;
let brand: string;
let summer: string;
let pictures: Shown[];
let hidden: Shown;
let connection: string;

beforeEach(async () => {
  platform = await createPlatformWorld();
  world = platform.world;
  ada = await world.found();
  brand = await world.folder(ada, "Brand");
  summer = await world.folder(ada, "Summer", brand);
  const secret = await world.folder(ada, "Secret", brand, { restricted: true });
  connection = await platform.connect(ada, brand);
  pictures = [];
  for (const [hue, folder] of [brand, brand, summer].entries()) {
    const bytes = await samplePicture({ hue: hue * 40 });
    pictures.push(await upload(world, ada.token, folder, `picture-${hue}.png`, bytes));
  }
  hidden = await upload(world, ada.token, secret, "hidden.png", await samplePicture({ hue: 200 }));
  mia = await world.person(ada, "mia", { permissions: MARKETER, folders: [brand] });
});
afterEach(() => platform.end());

const ids = () => pictures.map(({ id }) => id);
const later = () => new Date(world.clock.now + 3_600_000).toISOString();
const ask = (body: object, token = mia.token, headers = {}) =>
  world.call<ShownJob>(token, "POST /v1/jobs", body, headers);
const job = async (id: string, token = mia.token) =>
  must(await world.call<ShownJob>(token, `GET /v1/jobs/${id}`), 200);
const items = async (id: string, token = mia.token, query = "") =>
  must(
    await world.call<{ items: ShownItem[]; next: string | null }>(token, `GET /v1/jobs/${id}/items${query}`),
    200,
  );
const wake = () => world.running.gateway.services.dispatch.worker.wake();
const due = () => {
  world.clock.now += 3_600_000;
  wake();
};
/** Lets time pass for platform and gateway until nothing of it is under way. */
const ended = async (id: string, token = mia.token) => {
  for (const deadline = Date.now() + 10_000; ;) {
    const now = await job(id, token);
    if (now.state === "ended") return now;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(now)}`);
    world.clock.now += 1000;
    wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe("a job of many pictures", () => {
  it("brings each there, says what was there already, and what may not go by its code", async () => {
    must(await platform.deliver(mia.token, { asset: pictures[0]!.id }), 201);
    const expires = new Date(world.clock.now + 1).toISOString();
    must(await world.call(ada.token, `PATCH /v1/assets/${pictures[2]!.id}`, { expires }), 200);
    world.clock.now += 1;
    const asked = await ask({ assets: [...ids(), hidden.id, "ast_none", ids()[0]] });
    const { id } = must(asked, 202);
    expect(asked.headers.get("location")).toBe(`/v1/jobs/${id}`);
    const end = await ended(id);
    expect(end).toMatchObject({
      user: mia.id,
      items: 5,
      asked: { assets: 5, to: [{}] },
      counts: { delivered: 1, present: 1, refused: 3, waiting: 0 },
      nextAt: null,
    });
    expect(end.reasons).toEqual([
      { state: "refused", code: "NOT_FOUND", count: 2, nextAt: null },
      { state: "refused", code: "ASSET_EXPIRED", count: 1, nextAt: null },
    ]);
    const rows = (await items(id)).items;
    expect(rows.map(({ state, code, existing }) => [state, code, existing])).toEqual([
      ["delivered", null, true],
      ["delivered", null, false],
      ["refused", "ASSET_EXPIRED", false],
      ["refused", "NOT_FOUND", false],
      ["refused", "NOT_FOUND", false],
    ]);
    // Hidden answers as missing does, but for the id that was asked for.
    const [concealed, missing] = rows.slice(3);
    expect({ ...concealed, number: 0, asset: "" }).toEqual({ ...missing, number: 0, asset: "" });
    expect(platform.images()).toHaveLength(2);
    const acts = await world.store.acts.list(ada.account, { user: mia.id, effect: "deny", limit: 9 });
    expect(acts.map(({ place }) => place).toSorted()).toEqual([pictures[2]!.id, hidden.id].toSorted());
  });

  it("is what one sees of a folder, with or without what is below, or of a collection", async () => {
    const { items: alone } = must(await ask({ folder: brand, notBefore: later() }), 202);
    expect(alone).toBe(2);
    const all = must(await ask({ folder: brand, below: true, notBefore: later() }), 202);
    expect((await items(all.id)).items.map(({ asset }) => asset)).toEqual(ids());
    const made = { folder: brand, name: "Set", assets: [pictures[2]!.id, hidden.id] };
    const { id: collection } = must(
      await world.call<{ id: string }>(ada.token, "POST /v1/collections", made),
      201,
    );
    const set = must(await ask({ collection, notBefore: later() }), 202);
    expect((await items(set.id)).items.map(({ asset }) => asset)).toEqual([pictures[2]!.id]);
    expect(set.nextAt).toBe(later());
  });

  it("goes to several connections, once through each, however it is named", async () => {
    const second = await platform.connect(ada, null, { name: "Second" });
    const to = [{ connection }, { connection: second }, { connection, connector: "klaviyo" }];
    const { id, items: count } = must(await ask({ assets: ids().slice(0, 2), to }), 202);
    expect(count).toBe(4);
    expect((await ended(id)).counts.delivered).toBe(4);
    const open = must(await ask({ assets: ids().slice(0, 1) }), 202);
    expect(open).toMatchObject({ state: "ended", reasons: [{ code: "CONNECTION_AMBIGUOUS", count: 1 }] });
  });

  it("is made once under an idempotency key", async () => {
    const named = { "idempotency-key": "summer" };
    const body = { folder: brand, notBefore: later() };
    const first = await ask(body, mia.token, named);
    const again = await ask(body, mia.token, named);
    expect(again.body).toEqual(first.body);
    expect((await world.store.deliveryJobs.list(ada.account, { limit: 9 })).length).toBe(1);
    expect(await ask({ ...body, below: true }, mia.token, named)).toMatchObject({
      status: 422,
      body: { code: "IDEMPOTENCY_KEY_REUSED" },
    });
  });

  it.each([
    ["nothing", () => ({}), 400, "INVALID_REQUEST"],
    ["two places", () => ({ folder: brand, collection: "col_x" }), 400, "INVALID_REQUEST"],
    ["below of no folder", () => ({ assets: ids(), below: true }), 400, "INVALID_REQUEST"],
    [
      "a platform that nobody knows",
      () => ({ folder: brand, to: [{ connector: "fax" }] }),
      400,
      "INVALID_REQUEST",
    ],
    ["a folder that is hidden", () => ({ folder: hidden.folder }), 404, "NOT_FOUND"],
    ["a collection that is none", () => ({ collection: "col_none" }), 404, "NOT_FOUND"],
    [
      "1001 pictures",
      () => ({ assets: Array.from({ length: 1001 }, (_, place) => `ast_${place}`) }),
      400,
      "INVALID_REQUEST",
    ],
    [
      "more than 1000 ways",
      () => ({ assets: Array.from({ length: 501 }, (_, place) => `ast_${place}`), to: [{}, { connection }] }),
      422,
      "JOB_TOO_LARGE",
    ],
  ])("refuses %s", async (_what, body, status, code) => {
    const answer = await ask(body());
    expect(answer).toMatchObject({ status, body: { code, detail: expect.stringMatching(/./) } });
    expect(await world.store.deliveryJobs.list(ada.account, { limit: 9 })).toEqual([]);
  });

  it("refuses an empty folder", async () => {
    const empty = await world.folder(ada, "Empty", brand);
    expect(await ask({ folder: empty })).toMatchObject({ status: 422, body: { code: "NOTHING_TO_DELIVER" } });
  });

  it("holds a thousand, reserved in few statements", async () => {
    const assets = [...ids(), ...Array.from({ length: 997 }, (_, place) => `ast_none${place}`)];
    const made = must(await ask({ assets, notBefore: later() }), 202);
    expect(made).toMatchObject({ items: 1000, counts: { waiting: 3, refused: 997 } });
    const page = await items(made.id, mia.token, "?limit=200");
    expect(page.items).toHaveLength(200);
    const next = await items(made.id, mia.token, `?limit=200&cursor=${page.next}`);
    expect(next.items[0]?.number).toBe(201);
  });
});

describe("a job that waits", () => {
  let waiting: string;
  beforeEach(async () => {
    waiting = must(await ask({ folder: brand, below: true, notBefore: later() }), 202).id;
  });

  it("stops where its key is revoked, or the right is gone: nothing of it is sent", async () => {
    const me = await world.call<{ key: { id: string } }>(mia.token, "GET /v1/me");
    await world.call(ada.token, `DELETE /v1/keys/${me.body.key.id}`);
    due();
    const end = await ended(waiting, ada.token);
    expect(end.reasons).toEqual([{ state: "refused", code: "UNAUTHENTICATED", count: 3, nextAt: null }]);
    expect(platform.calls()).toEqual([]);
  });

  it("is called off as a whole, truly, and twice is no harm", async () => {
    const first = await ask({ assets: [pictures[0]!.id], notBefore: later() }, ada.token);
    const call = () =>
      world.call<ShownJob & { cancelled: number; there: number }>(
        mia.token,
        `POST /v1/jobs/${waiting}/cancel`,
      );
    const [single] = (await items(waiting)).items;
    must(await world.call(mia.token, `POST /v1/deliveries/${single!.delivery}/cancel`), 200);
    expect(must(await call(), 200)).toMatchObject({
      state: "ended",
      counts: { cancelled: 3 },
      cancelled: 2,
      tooLate: 0,
      there: 0,
      notYours: 0,
      cancelledAt: expect.any(String),
    });
    expect(must(await call(), 200)).toMatchObject({ cancelled: 0 });
    due();
    await ended(waiting);
    expect(platform.calls()).toEqual([]);
    // It stood for mia's delivery, and can be asked for again.
    expect(await job(first.body.id, ada.token)).toMatchObject({ counts: { cancelled: 1 } });
    expect(await world.call(mia.token, `POST /v1/jobs/${waiting}/retry`)).toMatchObject({
      status: 422,
      body: { code: "NOTHING_TO_DELIVER" },
    });
  });

  it("says what was too late to call off", async () => {
    due();
    await ended(waiting);
    const call = world.call(mia.token, `POST /v1/jobs/${waiting}/cancel`);
    expect(must(await call, 200)).toMatchObject({ cancelled: 0, there: 3, counts: { delivered: 3 } });
  });

  it("is seen by who asked for it and who may view all the audit, by nobody else, and called off by who may deliver", async () => {
    const vic = await world.person(ada, "vic", {
      permissions: [...MARKETER, "audit.view"],
      folders: [brand],
    });
    for (const line of ["GET ", "POST cancel", "POST retry", "GET items"]) {
      const [method, verb = ""] = line.split(" ");
      const answer = await world.call(vic.token, `${method} /v1/jobs/${waiting}${verb && `/${verb}`}`);
      expect(answer.status).toBe(404);
    }
    const listed = async (token: string, query = "") =>
      (await world.call<{ items: ShownJob[] }>(token, `GET /v1/jobs${query}`)).body.items?.map(
        ({ id }) => id,
      );
    expect(await listed(mia.token)).toEqual([waiting]);
    expect(await listed(ada.token)).toEqual([]);
    expect(await listed(ada.token, "?of=all")).toEqual([waiting]);
    expect(await listed(vic.token, "?of=all")).toBeUndefined();
    const auditor = await world.person(ada, "aud", { permissions: ["asset.view", "audit.view"] });
    await world.call(ada.token, "POST /v1/grants", {
      user: auditor.id,
      role: ada.role,
      folders: [hidden.folder],
    });
    const off = await world.call(auditor.token, `POST /v1/jobs/${waiting}/cancel`);
    expect(off).toMatchObject({ status: 403, body: { code: "NO_GRANT" } });
    expect(must(await world.call(ada.token, `POST /v1/jobs/${waiting}/cancel`), 200)).toMatchObject({
      cancelled: 3,
    });
  });

  it("shows no more of what others asked for, once the caller may not", async () => {
    const asset = await upload(world, ada.token, brand, "other.png", await samplePicture({ hue: 300 }));
    must(await ask({ assets: [asset.id], notBefore: later() }, ada.token), 202);
    const { id } = must(await ask({ assets: [asset.id, ...ids()], notBefore: later() }), 202);
    expect((await items(id)).items[0]).toMatchObject({ state: "waiting", existing: true });
    const deny = { user: mia.id, effect: "deny", permission: "asset.view", folder: brand };
    must(await world.call(ada.token, "POST /v1/overrides", deny), 201);
    const [others, own] = (await items(id)).items;
    expect(others).toMatchObject({ state: "refused", code: "NOT_FOUND", delivery: null, externalUrl: null });
    expect(own).toMatchObject({ state: "waiting" });
  });
});

describe("what failed of a job", () => {
  it("is asked for again as a job of its own", async () => {
    const UPLOAD = { method: "POST", path: "/api/image-upload" };
    const body = { errors: [{ id: "x", status: 400, code: "x", title: "No", detail: "No." }] };
    platform.sandbox.faults.add({
      platform: "klaviyo",
      kind: "status",
      status: 400,
      match: UPLOAD,
      times: 1,
      body,
    });
    const { id } = must(await ask({ folder: brand, below: true }), 202);
    expect((await ended(id)).counts).toMatchObject({ delivered: 2, failed: 1 });
    const again = must(await world.call<ShownJob>(mia.token, `POST /v1/jobs/${id}/retry`), 202);
    expect(again).toMatchObject({ items: 1, asked: { retryOf: id } });
    expect((await ended(again.id)).counts).toMatchObject({ delivered: 1 });
    const failed = (await items(id)).items.find(({ state }) => state === "failed");
    const sent = await world.call<Sent>(mia.token, `GET /v1/deliveries/${failed!.delivery}`);
    expect(sent.body).toMatchObject({ state: "failed", code: "PLATFORM_REJECTED" });
  });
});
