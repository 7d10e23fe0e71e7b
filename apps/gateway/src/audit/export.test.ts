import { type Event, planChanges } from "@gatefold/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";
import { csvLine } from "./lines.ts";

let world: World;
let ada: Founded;
let bea: Person;
let summer: string;
let last: number;

interface Line {
  readonly seq: number;
  readonly type: string;
  readonly user: string;
  readonly event: { readonly folder?: { readonly name: string } };
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, '=HYPERLINK("x"), "Summer"');
  const { account, owner: user, key: id } = ada;
  const principal = { account, user, credential: { kind: "key", id } } as const;
  const { state, head } = await world.store.journal.load(account);
  const events = Array.from({ length: 1100 }, (_, number): Event => ({
    type: "folder.created",
    folder: {
      id: `fld_${number}`,
      parent: summer,
      name: `Folder ${number}`,
      restricted: false,
      workspace: false,
    },
  }));
  const at = (world.clock.now += 60_000);
  await world.store.journal.append({
    account,
    expected: head,
    at,
    principal,
    origin: "api",
    events,
    changes: planChanges(state, events),
  });
  world.clock.now += 60_000;
  bea = await world.person(ada, "bea", { permissions: ["asset.view"] });
  last = (await world.store.journal.head(account)).seq;
});
afterAll(() => world.end());

/** Its lines are no JSON together, so they are read as text; a refusal is one. */
async function get(path: string, token = ada.token) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${world.running.apiUrl}/v1/export/${path}`, { headers });
  const text = await response.text();
  const body: unknown = response.ok ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, text, body };
}

const lines = async (query: string) => {
  const answer = await get(`journal?${query}`);
  expect(answer.status).toBe(200);
  return answer.text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
};

/** A new secret, and the one before dead at once. */
const rolled = ({ token }: Person) =>
  world.call(ada.token, `POST /v1/keys/${token.split("_")[1]}/roll`, { overlapSeconds: 0 });

describe("the export", () => {
  it("is all of the journal as JSON lines, in order, over all its pages", async () => {
    const all = await lines("");
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    const { items } = must(
      await world.call<{ items: Line[] }>(ada.token, "GET /v1/journal?after=0&limit=200"),
      200,
    );
    expect(all.slice(0, 200)).toMatchObject(items);
  });

  it("goes on after a line, and takes what lists take", async () => {
    expect((await lines(`after=${last - 3}`)).map(({ seq }) => seq)).toEqual([last - 2, last - 1, last]);
    const made = await lines(`about=${bea.id}`);
    expect(made.map(({ type }) => type)).toEqual([
      "user.created",
      "grant.given",
      "grant.given",
      "key.created",
    ]);
    const from = new Date(world.clock.now - 60_000).toISOString();
    const until = new Date(world.clock.now).toISOString();
    const between = await lines(`from=${from}&until=${until}&at=${summer}`);
    expect(between).toHaveLength(1100);
    expect(await lines(`from=${until}&type=key.created&by=${ada.owner}`)).toHaveLength(1);
  });

  it("is CSV that a spreadsheet reads as text: quoted, with no cell that is a formula", async () => {
    const { text, headers } = await get(`journal?format=csv&at=${summer}&by=${ada.owner}`);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [names, first = "", ...others] = text.split("\r\n");
    expect(names).toBe("seq,at,change,user,credential,origin,type,event,hash,previous");
    expect(first).toContain(String.raw`""name"":""=HYPERLINK(\""x\""), \""Summer\""""`);
    expect(others).toHaveLength(1101);
    expect((await get(`journal?format=csv&after=${last - 1}`)).text.split("\r\n")).toHaveLength(2);
    expect(csvLine(["=1+1", "+1", "-1", "@x", "\tx", "a,b", 'say "x"', "a\nb", -1, null, { a: 1 }])).toBe(
      `'=1+1,'+1,'-1,'@x,'\tx,"a,b","say ""x""","a\nb",-1,,"{""a"":1}"\r\n`,
    );
  });

  it("is an act, allowed or refused, and finds itself among the acts", async () => {
    expect(await get("acts", bea.token)).toMatchObject({ status: 403, body: { code: "NO_GRANT" } });
    const { text } = await get(`acts?effect=deny&act=export&code=NO_GRANT&user=${bea.id}`);
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as object),
    ).toEqual([
      expect.objectContaining({
        act: "export",
        place: ada.account,
        user: bea.id,
        effect: "deny",
        code: "NO_GRANT",
      }),
    ]);
    const [newest] = await world.store.acts.list(ada.account, { limit: 1 });
    expect(newest).toMatchObject({ act: "export", effect: "allow", permission: "audit.export" });
  });

  it.each([
    ["the right", (by: Person) => world.call(ada.token, `PATCH /v1/users/${by.id}`, { status: "suspended" })],
    ["the secret", (by: Person) => rolled(by)],
  ])("breaks off where %s is taken away meanwhile, and says so by no end", async (what, take) => {
    const person = await world.person(ada, what.replace(" ", "-"), { permissions: ["audit.export"] });
    let pages = 0;
    const { journal } = world.store;
    const read = journal.read.bind(journal);
    Object.assign(journal, {
      read: async (...input: Parameters<typeof read>) => {
        if (input[1].filter && (pages += 1) === 2) must(await take(person), 200);
        return read(...input);
      },
    });
    await expect(get("journal", person.token)).rejects.toThrow();
    Object.assign(journal, { read });
    expect(pages).toBe(2);
  });

  it("refuses what it does not take", async () => {
    for (const query of ["format=xml", "after=-1", "from=soon", "code=X", "cursor=1"]) {
      expect(await get(`journal?${query}`)).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
    }
    expect((await get("acts", "none")).status).toBe(401);
    expect((await world.call(ada.token, "POST /v1/export/acts")).status).toBe(405);
  });
});
