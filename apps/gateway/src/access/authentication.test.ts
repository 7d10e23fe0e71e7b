import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixed } from "../../test/samples.ts";
import { createWorld, must, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
});
afterAll(() => world.end());

const nobody = null;
const someSecret = "A".repeat(43);

async function newKey(fields: object = {}): Promise<{ token: string; id: string }> {
  const made = await world.call<{ token: string; key: { id: string } }>(ada.token, "POST /v1/keys", {
    name: "Another",
    ...fields,
  });
  const { token, key } = must(made, 201);
  return { token, id: key.id };
}

describe("a key that opens nothing", () => {
  it.each([
    ["no header", undefined],
    ["another scheme", "Basic YWRhOmFkYQ=="],
    ["no token", "Bearer "],
    ["something else", "Bearer hello"],
    ["an unknown key", `Bearer gk_0000000000_${someSecret}`],
  ])("answers 401 to %s, and says how to ask", async (_what, authorization) => {
    const answer = await world.call(nobody, "GET /v1/me", undefined, authorization ? { authorization } : {});
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="gatefold"');
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(answer.body).toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
  });

  it("is told nothing about why: wrong secret, revoked, ended, and suspended owner answer alike", async () => {
    const unknown = await world.call(`gk_0000000000_${someSecret}`, "GET /v1/me");

    const wrong = await world.call(`gk_${ada.key}_${someSecret}`, "GET /v1/me");
    expect(fixed(wrong)).toEqual(fixed(unknown));

    const revoked = await newKey();
    expect((await world.call(revoked.token, "GET /v1/me")).status).toBe(200);
    must(await world.call(ada.token, `DELETE /v1/keys/${revoked.id}`), 204);
    expect(fixed(await world.call(revoked.token, "GET /v1/me"))).toEqual(fixed(unknown));

    const bea = await world.person(ada, "bea");
    expect((await world.call(bea.token, "GET /v1/me")).status).toBe(200);
    must(await world.call(ada.token, `PATCH /v1/users/${bea.id}`, { status: "suspended" }), 200);
    expect(fixed(await world.call(bea.token, "GET /v1/me"))).toEqual(fixed(unknown));
  });

  it("is alive until its end, and not at it", async () => {
    const until = world.clock.now + 60_000;
    const { token } = await newKey({ until: new Date(until).toISOString() });
    world.clock.now = until - 1;
    expect((await world.call(token, "GET /v1/me")).status).toBe(200);
    world.clock.now = until;
    expect((await world.call(token, "GET /v1/me")).status).toBe(401);
  });

  it("has no body read: 401 comes before a body that is wrong", async () => {
    expect((await world.call(nobody, "POST /v1/users", "{not json")).status).toBe(401);
  });
});

describe("a body that is slow", () => {
  it("is decided on what holds when it is there, not when it began", async () => {
    const bea = await world.person(ada, "slow");
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const writer = body.writable.getWriter();
    const answer = fetch(`${world.running.apiUrl}/v1/decisions`, {
      method: "POST",
      headers: { authorization: `Bearer ${bea.token}`, "content-type": "application/json" },
      body: body.readable,
      duplex: "half",
    });
    const text = new TextEncoder().encode('{"permission": "web-api.use", "at": null}');
    await writer.write(text.slice(0, 5));
    must(await world.call(ada.token, `PATCH /v1/users/${bea.id}`, { status: "suspended" }), 200);
    await writer.write(text.slice(5));
    await writer.close();
    expect((await answer).status).toBe(401);
  });
});

describe("web-api.use", () => {
  it("is asked of every key's owner, and a 403 says so", async () => {
    const made = must(await world.call(ada.token, "POST /v1/users", { username: "una", name: "Una" }), 201);
    const { token } = await newKey({ owner: made["id"] });
    const answer = await world.call(token, "GET /v1/me");
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: "NO_GRANT", permission: "web-api.use", at: null });
  });
});

describe("a key's secret", () => {
  it("is answered once, and kept only as a hash", async () => {
    const { token, id } = await newKey();
    const secret = token.slice(-43);
    expect(token).toBe(`gk_${id}_${secret}`);
    const kept = await world.store.keySecrets.find(id);
    expect(kept).toMatchObject({ account: ada.account, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const listed = await world.call(ada.token, "GET /v1/keys?limit=200");
    expect(listed.text).toContain(id);
    expect(listed.text).not.toContain(secret);
  });
});
