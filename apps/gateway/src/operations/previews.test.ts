import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let lea: Person;
let bea: Person;
let summer: string;
let legal: string;
let winter: string;
let viewer: string;

interface Preview {
  readonly hash: string;
  readonly complete: boolean;
  readonly revision: number;
  readonly rows: readonly {
    readonly users: readonly string[];
    readonly permissions: readonly string[];
    readonly sentence: string;
  }[];
  readonly created: readonly string[];
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  legal = await world.folder(ada, "Legal", summer, { restricted: true });
  winter = await world.folder(ada, "Winter");
  const rights = ["asset.view", "grants.manage", "access.explain", "folder.*", "asset.*"];
  lea = await world.person(ada, "lea", { permissions: rights, folders: [summer] });
  const role = { name: "Viewer", permissions: ["asset.view"] };
  viewer = must(await world.call<{ id: string }>(ada.token, "POST /v1/roles", role), 201).id;
});
afterAll(() => world.end());

let count = 0;
beforeEach(async () => {
  count += 1;
  bea = await world.person(ada, `bea${count}`);
});

const previewOf = (token: string, operation: string, body: unknown, path: object = {}) =>
  world.call<Preview>(token, "POST /v1/previews", { operation, path, body });
const give = (token: string, body: object, preview: string) =>
  world.call(token, "POST /v1/grants", body, { "gatefold-preview": preview });
const sentences = ({ rows }: Preview) => rows.map(({ sentence }) => sentence);

const suspended = async (by: Person, who: Person) =>
  previewOf(by.token, "users.change", { status: "suspended" }, { user: who.id });
const deny = async (user: string, permission: string, folder: string) => {
  const override = { user, effect: "deny", permission, folder };
  return must(await world.call(ada.token, "POST /v1/overrides", override), 201);
};
const staff = async (permissions: string[], folders: string[]) => {
  const person = await world.person(ada, `staff${(count += 1)}`, { permissions, folders });
  const role = { name: `Staff ${count}`, permissions: ["users.manage"] };
  const id = must(await world.call<{ id: string }>(ada.token, "POST /v1/roles", role), 201).id;
  must(await world.call(ada.token, "POST /v1/grants", { user: person.id, role: id }), 201);
  return person;
};

describe("a preview", () => {
  it("says who would gain, and writes nothing", async () => {
    const head = await world.store.journal.head(ada.account);
    const grant = { user: bea.id, role: viewer, folders: [summer], until: "2026-04-01T00:00:00Z" };
    const preview = must(await previewOf(ada.token, "grants.give", grant), 200);
    expect(preview).toMatchObject({
      complete: true,
      revision: head.seq,
      now: "2026-03-01T09:00:00.000Z",
      rows: [
        {
          effect: "gains",
          users: [bea.id],
          permissions: ["asset.view"],
          places: [{ kind: "folder", folder: summer, reach: "open", except: [] }],
          from: "2026-03-01T09:00:00.000Z",
          until: "2026-04-01T00:00:00.000Z",
          sentence: `bea${count} gains asset.view on Summer, but not in restricted folders below until 2026-04-01T00:00:00.000Z.`,
        },
      ],
      names: { [bea.id]: `bea${count}`, [summer]: "Summer" },
    });
    expect(await world.store.journal.head(ada.account)).toEqual(head);
    expect((await world.call(bea.token, `GET /v1/folders/${summer}`)).status).toBe(404);
  });

  it("says of a move and of a restriction who would lose", async () => {
    const role = { user: bea.id, role: viewer, folders: [summer] };
    must(await world.call(ada.token, "POST /v1/grants", role), 201);
    const shut = must(
      await previewOf(ada.token, "folders.change", { restricted: true }, { folder: summer }),
      200,
    );
    expect(shut.rows).toEqual([]);
    const inner = await world.folder(ada, `Inner ${count}`, summer);
    const moved = must(
      await previewOf(ada.token, "folders.change", { parent: winter }, { folder: inner }),
      200,
    );
    expect(sentences(moved)).toContain(`bea${count} loses asset.view on Summer/Inner ${count}.`);
  });

  it("names what would come, by the name it would have", async () => {
    const preview = must(
      await previewOf(ada.token, "folders.create", { parent: winter, name: "Fresh" }),
      200,
    );
    expect(preview.created).toEqual([expect.stringMatching(/^fld_/)]);
    expect(sentences(preview)).toEqual([expect.stringMatching(/^Ada Owner gains .* on Winter\/Fresh\.$/)]);
  });

  it("is refused as the change would be", async () => {
    const beyond = await previewOf(lea.token, "grants.give", {
      user: bea.id,
      role: viewer,
      folders: [winter],
    });
    expect({ status: beyond.status, body: beyond.body }).toMatchObject({
      status: 404,
      body: { code: "NOT_FOUND" },
    });
    const more = await previewOf(lea.token, "roles.create", { name: "More", permissions: ["asset.view"] });
    expect(more).toMatchObject({ status: 403, body: { code: "NO_GRANT" } });
    const wrong = await previewOf(ada.token, "grants.give", { user: bea.id });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: "body.body.role" }] } });
    expect((await previewOf(ada.token, "keys.create", {})).status).toBe(400);
  });

  describe("by somebody who may not explain everything", () => {
    beforeEach(async () => {
      const grant = { user: bea.id, role: viewer, folders: [summer, legal, winter] };
      must(await world.call(ada.token, "POST /v1/grants", grant), 201);
    });

    it("is told in full where he may, and nothing of what is behind walls", async () => {
      const answer = await suspended(await staff(["access.explain", "asset.view"], [summer]), bea);
      const preview = must(answer, 200);
      expect(preview.complete).toBe(false);
      expect(preview.rows).toMatchObject([
        { users: [bea.id], places: [{ kind: "folder", folder: summer, reach: "open", except: [] }] },
      ]);
      for (const hidden of [legal, winter]) expect(answer.text).not.toContain(hidden);
    });

    describe("and may not explain a folder below, which he sees", () => {
      let inner: string;
      let staffed: Person;
      beforeEach(async () => {
        inner = await world.folder(ada, `Below ${count}`, summer);
        staffed = await staff(["access.explain", "asset.view"], [summer]);
        await deny(staffed.id, "access.explain", inner);
      });

      it("is told nothing that would speak of it, whatever is there", async () => {
        const alike = must(await suspended(staffed, bea), 200);
        await deny(bea.id, "asset.view", inner);
        const answer = await suspended(staffed, bea);
        expect(must(answer, 200).rows).toEqual(alike.rows);
        expect(alike.rows).toEqual([]);
        expect(answer.text).not.toContain(inner);
      });

      it("is told of a row that excepts it with all that is around it", async () => {
        const middle = await world.folder(ada, `Middle ${count}`, summer);
        must(await world.call(ada.token, `PATCH /v1/folders/${inner}`, { parent: middle }), 200);
        await deny(bea.id, "asset.view", middle);
        expect(must(await suspended(staffed, bea), 200).rows).toMatchObject([
          { users: [bea.id], places: [{ folder: summer, reach: "open", except: [middle] }] },
        ]);
      });
    });

    it("is told nothing where he may not, as if nobody lost anything", async () => {
      const answer = await suspended(await staff(["asset.view"], [summer]), bea);
      expect(must(answer, 200)).toMatchObject({ complete: false, rows: [], names: {} });
    });

    it("is told of himself, where he may see the place", async () => {
      const staffed = await staff(["asset.view"], [summer]);
      const preview = must(await suspended(staffed, staffed), 200);
      expect(sentences(preview)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/loses asset\.view on Summer/),
          expect.stringMatching(/loses .*users\.manage.* for the account/),
        ]),
      );
    });
  });
});

describe("committing by a preview", () => {
  it("makes the change that was shown", async () => {
    const grant = { user: bea.id, role: viewer, folders: [summer] };
    const { hash } = must(await previewOf(ada.token, "grants.give", grant), 200);
    world.clock.now += 5000;
    expect((await give(ada.token, grant, hash)).status).toBe(201);
    expect((await world.call(bea.token, `GET /v1/folders/${summer}`)).status).toBe(200);
  });

  it("refuses another change", async () => {
    const grant = { user: bea.id, role: viewer, folders: [summer] };
    const { hash } = must(await previewOf(ada.token, "grants.give", grant), 200);
    const other = await give(ada.token, { ...grant, folders: [winter] }, hash);
    expect(other).toMatchObject({ status: 409, body: { code: "PREVIEW_STALE" } });
  });

  it("refuses where somebody else's change came between, and writes nothing", async () => {
    const grant = { user: bea.id, role: viewer, folders: [summer] };
    const { hash } = must(await previewOf(ada.token, "grants.give", grant), 200);
    must(await world.call(ada.token, `PATCH /v1/users/${bea.id}`, { status: "suspended" }), 200);
    const head = await world.store.journal.head(ada.account);
    expect(await give(ada.token, grant, hash)).toMatchObject({
      status: 409,
      body: { code: "PREVIEW_STALE" },
    });
    expect(await world.store.journal.head(ada.account)).toEqual(head);
  });

  it("does not mind what has nothing to do with it", async () => {
    const grant = { user: bea.id, role: viewer, folders: [summer] };
    const { hash } = must(await previewOf(ada.token, "grants.give", grant), 200);
    await world.folder(ada, `Beside ${count}`, winter);
    expect((await give(ada.token, grant, hash)).status).toBe(201);
  });
});
