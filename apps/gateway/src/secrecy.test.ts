import type { Entry } from "@gatefold/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type World } from "../test/world.ts";
import type { Founded } from "./account/founding.ts";

/** Planted wherever people put something of theirs; each a word of its own. */
const planted = {
  userName: "Zaphod-Personal-Name",
  userEmail: "zaphod.mail@example.org",
  username: "zaphod.user",
  roleName: "Zaphod-Role",
  reason: "Zaphod-Reason",
  folderName: "Zaphod-Folder",
  keyName: "Zaphod-Key",
  query: "Zaphod-Query",
  body: "Zaphod-Body",
  path: "Zaphod-Path",
  fault: "Zaphod-Fault",
};

let world: World;
let ada: Founded;
let token: string;
let broken = false;
const answers: string[] = [];

beforeAll(async () => {
  world = await createWorld({
    wrap: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        read: async (...range): Promise<Entry[]> => {
          if (broken) throw new Error(`could not read ${planted.fault}`, { cause: new Error(planted.fault) });
          return store.journal.read(...range);
        },
      },
    }),
  });
  ada = await world.found();
  const send = async (line: string, body?: unknown) => {
    const answer = await world.call<{ id: string }>(ada.token, line, body);
    answers.push(answer.text);
    return answer;
  };
  const { username, userName: name, userEmail: email } = planted;
  const { id: user } = must(await send("POST /v1/users", { username, name, email }), 201);
  const { id: role } = must(await send("POST /v1/roles", { name: planted.roleName }), 201);
  must(await send("POST /v1/grants", { user, role, reason: planted.reason }), 201);
  must(await send("POST /v1/folders", { parent: ada.root, name: planted.folderName }), 201);
  const made = await world.call<{ token: string }>(ada.token, "POST /v1/keys", {
    name: planted.keyName,
    owner: user,
  });
  token = must(made, 201).token;
  await send(`GET /v1/lookup?path=${planted.query}`);
  await send("POST /v1/folders", `{"name": "${planted.body}`);
  await send("POST /v1/folders", { [planted.body]: 1 });
  await send(`GET /v1/${planted.path}`);
  await send(`GET /v1/folders/${planted.path}`);
  await world.call(token, "GET /v1/me");
  await world.call(`${token.slice(0, -1)}_`, "GET /v1/me");
  await send("GET /v1/users");
  await send(`GET /v1/keys?owner=${user}`);
  await send("GET /v1/journal");
});
afterAll(() => world.end());

describe("the log", () => {
  it("has a line for every request, and nothing that anybody typed", async () => {
    // A round of the gateway's own may write a line in between.
    const ofRequests = () => world.log.filter((line) => line.includes('"request":"req_'));
    await expect.poll(() => ofRequests().length).toBe(15);
    const written = world.log.join("");
    for (const [what, word] of Object.entries(planted)) {
      expect.soft(written.includes(word), `${what} is in the log`).toBe(false);
    }
    for (const secret of [ada.token, token]) expect(written).not.toContain(secret.slice(-43));
  });

  it("says what was asked, by whom, and how it ended", () => {
    const lines = world.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({
        request: expect.stringMatching(/^req_/),
        operation: "grants.give",
        method: "POST",
        status: 201,
        account: ada.account,
        user: ada.owner,
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ operation: "me.get", status: 401, user: null }));
  });
});

describe("an answer", () => {
  it("holds no key's secret but the one that makes it", () => {
    for (const text of answers) {
      expect(text).not.toContain(token.slice(-43));
      expect(text).not.toContain(ada.token.slice(-43));
    }
  });

  it("to a fault of ours says nothing about it; the log has its name and frames without its words", async () => {
    broken = true;
    const answer = await world.call(ada.token, "GET /v1/journal");
    broken = false;
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      type: "urn:gatefold:problem:internal",
      title: "Something broke on our side",
      status: 500,
      code: "INTERNAL",
      detail: "It is not your request's fault; name the request id if you report it.",
    });
    const request = answer.headers.get("x-request-id");
    const line = world.log.find((entry) => entry.includes("frames") && entry.includes(String(request)));
    expect(JSON.parse(line ?? "{}")).toMatchObject({
      error: { name: "Error", frames: expect.arrayContaining([expect.stringContaining("secrecy.test.ts")]) },
    });
    expect(line).not.toContain(planted.fault);
  });
});
