import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let brand: string;
let logos: string;
let legal: string;
let summer: string;
let vic: Person;
let ed: Person;

interface Row {
  permissions: string[];
  level: string;
  everywhere: boolean;
  include: string[];
  except: string[];
  assets: string[];
}
interface PageOf<Item> {
  items: Item[];
  next: string | null;
}

const scopes = async (token: string, query = "") =>
  must(await world.call<PageOf<Row>>(token, `GET /v1/scopes${query}`), 200).items;
const codeOf = async (token: string, line: string) => (await world.call(token, `GET ${line}`)).body["code"];

const folders = async (token: string, query: string) =>
  must(await world.call<PageOf<{ id: string; name: string }>>(token, `GET /v1/scopes/folders?${query}`), 200);

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  brand = await world.folder(ada, "Brand");
  logos = await world.folder(ada, "Logos", brand);
  legal = await world.folder(ada, "Legal", brand, { restricted: true });
  summer = await world.folder(ada, "Summer");
  vic = await world.person(ada, "vic", { permissions: ["asset.view", "asset.create"] });
  ed = await world.person(ada, "ed", {
    permissions: ["asset.view", "access.explain"],
    folders: [brand, legal],
  });
});
afterAll(() => world.end());

const nothing = { everywhere: false, include: [], except: [], assets: [] };
const open = { approved: false, unexpired: false };

describe("what one may do where", () => {
  it("is told to everybody about himself, hidden folders left out", async () => {
    expect(await scopes(vic.token)).toEqual([
      {
        ...nothing,
        permissions: ["asset.create", "asset.view"],
        level: "folder",
        everywhere: true,
        gates: open,
      },
      { ...nothing, permissions: ["web-api.use"], level: "account", everywhere: true, gates: open },
    ]);
    expect(await scopes(vic.token, `?at=${brand}&permission=asset.view`)).toEqual([
      { ...nothing, permissions: ["asset.view"], level: "folder", include: [brand], gates: open },
    ]);
    expect(await codeOf(vic.token, `/v1/scopes?at=${legal}`)).toBe("NOT_FOUND");
  });

  it("is told about others to who may explain access there, in full", async () => {
    const rows = await scopes(ada.token, `?user=${vic.id}&permission=asset.view`);
    expect(rows).toMatchObject([{ everywhere: true, except: [legal] }]);
    const inBrand = await scopes(ed.token, `?user=${vic.id}&at=${brand}&permission=asset.view`);
    expect(inBrand).toMatchObject([{ everywhere: false, include: [brand], except: [legal] }]);
  });

  it("is told about others to nobody else", async () => {
    expect(await codeOf(vic.token, `/v1/scopes?user=${ed.id}`)).toBe("NO_GRANT");
    expect(await codeOf(ed.token, `/v1/scopes?user=${vic.id}`)).toBe("NO_GRANT");
    expect(await codeOf(ed.token, `/v1/scopes?user=${vic.id}&at=${summer}`)).toBe("NOT_FOUND");
    expect(await codeOf(ada.token, "/v1/scopes?user=usr_nobody")).toBe("NOT_FOUND");
  });

  it("is for a key what the key may do", async () => {
    const body = { name: "Cut", permissions: ["asset.view", "web-api.use"], folders: [logos] };
    const { token } = must(await world.call<{ token: string }>(vic.token, "POST /v1/keys", body), 201);
    expect(await scopes(token)).toMatchObject([{ permissions: ["asset.view"], include: [logos] }]);
  });

  it("comes in pages that hold each group once", async () => {
    const all = await scopes(ada.token);
    const paged: Row[] = [];
    let next: string | null = "";
    while (next !== null) {
      const line: string = `GET /v1/scopes?limit=2${next && `&cursor=${next}`}`;
      const page: PageOf<Row> = must(await world.call<PageOf<Row>>(ada.token, line), 200);
      paged.push(...page.items);
      next = page.next;
    }
    expect(paged).toEqual(all);
    expect(new Set(all.flatMap(({ permissions }) => permissions)).size).toBeGreaterThan(20);
  });
});

describe("the folders in which one may use a permission", () => {
  it("come each after the one it is in, by name, in pages", async () => {
    const first = await folders(vic.token, "permission=asset.create&limit=3");
    expect(first.items.map(({ name }) => name)).toEqual(["Library", "Brand", "Logos"]);
    const rest = await folders(vic.token, `permission=asset.create&limit=3&cursor=${first.next}`);
    expect(rest).toMatchObject({ items: [{ name: "Summer" }], next: null });
  });

  it("are told about others as their scopes are", async () => {
    const ofEd = await folders(ada.token, `permission=asset.view&user=${ed.id}`);
    expect(ofEd.items.map(({ id }) => id)).toEqual([brand, legal, logos]);
    expect(await codeOf(vic.token, `/v1/scopes/folders?permission=asset.view&user=${ed.id}`)).toBe(
      "NO_GRANT",
    );
  });

  it("leave out those that the caller doesn't see, though he may do something there", async () => {
    const cy = await world.person(ada, "cy", { permissions: ["asset.create"] });
    const role = { name: "Viewer", permissions: ["asset.view"] };
    const { id } = must(await world.call<{ id: string }>(ada.token, "POST /v1/roles", role), 201);
    must(await world.call(ada.token, "POST /v1/grants", { user: cy.id, role: id, folders: [logos] }), 201);
    const all = await folders(cy.token, "permission=asset.create");
    expect(all.items.map(({ name }) => name)).toEqual(["Library", "Brand", "Logos"]);
    const first = await folders(cy.token, "permission=asset.create&limit=1");
    expect(Buffer.from(first.next ?? "", "base64url").toString()).not.toMatch(/Legal|Summer/);
  });

  it("are refused for a permission that there is not, and after a cursor of somebody else's", async () => {
    expect(await codeOf(ada.token, "/v1/scopes/folders?permission=asset.paint")).toBe("INVALID_REQUEST");
    const { next } = await folders(ada.token, "permission=asset.view&limit=3");
    const strange = `/v1/scopes/folders?permission=asset.view&limit=3&cursor=`;
    expect(await codeOf(ada.token, `${strange}nonsense`)).toBe("INVALID_REQUEST");
    const hidden = Buffer.from(JSON.stringify([legal, "a", "a"])).toString("base64url");
    const missing = Buffer.from(JSON.stringify(["fld_nobody", "a", "a"])).toString("base64url");
    expect(next).not.toBeNull();
    for (const cursor of [hidden, missing]) {
      expect(await codeOf(vic.token, `${strange}${cursor}`)).toBe("INVALID_REQUEST");
    }
  });
});
