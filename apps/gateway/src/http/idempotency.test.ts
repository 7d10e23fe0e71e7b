import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { createWorld, must, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
});
afterAll(() => world.end());

const DAY = 24 * 60 * 60 * 1000;
const under = (key: string) => ({ "idempotency-key": key });
const user = (username: string) => ({ username, name: username });
const add = (username: string, key: string, token = ada.token) =>
  world.call<{ id: string; code: string }>(token, "POST /v1/users", user(username), under(key));

async function put(hue: number) {
  const bytes = await samplePicture({ hue });
  const response = await fetch(`${world.running.apiUrl}/v1/assets?folder=${ada.root}&name=one.png`, {
    method: "POST",
    headers: { authorization: `Bearer ${ada.token}`, "content-type": "image/png", ...under("k8") },
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  const { id, code } = (await response.json()) as { id?: string; code?: string };
  return { status: response.status, id, code };
}

describe("a write under a key", () => {
  it("is done once: asked again, it is answered as it was, byte for byte", async () => {
    const first = await add("ann", "k1");
    must(first, 201);
    const again = await add("ann", "k1");
    expect({ status: again.status, text: again.text }).toEqual({ status: 201, text: first.text });
    expect(again.headers.get("gatefold-revision")).toBe(first.headers.get("gatefold-revision"));
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  it("is done once, however many ask at once", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => add("bob", "k2")));
    const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code));
    expect(codes).toContain(201);
    expect(codes.every((code) => code === 201 || code === "IDEMPOTENCY_UNDER_WAY")).toBe(true);
    expect(new Set(answers.flatMap(({ status, body }) => (status === 201 ? [body.id] : []))).size).toBe(1);
  });

  it("is refused for another request: another body, another address, another condition", async () => {
    must(await add("cat", "k3"), 201);
    expect((await add("dan", "k3")).body.code).toBe("IDEMPOTENCY_KEY_REUSED");
    const folder = { parent: null, name: "Made" };
    const elsewhere = await world.call(ada.token, "POST /v1/folders", folder, under("k3"));
    expect(elsewhere).toMatchObject({ status: 422, body: { code: "IDEMPOTENCY_KEY_REUSED" } });
    const id = await world.folder(ada, "Conditional");
    const rename = (headers: object) =>
      world.call(ada.token, `PATCH /v1/folders/${id}`, { name: "New" }, { ...under("k11"), ...headers });
    must(await rename({}), 200);
    for (const headers of [{ "gatefold-preview": "other" }, { "if-match": '"other"' }]) {
      expect(await rename(headers)).toMatchObject({ status: 422, body: { code: "IDEMPOTENCY_KEY_REUSED" } });
    }
  });

  it("that was refused changed nothing, and is decided anew", async () => {
    expect((await add("ann", "k4")).body.code).toBe("NAME_TAKEN");
    must(await add("eve", "k4"), 201);
  });

  it("is remembered for a day", async () => {
    must(await add("fay", "k5"), 201);
    world.clock.now += DAY - 1;
    expect((await add("fay", "k5")).headers.get("idempotency-replayed")).toBe("true");
    world.clock.now += 1;
    expect((await add("fay", "k5")).body.code).toBe("NAME_TAKEN");
  });

  it("is that caller's own: another key has names of its own", async () => {
    must(await add("gil", "k6"), 201);
    const other = must(
      await world.call<{ token: string }>(ada.token, "POST /v1/keys", { name: "Other" }),
      201,
    );
    expect((await add("gil", "k6", other.token)).body.code).toBe("NAME_TAKEN");
  });

  it.each(["made", "rolled"])(
    "answers the token of a key that is %s once, and keeps it nowhere",
    async (how) => {
      const { key } = must(
        await world.call<{ key: { id: string } }>(ada.token, "POST /v1/keys", { name: "Once" }),
        201,
      );
      const path = how === "made" ? "POST /v1/keys" : `POST /v1/keys/${key.id}/roll`;
      const body = how === "made" ? { name: "Twice" } : {};
      const ask = () => world.call<{ token: string }>(ada.token, path, body, under(how));
      const { token } = (await ask()).body;
      expect((await world.call(token, "GET /v1/me")).status).toBe(200);
      const again = await ask();
      expect(again).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_REPLAYED" } });
      expect(again.text).not.toContain(token.slice(-43));
      const name = { account: ada.account, credential: ada.key, name: how };
      const kept = await world.store.answers.claim(name, world.clock.now, world.clock.now + 1);
      expect(kept?.answer).toMatchObject({ body: null });
      expect((await world.call(token, "GET /v1/me")).status).toBe(200);
    },
  );

  it("is answered again only as long as what it names is seen", async () => {
    const summer = await world.folder(ada, "Summer");
    const gia = await world.person(ada, "gia", {
      permissions: ["asset.view", "folder.create"],
      folders: [summer],
    });
    const make = () =>
      world.call<{ id: string }>(
        gia.token,
        "POST /v1/folders",
        { parent: summer, name: "Plan" },
        under("k1"),
      );
    const first = must(await make(), 201);
    expect(must(await make(), 201)).toEqual(first);
    const grants = await world.call<{ items: { id: string; folders: unknown }[] }>(
      ada.token,
      `GET /v1/grants?user=${gia.id}`,
    );
    for (const { id, folders } of must(grants, 200).items) {
      if (folders) must(await world.call(ada.token, `POST /v1/grants/${id}/end`, {}), 200);
    }
    const after = await make();
    expect(after.status).toBe(404);
    expect(after.text).not.toContain("Plan");
    expect((await world.call(ada.token, `GET /v1/folders/${first.id}`)).status).toBe(200);
  });

  it("whose answer was not kept is never done again: it is under way up to the end of its claim, then known to be done", async () => {
    const give = () => {
      const grant = { user: ada.owner, role: ada.role, reason: "Once" };
      return world.call<{ code: string; revision: number }>(
        ada.token,
        "POST /v1/grants",
        grant,
        under("k12"),
      );
    };
    vi.spyOn(world.store.answers, "keep").mockRejectedValueOnce(new Error("Dead by now."));
    const revision = Number((await give()).headers.get("gatefold-revision"));
    expect(await give()).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_UNDER_WAY" } });
    world.clock.now += 150_000;
    expect(await give()).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_REPLAYED", revision } });
    const { items } = (
      await world.call<{ items: { reason: string }[] }>(ada.token, `GET /v1/grants?user=${ada.owner}`)
    ).body;
    expect(items.filter(({ reason }) => reason === "Once")).toHaveLength(1);
  });

  it("of bytes is told apart by the bytes", async () => {
    const first = await put(10);
    expect(first.status).toBe(201);
    expect(await put(10)).toEqual(first);
    expect(await put(200)).toMatchObject({ status: 422, code: "IDEMPOTENCY_KEY_REUSED" });
  });

  it.each(["", "a b", "é", "x".repeat(201)])(
    "is asked for under a name that can be one: not %j",
    async (key) => {
      const refused = await fetch(`${world.running.apiUrl}/v1/users`, {
        method: "POST",
        headers: { authorization: `Bearer ${ada.token}`, "content-type": "application/json", ...under(key) },
        body: JSON.stringify(user("never")),
      });
      expect(refused.status).toBe(400);
    },
  );
});

it("a key on what only reads is passed over", async () => {
  const first = must(await world.call(ada.token, "GET /v1/users", undefined, under("k9")), 200);
  must(await add("zoe", "k10"), 201);
  expect(must(await world.call(ada.token, "GET /v1/users", undefined, under("k9")), 200)).not.toEqual(first);
});
