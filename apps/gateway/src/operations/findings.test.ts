import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

interface Told {
  readonly code: string;
  readonly id: string;
  readonly message: string;
}
interface Page {
  readonly items: readonly Told[];
  readonly next: string | null;
}

let world: World;
let ada: Founded;
let mia: Person;
let summer: string;
let narrow: string;

const list = (token: string, query = "") => world.call<Page>(token, `GET /v1/findings${query}`);
const give = async (body: object) =>
  must(
    await world.call<{ id: string }>(ada.token, "POST /v1/grants", { user: mia.id, reason: "", ...body }),
    201,
  ).id;

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  mia = await world.person(ada, "mia");
  const role = must(
    await world.call<{ id: string }>(ada.token, "POST /v1/roles", {
      name: "Viewer",
      permissions: ["asset.view"],
    }),
    201,
  ).id;
  await give({ role });
  narrow = await give({ role, folders: [summer] });
});
afterAll(() => world.end());

describe("what an account says without effect", () => {
  it("is told with names and what to do", async () => {
    const { items } = must(await list(ada.token), 200);
    expect(items).toEqual([
      {
        code: "GRANT_REDUNDANT",
        severity: "warning",
        kind: "grant",
        id: narrow,
        because: expect.stringMatching(/^gra_/),
        message:
          'The grant of "Viewer" to mia on "Summer" gives nothing that the grant of "Viewer" to mia does not give for at least as long.',
        advice: "End it, or take back both where the right should go.",
      },
    ]);
  });

  it("follows what changes, and comes in pages and by how grave it is", async () => {
    await world.person(ada, "idle-later", { permissions: ["asset.view"], folders: [summer] });
    must(await world.call(ada.token, `POST /v1/grants/${narrow}/end`, { reason: "" }), 200);
    expect(must(await list(ada.token), 200).items).toEqual([]);
    for (const name of ["One", "Two", "Three"]) {
      must(await world.call(ada.token, "POST /v1/roles", { name, permissions: ["asset.view"] }), 201);
    }
    const first = must(await list(ada.token, "?limit=2"), 200);
    expect(first.items.map(({ code }) => code)).toEqual(["ROLE_UNHELD", "ROLE_UNHELD"]);
    const rest = must(await list(ada.token, `?limit=2&cursor=${first.next}`), 200);
    const names = [...first.items, ...rest.items].map(({ message }) => message).toSorted();
    expect(names).toEqual(["One", "Three", "Two"].map((name) => `Nobody holds the role "${name}".`));
    expect(rest.next).toBeNull();
    expect(must(await list(ada.token, "?severity=warning"), 200).items).toEqual([]);
  });

  it("is for who may explain access everywhere", async () => {
    expect(await list(mia.token)).toMatchObject({ status: 403, body: { code: "NO_GRANT" } });
    const eve = await world.person(ada, "eve", { permissions: ["access.explain"], folders: [summer] });
    expect((await list(eve.token)).status).toBe(403);
    const all = await world.person(ada, "alma", { permissions: ["access.explain"] });
    expect((await list(all.token)).status).toBe(200);
  });
});
