import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { operations } from "@gatefold/gateway";
import { createCli } from "../../apps/cli/test/cli.ts";
import { API_KEY, createPlatformWorld, type PlatformWorld } from "../../apps/gateway/test/platform.ts";
import { must } from "../../apps/gateway/test/world.ts";
import { createDrive, type Heard } from "./drive.ts";
import { leaks, type Places } from "./leaks.ts";
import { mistaken, personal, plant, type Planted } from "./planted.ts";

/** Everything that came out of a gateway that was used in every way, in order and out of order, until it stopped. */

let platform: PlatformWorld;
let planted: Planted;
let heard: readonly Heard[];
/** What the command line printed, by who asked. */
const printed = { ada: "", bea: "" };
/** What the gateway's process printed. */
let streams = "";
let outcomes: string[];
const links: string[] = [];
/** While true, the store breaks with an error that quotes all there is to quote. */
let broken = false;
const wanted = new Set(["acts.list", "secrets.open"]);

function breakable<Part extends object>(part: Part, name: string): Part {
  return new Proxy(part, {
    get(target, key, receiver) {
      const own: unknown = Reflect.get(target, key, receiver);
      if (!wanted.has(`${name}.${String(key)}`) || typeof own !== "function") return own;
      return (...words: unknown[]) => {
        if (!broken) return Reflect.apply(own, target, words) as unknown;
        const text = Object.values({ ...planted.credentials, ...personal }).join(" ");
        return Promise.reject(new Error(text, { cause: Object.assign(new Error(text), { text }) }));
      };
    },
  });
}

beforeAll(async () => {
  const spies = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  platform = await createPlatformWorld({
    wrap: (store) => ({
      ...store,
      acts: breakable(store.acts, "acts"),
      secrets: breakable(store.secrets, "secrets"),
    }),
    fetch: (input, init) => {
      links.push(input instanceof Request ? input.url : String(input));
      return fetch(input, init);
    },
  });
  planted = await plant(platform);
  const drive = createDrive(platform, planted);
  heard = drive.heard;
  outcomes = await useAll(drive);
  await platform.world.running.close();
  streams = spies.flatMap(({ mock }) => mock.calls.map(([text]) => String(text))).join("");
  for (const spy of spies) spy.mockRestore();
});
afterAll(() => platform?.end());

async function useAll(drive: ReturnType<typeof createDrive>): Promise<string[]> {
  const { ada, bea, eve, zaphod, things } = planted;
  const reads = operations.filter(({ method }) => method === "GET");
  for (const [who, { token }] of Object.entries({ bea, eve })) await drive.everything(who, token);
  for (const wrong of [null, "planted", `${ada.token}x`, API_KEY])
    await drive.everything("nobody", wrong, reads);
  await drive.mistakes("ada", ada.token);
  await useContent(drive);
  const ended = await misbehave(drive);
  await useCommands();
  broken = true;
  for (const line of ["GET /v1/acts", `POST /v1/connections/${things.connection}/verify`]) {
    must(await drive.ask("ada", ada.token, line), 500);
  }
  ended.push(await drive.deliverUnder(late, 99));
  broken = false;
  await drive.everything("zaphod", zaphod.token, reads);
  await drive.everything("ada", ada.token, reads);
  // She may erase people, which would take away what was planted.
  const keeping = operations.filter(({ id }) => id !== "users.erase");
  await drive.everything("ada", ada.token, keeping);
  return ended;
}

async function useContent({ ask }: ReturnType<typeof createDrive>): Promise<void> {
  const { world } = platform;
  const { ada, bea, eve, things } = planted;
  for (const [who, { token }] of Object.entries({ ada, bea, eve })) {
    for (const what of ["content", "thumbnail"]) {
      const url = `${world.running.contentUrl}/v1/assets/${things.asset}/${what}`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(who === "ada" ? 200 : 404);
    }
    await ask(who, token, `GET /v1/lookup?path=Inner/${personal["a folder's name"]}`);
  }
}

const klaviyo = { platform: "klaviyo", match: { method: "POST" } } as const;
/** No fault to speak of. */
const late = { ...klaviyo, kind: "delay", milliseconds: 1 } as const;

/** A platform that fails in many ways, and quotes in all of them what it should not. */
async function misbehave(drive: ReturnType<typeof createDrive>): Promise<string[]> {
  const { ada, things } = planted;
  const quote = `${API_KEY} ${personal["a user's e-mail"]} ${personal["a folder's name"]}`;
  const body = { errors: [{ code: "invalid", title: `No: ${API_KEY}`, detail: quote }] };
  const reply = (status: number) =>
    ({ ...klaviyo, kind: "status", status, headers: { "x-quote": quote }, body }) as const;
  const location = `https://elsewhere.example/${API_KEY}?mail=${personal["a user's e-mail"]}`;
  const faults = [
    reply(401),
    reply(403),
    reply(400),
    { ...reply(429), headers: { "retry-after": "90" } },
    reply(500),
    { ...klaviyo, kind: "status", status: 503, body: quote },
    { ...klaviyo, kind: "redirect", location },
    { ...klaviyo, kind: "drop-before" },
    { ...klaviyo, kind: "drop-after" },
    { ...klaviyo, kind: "garbage" },
    { ...klaviyo, kind: "html" },
    { ...klaviyo, kind: "truncated" },
  ] as const;
  const ended = [];
  for (const [at, fault] of faults.entries()) ended.push(await drive.deliverUnder(fault, at * 20));
  const at = `/v1/connections/${things.connection}`;
  const change = (more: object) => drive.ask("ada", ada.token, `PATCH ${at}`, more);
  must(await change({ settings: { uploadBy: "link" } }), 200);
  ended.push(await drive.deliverUnder(late, 300));
  must(await change({ secrets: { apiKey: mistaken["a key the platform does not know"] } }), 200);
  ended.push(await drive.deliverUnder(late, 320));
  must(await drive.ask("ada", ada.token, `POST ${at}/verify`), 424);
  await change({ secrets: { apiKey: mistaken["a secret in the wrong form"] } });
  await change({ settings: { apiKey: API_KEY } });
  must(await change({ settings: {}, secrets: { apiKey: API_KEY } }), 200);
  must(await drive.ask("ada", ada.token, `POST ${at}/verify`), 200);
  return ended;
}

async function useCommands(): Promise<void> {
  const { running, files } = platform.world;
  const place = `Inner/${personal["a folder's name"]}`;
  const asset = `${place}/${personal["an asset's name"]}`;
  const zaphod = personal["a user's login"];
  const give = ["grant", zaphod, personal["a role's name"], "--on", place];
  const commands = {
    ada: [
      ["deliver", asset],
      ["why", zaphod, "asset.edit", asset],
      [...give, "--reason", personal["a grant's reason"]],
      ["audit", "tail", "-n", "100"],
    ],
    bea: [
      ["ls", place],
      ["deliver", asset],
      [...give, "--reason", "x"],
    ],
  };
  for (const who of ["ada", "bea"] as const) {
    const cli = createCli(join(files, "none"), {
      GATEFOLD_URL: running.apiUrl,
      GATEFOLD_KEY: planted[who].token,
    });
    for (const { out, err } of await Promise.all(commands[who].map((words) => cli(...words)))) {
      printed[who] += out + err;
    }
  }
}

const log = () => platform.world.log.join("");
const told = ({ answer }: Heard) =>
  [answer.status, JSON.stringify([...answer.headers]), answer.text].join("\n");
const answersTo = (...people: string[]) =>
  heard
    .filter(({ who }) => people.includes(who))
    .map(told)
    .join("\n");
const refusals = () => heard.filter(({ answer }) => answer.status >= 400);
const sent = () => platform.sandbox.requests.all();

const rowsOf = (sql: string): string => {
  const file = new DatabaseSync(join(platform.world.files, "data", "gatefold.db"), { readOnly: true });
  const rows = JSON.stringify(file.prepare(sql).all());
  file.close();
  return rows;
};

/** Every file of the data folder but the master key's own. */
async function storedFiles(): Promise<Places> {
  const root = platform.world.files;
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const others = paths.filter((path) => path !== join(root, "keys", "master"));
  return Object.fromEntries(
    await Promise.all(others.map(async (path) => [path, await readFile(path)] as const)),
  );
}

const tokens = () =>
  Object.fromEntries(links.map((link, at) => [`link ${at}`, link.split("/").at(-1) ?? ""] as const));

it("was used in every way", () => {
  expect(new Set(outcomes.map((outcome) => outcome.split(" ").at(-1)))).toEqual(
    new Set([
      "PLATFORM_AUTH",
      "PLATFORM_SCOPE",
      "PLATFORM_REJECTED",
      "PLATFORM_DAILY_QUOTA",
      "OUTCOME_UNKNOWN",
      "INTERNAL",
      "null",
    ]),
  );
  expect(links.length).toBeGreaterThan(0);
  expect(new Set(heard.map(({ answer }) => answer.status)).size).toBeGreaterThan(10);
  for (const word of Object.values(personal)) expect(answersTo("ada")).toContain(word);
  for (const { id } of operations) expect(log()).toContain(`"operation":"${id}"`);
});

it("no credential comes out but once where it is made, and where the platform asks for it", async () => {
  const words = { ...planted.credentials, ...tokens() };
  // Makes of keys are answered with them: each with its own alone.
  const tokensMade = heard.filter(({ answer }) => answer.status === 201 && "token" in answer.body);
  const answers = heard.filter((one) => !tokensMade.includes(one)).map(told);
  const places: Places = {
    "the log": log(),
    "standard output or error": streams,
    "an answer": answers.join("\n"),
    "a key's making": tokensMade.map(told).join("\n"),
    "the command line": printed.ada + printed.bea,
    "an address at the platform": sent()
      .map(({ path }) => path)
      .join("\n"),
    "a header at the platform": JSON.stringify(sent().map(({ headers }) => headers)),
    ...(await storedFiles()),
  };
  expect(leaks(places, words)).toEqual([]);
  const bodies = { "a body at the platform": JSON.stringify(sent().map(({ json }) => json)) };
  expect(leaks(bodies, planted.credentials)).toEqual([]);
  expect(
    leaks({ made: told({ who: "ada", line: "", answer: planted.created }) }, planted.credentials),
  ).toEqual(["zaphod's key in made"]);
});

it("what people write comes out only to who may see it", () => {
  const places: Places = {
    "the log": log(),
    "standard output or error": streams,
    "an answer to somebody of another account, or nobody": answersTo("eve", "nobody"),
    "an answer to a member who may see nothing": answersTo("bea"),
    "what the command line shows such a member": printed.bea,
    "an address at the platform": sent()
      .map(({ path }) => path)
      .join("\n"),
    "a header at the platform": JSON.stringify(sent().map(({ headers }) => headers)),
    "the journal's chain": rowsOf("SELECT * FROM entries"),
    "the acts": rowsOf("SELECT * FROM acts"),
    "the ledger": rowsOf("SELECT * FROM deliveries"),
    "the queue": rowsOf("SELECT * FROM jobs"),
  };
  expect(leaks(places, personal)).toEqual([]);
  // A refusal names the place it speaks of, to who sees the place; it says nothing of people and their rights.
  const { "a folder's name": _folder, "an asset's name": _asset, ...others } = personal;
  expect(leaks({ refusals: refusals().map(told).join("\n") }, others)).toEqual([]);
});

it("would have found one that leaked", async () => {
  platform.world.dependencies.log.info({ apiKey: API_KEY }, personal["a user's name"]);
  expect(leaks({ log: log() }, { ...planted.credentials, ...personal })).toEqual([
    "the connection's key in log",
    "a user's name in log",
  ]);
  expect(leaks(await storedFiles(), personal).length).toBeGreaterThan(Object.keys(personal).length - 1);
});
