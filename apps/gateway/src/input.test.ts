import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWorld, type World } from "../test/world.ts";
import type { Founded } from "./account/founding.ts";

/** What schemas can't say; what they can is fuzzed, for every operation, in `fuzz.test.ts`. */

let world: World;
let ada: Founded;
let folder: string;
let before: number;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  folder = await world.folder(ada, "Summer");
});
afterAll(() => world.end());

/** Nothing half written: a refused request leaves the account where it was. */
beforeEach(async () => {
  before = (await world.store.journal.head(ada.account)).seq;
});
afterEach(async () => {
  const { seq } = await world.store.journal.head(ada.account);
  if (seq !== before) throw new Error(`A refused request made ${seq - before} changes.`);
});

/** The problem that comes back, which has a sentence whatever it is. */
async function refusal(line: string, body: unknown, headers = {}) {
  const answer = await world.call(ada.token, line, body, headers);
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(answer.body).toMatchObject({ status: answer.status, detail: expect.stringMatching(/\w/) });
  return answer;
}

async function refused(line: string, body: unknown, headers = {}): Promise<string> {
  const { status, body: problem } = await refusal(line, body, headers);
  return `${status} ${String(problem["code"])}`;
}

describe("names", () => {
  it.each([
    ["a path upwards", "../secret"],
    ["a step upwards", ".."],
    ["a path", "a/b"],
    ["a Windows path", "a\\b"],
    ["a control character", "a\u0007b"],
    ["NUL", "a\0b"],
    ["a line break", "a\nb"],
    ["a turned direction", "abc\u202Egnp.exe"],
    ["half a character", "a\uD800b"],
    ["nothing but spaces", "   "],
    ["nothing", ""],
    ["too many characters", "x".repeat(201)],
    ["a number", 7],
  ])("of folders can't be %s", async (_what, name) => {
    expect(await refused("POST /v1/folders", { parent: ada.root, name })).toBe("400 INVALID_REQUEST");
  });

  it.each(["Summer", "summer", "SUMMER ", "Su\u0308mmer", "S\u00fcmmer"])(
    "are taken whatever their capitals, spaces and accents' form: %s",
    async (name) => {
      const taken = name.includes("\u0308") || name.includes("\u00fc") ? "sümmer" : "summer";
      const exists = await world.call(ada.token, `GET /v1/lookup?path=${encodeURIComponent(taken)}`);
      if (exists.status === 404) {
        await world.folder(ada, taken);
        before += 1;
      }
      expect(await refused("POST /v1/folders", { parent: ada.root, name })).toBe("409 NAME_TAKEN");
    },
  );

  it("of users are unique", async () => {
    expect(await refused("POST /v1/users", { username: "ADA", name: "Another Ada" })).toBe("409 NAME_TAKEN");
  });
  it("of roles are unique", async () => {
    expect(await refused("POST /v1/roles", { name: "owner" })).toBe("409 NAME_TAKEN");
  });
});

describe("folders", () => {
  it("can't be moved into themselves, or into what is in them", async () => {
    const inner = await world.folder(ada, "Inner", folder);
    before += 1;
    expect(await refused(`PATCH /v1/folders/${folder}`, { parent: inner })).toBe("409 CYCLE");
    expect(await refused(`PATCH /v1/folders/${folder}`, { parent: folder })).toBe("409 CYCLE");
  });

  it("are changed in full or not at all", async () => {
    expect(await refused(`PATCH /v1/folders/${folder}`, { name: "Winter", parent: folder })).toBe(
      "409 CYCLE",
    );
    const answer = await world.call(ada.token, `GET /v1/folders/${folder}`);
    expect(answer.body).toMatchObject({ name: "Summer" });
  });

  it("can't be deleted while something is in them", async () => {
    expect(await refused(`DELETE /v1/folders/${folder}`, undefined)).toBe("409 NOT_EMPTY");
  });

  it("can't be nested without end", async () => {
    let parent = await world.folder(ada, "Deep");
    for (let depth = 3; depth <= 64; depth += 1) parent = await world.folder(ada, `d${depth}`, parent);
    before = (await world.store.journal.head(ada.account)).seq;
    expect(await refused("POST /v1/folders", { parent, name: "one more" })).toBe("400 INVALID");
  });

  it("can be workspaces at the top only", async () => {
    expect(await refused(`POST /v1/folders`, { parent: folder, name: "W", workspace: true })).toBe(
      "400 INVALID",
    );
  });
});

describe("requests", () => {
  it("with an unknown query key are refused", async () => {
    expect(await refused("GET /v1/users?surprise=1", undefined)).toBe("400 INVALID_REQUEST");
  });
  it("with a query key twice are refused", async () => {
    expect(await refused("GET /v1/users?limit=1&limit=2", undefined)).toBe("400 INVALID_REQUEST");
  });
  it("with a limit out of range are refused", async () => {
    expect(await refused("GET /v1/users?limit=100000", undefined)).toBe("400 INVALID_REQUEST");
  });
  it("with a cursor that is not ours are refused", async () => {
    expect(await refused("GET /v1/users?cursor=abc", undefined)).toBe("400 INVALID_REQUEST");
  });
  it("with an address that can't be decoded are refused", async () => {
    expect(await refused("GET /v1/folders/%E0%A4%A", undefined)).toBe("400 INVALID_REQUEST");
  });
  it("with a body where none is taken are refused", async () => {
    expect(await refused(`DELETE /v1/folders/${folder}`, {})).toBe("400 INVALID_REQUEST");
  });
  it("with another method are told which there are", async () => {
    const answer = await refusal("DELETE /v1/users", undefined);
    expect(answer.body).toMatchObject({ status: 405, code: "METHOD_NOT_ALLOWED" });
    expect(answer.headers.get("allow")).toBe("GET, POST");
  });
  it("can't bring an id of their own", async () => {
    const answer = await world.call(ada.token, "GET /v1/me", undefined, { "x-request-id": "mine" });
    expect(answer.headers.get("x-request-id")).toMatch(/^req_[0-9a-z]{20}$/);
  });
  it("are answered with headers that keep browsers and caches out", async () => {
    const { headers } = await world.call(ada.token, "GET /v1/me");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
  });
});

describe("windows and lists", () => {
  it("that end before they begin are refused", async () => {
    const [from, until] = ["2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"];
    const body = { user: ada.owner, role: ada.role, from, until };
    expect(await refused("POST /v1/grants", body)).toBe("400 INVALID_REQUEST");
  });
  it("of permissions that are not there are refused with the place", async () => {
    const body = { name: "R", permissions: ["asset.view", "asset.veiw"] };
    const answer = await refusal("POST /v1/roles", body);
    expect(answer.body).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
    expect(answer.body["errors"]).toEqual([
      { path: "body.permissions.1", message: "There is no such permission." },
    ]);
  });
  it("a role that is given can't be deleted", async () => {
    expect(await refused(`DELETE /v1/roles/${ada.role}`, undefined)).toBe("409 IN_USE");
  });
});
