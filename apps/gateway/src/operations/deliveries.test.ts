import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatformWorld, type PlatformWorld, type Sent } from "../../test/platform.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { sendBytes, type Shown, upload } from "../../test/uploads.ts";
import { must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

const MARKETER = ["asset.view", "asset.download", "deliver.klaviyo"];

let platform: PlatformWorld;
let world: World;
let ada: Founded;
let mia: Person;
let brand: string;
let hero: Shown;
let bytes: Buffer;
let connection: string;

beforeEach(async () => {
  platform = await createPlatformWorld();
  world = platform.world;
  ada = await world.found();
  brand = await world.folder(ada, "Brand");
  connection = await platform.connect(ada, brand);
  bytes = await samplePicture();
  hero = await upload(world, ada.token, brand, "hero.png", bytes);
  mia = await world.person(ada, "mia", { permissions: MARKETER, folders: [brand] });
});
afterEach(() => platform.end());

const uploads = () => platform.calls().filter((call) => call.endsWith("/api/image-upload")).length;

const later = () => new Date(world.clock.now + 3_600_000).toISOString();
const queue = async (token = mia.token) =>
  must(await world.call<Sent>(token, "POST /v1/deliveries", { asset: hero.id, notBefore: later() }), 202);
const wake = async (id: string) => {
  world.clock.now += 3_600_000;
  world.running.gateway.services.dispatch.worker.wake();
  const line = `GET /v1/deliveries/${id}`;
  return (await world.call<Sent>(ada.token, line, undefined, { prefer: "wait=10" })).body;
};
const list = async (token: string, query = "") =>
  world.call<{ items: Sent[] }>(token, `GET /v1/deliveries${query}`);

describe("delivering", () => {
  it("brings the very bytes to the platform, once", async () => {
    const answer = await platform.deliver(mia.token, { asset: hero.id });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      asset: hero.id,
      connection,
      state: "delivered",
      attempts: 1,
      user: mia.id,
      existing: false,
      code: null,
    });
    const [image, ...others] = platform.images();
    expect(others).toEqual([]);
    expect(image?.id).toBe(answer.body.externalId);
    expect(image?.name).toBe(`hero [${answer.body.marker}]`);
    expect((await platform.bytesOf(image)).equals(bytes)).toBe(true);
  });

  it("answers what is there already instead of sending it again, whoever asks", async () => {
    const first = await platform.deliver(mia.token, { asset: hero.id });
    const again = await platform.deliver(mia.token, { asset: hero.id });
    const another = await platform.deliver(ada.token, { asset: hero.id, connection });
    expect([again.status, another.status]).toEqual([200, 200]);
    expect(again.body).toEqual({ ...first.body, existing: true });
    expect(another.body.id).toBe(first.body.id);
    expect(uploads()).toBe(1);
  });

  it("answers at once with 202 where nobody waits", async () => {
    const answer = await world.call<Sent>(mia.token, "POST /v1/deliveries", { asset: hero.id });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/v1/deliveries/${answer.body.id}`);
    const line = `GET /v1/deliveries/${answer.body.id}`;
    const ended = await world.call<Sent>(mia.token, line, undefined, { prefer: "wait=10" });
    expect(ended.body.state).toBe("delivered");
  });

  it("refuses who may not, with the reason, before anything is kept", async () => {
    const vic = await world.person(ada, "vic", { permissions: ["asset.view"], folders: [brand] });
    const answer = await platform.deliver(vic.token, { asset: hero.id });
    expect(answer).toMatchObject({ status: 403, body: { permission: "deliver.klaviyo" } });
    const mine = await world.call<{ items: Sent[] }>(vic.token, "GET /v1/deliveries");
    expect(mine.body.items).toEqual([]);
    expect(platform.calls()).toEqual([]);
  });

  it("answers for a picture that is hidden, another account's, or none, alike", async () => {
    const south = await world.folder(ada, "South");
    const hidden = await upload(world, ada.token, south, "theirs.png", bytes);
    const other = await world.found("Other");
    const foreign = await upload(world, other.token, other.root, "foreign.png", bytes);
    const answers = [];
    for (const asset of [hidden.id, foreign.id, "ast_none"]) {
      answers.push(await platform.deliver(mia.token, { asset }));
    }
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });

  it("goes through a connection that serves the picture, and no other", async () => {
    const south = await world.folder(ada, "South");
    const elsewhere = await platform.connect(ada, south);
    const hidden = await platform.deliver(mia.token, { asset: hero.id, connection: elsewhere });
    expect(hidden.status).toBe(404);
    const refused = await platform.deliver(ada.token, { asset: hero.id, connection: elsewhere });
    expect(refused).toMatchObject({ status: 403, body: { code: "CONNECTION_ELSEWHERE" } });
    expect(platform.calls()).toEqual([]);
  });

  it("names the connections where several would do", async () => {
    const second = await platform.connect(ada, null, { name: "Second" });
    const answer = await platform.deliver(mia.token, { asset: hero.id, connector: "klaviyo" });
    expect(answer).toMatchObject({ status: 409, body: { code: "CONNECTION_AMBIGUOUS" } });
    expect(answer.text).toContain(connection);
    expect(answer.text).toContain(second);
    expect(platform.calls()).toEqual([]);
  });

  it.each([
    ["no asset", {}],
    ["an unknown key", { asset: "x", force: true }],
    ["a wrong time", { asset: "x", notBefore: "later" }],
  ])("refuses %s", async (_what, body) => {
    expect(await platform.deliver(mia.token, body)).toMatchObject({ status: 400 });
  });

  it("refuses a platform nobody knows", async () => {
    const answer = await platform.deliver(mia.token, { asset: hero.id, connector: "fax" });
    expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
  });

  it("fails with a sentence where the platform can't take the picture", async () => {
    const webp = await upload(world, ada.token, brand, "wide.webp", await samplePicture({ format: "webp" }));
    const answer = await platform.deliver(mia.token, { asset: webp.id });
    expect(answer.body).toMatchObject({ state: "failed", code: "CONNECTOR_CONFIG" });
    expect(answer.body.message).toContain("image/webp");
    expect(uploads()).toBe(0);
  });
});

describe("a delivery that waits", () => {
  it("is sent when its time comes", async () => {
    const { id } = await queue();
    expect(platform.calls()).toEqual([]);
    expect(await wake(id)).toMatchObject({ state: "delivered" });
  });

  it("is not sent any more once the right is taken away", async () => {
    const { id } = await queue();
    const grants = await world.call<{ items: { id: string; user: string }[] }>(ada.token, "GET /v1/grants");
    for (const grant of grants.body.items.filter(({ user }) => user === mia.id)) {
      await world.call(ada.token, `POST /v1/grants/${grant.id}/end`, { reason: "left" });
    }
    expect(await wake(id)).toMatchObject({ state: "refused", attempts: 0 });
    expect(platform.calls()).toEqual([]);
  });

  it("is refused by code and sentence where only delivering was taken away", async () => {
    const { id } = await queue();
    const deny = { user: mia.id, effect: "deny", permission: "deliver.klaviyo", folder: null, reason: "no" };
    must(await world.call(ada.token, "POST /v1/overrides", deny), 201);
    expect(await wake(id)).toMatchObject({
      state: "refused",
      code: "OVERRIDE_DENY",
      message: expect.stringMatching(/\.$/),
    });
    expect(platform.calls()).toEqual([]);
    const acts = await world.call(ada.token, `GET /v1/acts?user=${mia.id}`);
    expect(acts.text).toContain("OVERRIDE_DENY");
  });

  it("is not sent for a key that was revoked", async () => {
    const { id } = await queue();
    const me = await world.call<{ key: { id: string } }>(mia.token, "GET /v1/me");
    const revoked = await world.call(ada.token, `DELETE /v1/keys/${me.body.key.id}`);
    expect(revoked.status).toBeLessThan(300);
    expect(await wake(id)).toMatchObject({ state: "refused", code: "UNAUTHENTICATED" });
    expect(platform.calls()).toEqual([]);
  });

  it("is not sent for who may not use keys at all any more", async () => {
    const { id } = await queue();
    const deny = { user: mia.id, effect: "deny", permission: "web-api.use" };
    must(await world.call(ada.token, "POST /v1/overrides", deny), 201);
    expect(await wake(id)).toMatchObject({ state: "refused", code: "OVERRIDE_DENY" });
    expect(platform.calls()).toEqual([]);
    const [act] = await world.store.acts.list(ada.account, { limit: 1 });
    expect(act).toMatchObject({ effect: "deny", code: "OVERRIDE_DENY", place: hero.id });
  });

  it("is not sent for a person who is suspended", async () => {
    const { id } = await queue();
    must(await world.call(ada.token, `PATCH /v1/users/${mia.id}`, { status: "suspended" }), 200);
    expect(await wake(id)).toMatchObject({ state: "refused", code: "USER_SUSPENDED" });
    expect(platform.calls()).toEqual([]);
  });

  it("is not sent once its picture has expired", async () => {
    const { id } = await queue();
    const expires = new Date(world.clock.now + 1000).toISOString();
    must(await world.call(ada.token, `PATCH /v1/assets/${hero.id}`, { expires }), 200);
    expect(await wake(id)).toMatchObject({ state: "refused", code: "ASSET_EXPIRED" });
    expect(platform.calls()).toEqual([]);
  });

  it("is not sent once its picture was replaced, or its connection ended", async () => {
    const { id } = await queue();
    const other = await samplePicture({ hue: 90 });
    must(await sendBytes(world, ada.token, `PUT /v1/assets/${hero.id}/content`, other), 200);
    expect(await wake(id)).toMatchObject({ state: "refused", code: "VERSION_REPLACED" });
    const second = await queue();
    await world.call(ada.token, `DELETE /v1/connections/${connection}`);
    expect(await wake(second.id)).toMatchObject({ state: "refused", code: "CONNECTOR_OFF" });
    expect(platform.calls()).toEqual([]);
  });

  it("can be called off, and asked for anew", async () => {
    const { id } = await queue();
    const cancelled = await world.call<Sent>(mia.token, `POST /v1/deliveries/${id}/cancel`);
    expect(must(cancelled, 200).state).toBe("cancelled");
    const again = await world.call(mia.token, `POST /v1/deliveries/${id}/cancel`);
    expect(must(again, 200)).toMatchObject({ state: "cancelled" });
    expect(await wake(id)).toMatchObject({ state: "cancelled" });
    expect(platform.calls()).toEqual([]);
    const anew = await platform.deliver(mia.token, { asset: hero.id });
    expect(anew.body).toMatchObject({ state: "delivered", existing: false });
    const late = await world.call(mia.token, `POST /v1/deliveries/${anew.body.id}/cancel`);
    expect(late).toMatchObject({ status: 409, body: { code: "DELIVERY_STATE", state: "delivered" } });
    expect(late.body["detail"]).toContain("there already");
  });
});

describe("the list of deliveries", () => {
  it("holds one's own; everybody's is for who may view the audit", async () => {
    const { body } = await platform.deliver(mia.token, { asset: hero.id });
    expect((await list(mia.token)).body.items.map(({ id }) => id)).toEqual([body.id]);
    expect((await list(ada.token)).body.items).toEqual([]);
    expect((await list(ada.token, "?of=all")).body.items.map(({ id }) => id)).toEqual([body.id]);
    expect((await list(mia.token, "?of=all")).status).toBe(403);
    expect((await list(mia.token, `?of=all&asset=${hero.id}`)).status).toBe(403);
  });

  it("goes on page by page", async () => {
    const second = await upload(world, ada.token, brand, "second.png", await samplePicture({ hue: 20 }));
    for (const asset of [hero.id, second.id]) await platform.deliver(mia.token, { asset });
    const page = (query: string) =>
      world.call<{ items: Sent[]; next: string | null }>(mia.token, `GET /v1/deliveries?limit=1${query}`);
    const first = await page("");
    const next = await page(`&cursor=${first.body.next}`);
    expect(new Set([...first.body.items, ...next.body.items].map(({ asset }) => asset)).size).toBe(2);
    expect(next.body.next).toBeNull();
  });
});
