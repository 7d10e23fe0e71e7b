import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";
import { createLookCounts } from "./looks.ts";

let world: World;
let ada: Founded;
let bea: Person;
let summer: string;
let picture: Shown;

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  picture = await upload(world, ada.token, summer, "a.png", await samplePicture());
  bea = await world.person(ada, "bea", { permissions: ["asset.view"], folders: [summer] });
});
afterAll(() => world.end());

interface Page {
  readonly items: Record<string, unknown>[];
  readonly next: string | null;
}

describe("looks", () => {
  it("are counted by person, place and outcome, and listed page by page", async () => {
    const winter = await world.folder(ada, "Winter");
    for (let turn = 0; turn < 3; turn += 1) await world.call(bea.token, `GET /v1/assets/${picture.id}`);
    await world.call(bea.token, `GET /v1/assets?folder=${summer}`);
    await world.call(bea.token, `GET /v1/folders/${winter}`);
    await world.call(bea.token, "GET /v1/folders/fld_nowhere");
    const thumbnail = `${world.running.contentUrl}/v1/assets/${picture.id}/thumbnail`;
    const headers = { authorization: `Bearer ${bea.token}` };
    expect((await fetch(thumbnail, { headers })).status).toBe(200);
    await world.running.gateway.services.looks.flush();
    const minute = new Date(Math.floor(world.clock.now / 60_000) * 60_000).toISOString();
    const same = { minute, user: bea.id, permission: "asset.view" };
    const counted = [
      { ...same, place: picture.id, code: "ROLE", count: 4 },
      { ...same, place: summer, code: "ROLE", count: 1 },
      { ...same, place: winter, code: "NO_GRANT", count: 1 },
    ];
    const list = async (query: string, token = ada.token) =>
      must(await world.call<Page>(token, `GET /v1/looks?user=${bea.id}${query}`), 200);
    const all = (await list("")).items;
    expect(all).toHaveLength(3);
    expect(all).toEqual(expect.arrayContaining(counted));
    const first = await list("&limit=2");
    expect([...first.items, ...(await list(`&limit=2&cursor=${first.next}`)).items]).toEqual(all);
    expect((await list(`&at=${winter}`)).items).toEqual([counted[2]]);
    expect((await list(`&until=${minute}`)).items).toEqual([]);
    expect((await world.call(bea.token, "GET /v1/looks")).status).toBe(403);
    expect((await world.call(ada.token, "GET /v1/looks?cursor=x")).status).toBe(400);
  });

  it("wait while the database is away, each counted in its own minute", async () => {
    let now = 60_000;
    const sent: unknown[] = [];
    let away = true;
    const add = (looks: readonly unknown[]) => {
      if (away) return Promise.reject(new Error("away"));
      sent.push(...looks);
      return Promise.resolve();
    };
    const counts = createLookCounts({ add }, () => now);
    const note = () => counts.note({ account: "acme", user: "bea" }, "asset.view", "logo", "ROLE");
    note();
    now += 59_999;
    note();
    await expect(counts.flush()).rejects.toThrow("away");
    now += 1;
    note();
    away = false;
    await counts.flush();
    const same = { account: "acme", user: "bea", permission: "asset.view", place: "logo", code: "ROLE" };
    expect(sent).toEqual([
      { ...same, minute: 60_000, count: 2 },
      { ...same, minute: 120_000, count: 1 },
    ]);
    await counts.flush();
    expect(sent).toHaveLength(2);
  });
});
