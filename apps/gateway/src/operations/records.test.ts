import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { type Shown, upload } from "../../test/uploads.ts";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let auditor: Person;
let summer: string;
let inSummer: Shown;
let inWinter: Shown;

interface Page {
  items: { seq: number; place: string; user: string; effect: string }[];
  next: string | null;
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  const raw = await world.folder(ada, "Raw", summer);
  const winter = await world.folder(ada, "Winter");
  inSummer = await upload(world, ada.token, raw, "a.png", await samplePicture());
  inWinter = await upload(world, ada.token, winter, "b.png", await samplePicture());
  auditor = await world.person(ada, "aud", { permissions: ["asset.view", "audit.view"], folders: [summer] });
  const { enforcement } = world.running.gateway.services;
  const principal = {
    account: ada.account,
    user: ada.owner,
    credential: { kind: "key", id: ada.key },
  } as const;
  for (const asset of [inSummer, inWinter, inSummer, inWinter, inSummer]) {
    await enforcement.download({ principal, asset: asset.id, version: asset.version.id, requestId: "req_1" });
  }
});
afterAll(() => world.end());

const acts = async (token: string, query = "") =>
  must(await world.call<Page>(token, `GET /v1/acts${query}`), 200);

describe("acts", () => {
  it("at an asset, or at a folder with all inside it, are for who may see the audit there", async () => {
    const atAsset = await acts(auditor.token, `?at=${inSummer.id}`);
    expect(atAsset.items.map(({ seq }) => seq)).toEqual([5, 3, 1]);
    expect(atAsset.items[0]).toEqual({
      seq: 5,
      at: new Date(world.clock.now).toISOString(),
      act: "download",
      user: ada.owner,
      credential: { kind: "key", id: ada.key },
      permission: "asset.download",
      place: inSummer.id,
      version: inSummer.version.id,
      connection: null,
      effect: "allow",
      code: "ALL_ACCESS",
      revision: expect.any(Number),
      request: "req_1",
    });
    expect((await acts(auditor.token, `?at=${summer}`)).items.map(({ seq }) => seq)).toEqual([5, 3, 1]);
    expect((await world.call(auditor.token, `GET /v1/acts?at=${inWinter.id}`)).status).toBe(404);
  });

  it("behind a restricted folder are not told to who sees the audit above it", async () => {
    const legal = await world.folder(ada, "Legal", summer, { restricted: true });
    const seal = await upload(world, ada.token, legal, "seal.png", await samplePicture());
    const line = seal.links.content.slice(world.running.contentUrl.length);
    const headers = { authorization: `Bearer ${ada.token}` };
    expect((await fetch(world.running.contentUrl + line, { headers })).status).toBe(200);
    expect((await acts(ada.token, `?at=${summer}`)).items[0]?.place).toBe(seal.id);
    expect((await acts(auditor.token, `?at=${summer}`)).items.map(({ seq }) => seq)).toEqual([5, 3, 1]);
    expect((await world.call(auditor.token, `GET /v1/acts?at=${seal.id}`)).status).toBe(404);
  });

  it("of all the account are for who may see the audit everywhere", async () => {
    const answer = await world.call(auditor.token, "GET /v1/acts");
    expect(answer.body).toMatchObject({ status: 403, permission: "audit.view", at: null });
    expect((await acts(ada.token)).items.map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it.each(["", "folder"])("come a page at a time, each once (%s)", async (where) => {
    const at = where && `&at=${summer}`;
    const seen: number[] = [];
    let cursor = "";
    do {
      const page = await acts(ada.token, `?limit=2${at}${cursor}`);
      seen.push(...page.items.map(({ seq }) => seq));
      cursor = page.next === null ? "" : `&cursor=${page.next}`;
    } while (cursor);
    expect(seen).toEqual(where ? [6, 5, 3, 1] : [6, 5, 4, 3, 2, 1]);
  });

  it("are found by person and effect", async () => {
    expect((await acts(ada.token, `?user=${auditor.id}`)).items).toEqual([]);
    expect((await acts(ada.token, `?user=${ada.owner}&effect=allow&limit=1`)).items).toHaveLength(1);
    expect((await acts(ada.token, "?effect=deny")).items).toEqual([]);
  });
});

describe("the journal", () => {
  interface Entries {
    items: { seq: number; event: { type: string }; hash: string; previous: string; user: string }[];
    next: string | null;
  }
  const read = async (query = "") =>
    must(await world.call<Entries>(ada.token, `GET /v1/journal${query}`), 200);

  it("is read newest first, or in order after a number, as a chain", async () => {
    const inOrder = await read("?after=0&limit=3");
    expect(inOrder.items.map(({ event }) => event.type)).toEqual([
      "account.created",
      "permissions.defined",
      "folder.created",
    ]);
    expect(inOrder.items[1]?.previous).toBe(inOrder.items[0]?.hash);
    expect((await read(`?after=${inOrder.next}&limit=1`)).items[0]?.seq).toBe(4);
    const { seq } = await world.store.journal.head(ada.account);
    const newest = await read("?limit=2");
    expect(newest.items.map((entry) => entry.seq)).toEqual([seq, seq - 1]);
    expect((await read(`?before=${newest.next}&limit=1`)).items[0]?.seq).toBe(seq - 2);
    expect((await world.call(ada.token, "GET /v1/journal?after=1&before=9")).status).toBe(400);
  });

  it("is verified", async () => {
    const { seq, hash } = await world.store.journal.head(ada.account);
    const verdict = must(await world.call(ada.token, "POST /v1/journal/verify"), 200);
    expect(verdict).toMatchObject({ ok: true, entries: seq, head: { seq, hash } });
  });

  it("is for who may export the audit", async () => {
    for (const line of ["GET /v1/journal", "POST /v1/journal/verify"]) {
      const answer = await world.call(auditor.token, line);
      expect(answer.body).toMatchObject({ status: 403, permission: "audit.export", at: null });
    }
  });
});
