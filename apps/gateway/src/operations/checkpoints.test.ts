import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";
import { signDue } from "../audit/signing.ts";

let world: World;
let ada: Founded;
let bea: Person;

interface Signed {
  readonly seq: number;
  readonly hash: string;
  readonly text: string;
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  bea = await world.person(ada, "bea", { permissions: ["asset.view"] });
});
afterAll(() => world.end());

const sign = async () => must(await world.call<Signed>(ada.token, "POST /v1/checkpoints"), 200);
const check = (query: string) =>
  world.call<{ ok: boolean; problem?: string; walkedFrom?: number }>(
    ada.token,
    `POST /v1/journal/verify${query}`,
  );

describe("checkpoints", () => {
  it("are signed on demand, proved by the published key alone, and hold the journal to what it was", async () => {
    const signed = await sign();
    const { keys } = must(await world.call<{ keys: JsonWebKey[] }>(bea.token, "GET /v1/signing-keys"), 200);
    const [header = "", payload = "", signature = ""] = signed.text.split(".");
    const key = createPublicKey({ key: keys[0]!, format: "jwk" });
    expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))).toBe(
      true,
    );
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toEqual({
      account: ada.account,
      seq: signed.seq,
      hash: signed.hash,
      at: world.clock.now,
    });
    await world.folder(ada, "Later");
    expect(must(await check(`?since=${signed.text}&walk=since`), 200)).toMatchObject({
      ok: true,
      walkedFrom: signed.seq,
    });
    expect(must(await check(`?since=${signed.text}`), 200)).toMatchObject({
      ok: true,
      walkedFrom: 1,
    });
    expect(must(await check(`?since=${header}.${payload}.AAAA`), 200)).toMatchObject({
      ok: false,
      problem: "not-signed",
    });
  });

  it("are listed newest first, page by page", async () => {
    const first = await sign();
    await world.folder(ada, "More");
    const second = await sign();
    expect(await sign()).toEqual(second);
    const list = async (query: string) =>
      must(
        await world.call<{ items: Signed[]; next: string | null }>(ada.token, `GET /v1/checkpoints${query}`),
        200,
      );
    const page = await list("?limit=1");
    expect(page).toEqual({ items: [second], next: String(second.seq) });
    expect((await list(`?limit=1&cursor=${page.next}`)).items).toEqual([first]);
  });

  it("are for who may export the audit, and what is none is refused as such", async () => {
    for (const line of ["POST /v1/checkpoints", "GET /v1/checkpoints"]) {
      expect(await world.call(bea.token, line)).toMatchObject({ status: 403, body: { code: "NO_GRANT" } });
    }
    expect(await check("?since=nonsense")).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
  });

  it("are signed by the clock while there is something new", async () => {
    const services = { ...world.dependencies, config: { apiUrl: "", contentUrl: "" } };
    const newest = async () => (await world.store.checkpoints.list(ada.account, { limit: 1 }))[0];
    await sign();
    await world.folder(ada, "Within the hour");
    await signDue(services);
    const before = await newest();
    world.clock.now += 3_600_000;
    await signDue({ ...services, config: { ...services.config, audit: { checkpointMinutes: 0 } } });
    expect(await newest()).toEqual(before);
    await signDue(services);
    expect(await newest()).toMatchObject({ seq: before!.seq + 1, at: world.clock.now });
    world.clock.now += 3_600_000;
    await signDue(services);
    expect(await newest()).toMatchObject({ seq: before!.seq + 1 });
  });
});
