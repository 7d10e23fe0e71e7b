import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cli, createCli, type Ran, type Running, serveDemo, stop, type Urls } from "./cli.ts";

let data: string;
let cli: Cli;
let server: Running;
let urls: Urls;
/** Everything that any command of this file printed. */
const printed: string[] = [];

async function gatefold(...words: string[]): Promise<Ran> {
  const ran = await cli(...words);
  printed.push(ran.out, ran.err);
  return ran;
}

const lines = ({ out }: Ran) => out.trimEnd().split("\n");

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "gatefold-cli-"));
  ({ cli, server, urls } = await serveDemo(data));
}, 60_000);

afterAll(async () => {
  await stop(server);
  await rm(data, { recursive: true, force: true });
});

describe("looking around", () => {
  test("a person sees the folders that are hers, and not the others", async () => {
    expect(lines(await gatefold("ls", "--as", "bea"))).toEqual(["Aurora/  workspace"]);
    expect(lines(await gatefold("ls", "Aurora", "--as", "bea"))).toEqual(["Summer/", "Winter/"]);
    expect((await gatefold("ls", "--as", "ada")).out).toContain("Café Noël ☕/");
  });

  test("paths are found whatever the letters' case, and a slip is pointed out", async () => {
    const found = await gatefold("ls", "aurora/SUMMER", "--as", "bea");
    expect(found.out).toMatch(/^hero\.jpg +1600×1000 +\d+ kB +jpeg$/m);
    const slip = await gatefold("ls", "Auorra/Summer", "--as", "bea");
    expect(slip).toMatchObject({ status: 4, out: "" });
    expect(slip.err).toContain('Did you mean "Aurora/Summer"?');
  });

  test.each([
    ["another client's folder", ["ls", "Bergström/Drafts"]],
    ["a restricted folder", ["ls", "Aurora/Legal"]],
    ["a picture in it", ["ls", "Aurora/Legal/seal.png"]],
    ["another client's picture", ["deliver", "Bergström/Summer/lake.jpg"]],
    ["why of another client's picture", ["why", "asset.view", "Bergström/Summer/lake.jpg"]],
    ["a grant on another client's folder", ["grant", "bea", "Viewer", "--on", "Bergström", "--reason", "x"]],
  ])("%s answers byte for byte as what does not exist", async (_what, words) => {
    const missing = words.map((word) =>
      word.includes("/") || word === "Bergström" ? "Nowhere/Else/q" : word,
    );
    const hidden = await gatefold(...words, "--as", "bea");
    expect(hidden).toEqual(await gatefold(...missing, "--as", "bea"));
    expect(hidden).toMatchObject({ status: 4, out: "", err: "Not here or not yours. [NOT_FOUND]\n" });
  });

  test("another account's person finds nothing of this one, by path or by id", async () => {
    const { out } = await gatefold("ls", "Aurora/Summer/hero.jpg", "--as", "ada", "--json");
    const { id } = JSON.parse(out);
    for (const place of ["Aurora/Summer/hero.jpg", id, `${id.slice(0, -1)}0`]) {
      expect(await gatefold("ls", place, "--as", "eve")).toMatchObject({ status: 4, out: "" });
    }
  });
});

describe("why and who", () => {
  test("why as of a day says how it stood, by whose doing, and nothing that could be done now", async () => {
    const ran = await gatefold("why", "bea", "asset.edit", "Aurora/Summer", "--as-of", "now", "--as", "ada");
    expect(ran.status).toBe(0);
    const time = String.raw`20\d\d-\d\d-\d\d \d\d:\d\d:\d\d \+0[12]:00`;
    expect(ran.out).toMatch(
      new RegExp(
        `^As it stood on ${time}:
Bea Novak may use asset\\.edit on "Summer": the role Designer gives it\\. \\[ROLE\\]
  By
    Designer on Aurora/Summer
  By whose doing
    ${time}  Ada Lund made the role "Designer"\\.
    ${time}  Ada Lund gave Bea Novak the role "Designer"`,
      ),
    );
    const first = await gatefold("why", "bea", "asset.edit", "Aurora/Summer", "--as-of", "#5", "--as", "ada");
    expect(first).toMatchObject({ status: 1, err: "" });
    expect(first.out).toContain("As it stood after entry 5:");
    expect(first.out).not.toContain("would allow");
  });

  test("who as of a day lists those who might", async () => {
    const then = await gatefold("who", "asset.edit", "Aurora/Summer", "--as-of", "1s", "--as", "ada");
    expect(lines(then)[0]).toMatch(/^As it stood on /);
    expect(lines(then).slice(1)).toEqual(
      lines(await gatefold("who", "asset.edit", "Aurora/Summer", "--as", "ada")),
    );
  });

  test.each([
    ["yesterday", "The account began later; ask for a later time. [INVALID_REQUEST]"],
    ["tomorrow", '"tomorrow" is still to come'],
    ["#99999", "The journal ends with entry"],
  ])("a day that can't be asked (%s) is refused in words", async (day, sentence) => {
    const ran = await gatefold("who", "asset.edit", "Aurora/Summer", "--as-of", day, "--as", "ada");
    expect(ran).toMatchObject({ status: 2, out: "" });
    expect(ran.err).toContain(sentence);
  });

  test("why says yes with its reasons, and leaves with 0", async () => {
    const ran = await gatefold("why", "bea", "asset.edit", "Aurora/Summer", "--as", "ada");
    expect(ran.status).toBe(0);
    expect(lines(ran)).toEqual([
      'Bea Novak may use asset.edit on "Summer": the role Designer gives it. [ROLE]',
      "  By",
      "    Designer on Aurora/Summer",
    ]);
  });

  test("why says no with near misses and the smallest fix, and leaves with 1", async () => {
    const ran = await gatefold("why", "bea", "asset.edit", "Aurora/Winter", "--as", "ada");
    expect(ran.status).toBe(1);
    expect(ran.out).toContain("[NO_GRANT]");
    expect(ran.out).toContain("    Designer is held elsewhere\n");
    expect(ran.out).toContain(
      'gatefold grant bea Designer --on Aurora/Winter --until tonight --reason "needs asset.edit" --as ada',
    );
  });

  test("about oneself it names no roles and no people", async () => {
    const ran = await gatefold("why", "asset.edit", "Aurora/Winter", "--as", "bea");
    expect(lines(ran)).toEqual(['You may not use asset.edit on "Winter": no role gives it. [NO_GRANT]']);
  });

  test("who lists the people, their rights and where these are anchored", async () => {
    const ran = await gatefold("who", "asset.edit", "Aurora/Summer", "--as", "ada");
    expect(lines(ran)).toEqual([
      "ada  Ada Lund   Owner everywhere",
      "bea  Bea Novak  Designer on Aurora/Summer",
    ]);
  });

  test("with --json it is the API's answer", async () => {
    const ran = await gatefold("why", "bea", "asset.edit", "Aurora/Winter", "--as", "ada", "--json");
    expect(JSON.parse(ran.out)).toMatchObject({ effect: "deny", code: "NO_GRANT", fix: [{ kind: "grant" }] });
    const who = await gatefold("who", "asset.edit", "Aurora/Summer", "--as", "ada", "--json");
    expect(JSON.parse(who.out).items.map(({ username }: { username: string }) => username)).toEqual([
      "ada",
      "bea",
    ]);
    const refused = await gatefold("who", "asset.edit", "Aurora", "--as", "bea", "--json");
    expect(refused).toMatchObject({ status: 1, out: "" });
    expect(JSON.parse(refused.err)).toMatchObject({ status: 403, code: "NO_GRANT" });
  });
});

test("lint tells what the account says without effect, to who may explain everywhere", async () => {
  const ran = await gatefold("lint", "--as", "ada");
  expect(ran.status).toBe(0);
  expect(ran.out).toMatch(
    /^2 notes\n {2}rol_\w+: Nobody holds the role "Publisher"\. \[ROLE_UNHELD\]\n {4}Delete it/,
  );
  expect(JSON.parse((await gatefold("lint", "--json", "--as", "ada")).out).items).toMatchObject([
    { code: "ROLE_UNHELD", kind: "role" },
    { code: "USER_SUSPENDED", kind: "user" },
  ]);
  expect(await gatefold("lint", "--as", "bea")).toMatchObject({ status: 1, out: "" });
});

describe("granting and revoking", () => {
  test("a role until tonight holds at once, and is over the moment it is taken away", async () => {
    const words = ["grant", "bea", "designer", "--on", "Aurora/Winter", "--until", "tonight"];
    const given = await gatefold(...words, "--reason", "Covers for Ivo", "--as", "ada");
    expect(given.out).toMatch(
      /^Bea Novak is Designer on Aurora\/Winter, until \d{4}-\d\d-\d\d 00:00 \+0[12]:00\.$/m,
    );
    expect(await gatefold("why", "asset.edit", "Aurora/Winter", "--as", "bea")).toMatchObject({ status: 0 });
    const taken = await gatefold("revoke", "bea", "Designer", "--on", "aurora/winter", "--as", "ada");
    expect(taken).toMatchObject({ status: 0 });
    expect(await gatefold("why", "asset.edit", "Aurora/Winter", "--as", "bea")).toMatchObject({ status: 1 });
    expect(await gatefold("revoke", "bea", "Designer", "--on", "Aurora/Winter", "--as", "ada")).toMatchObject(
      {
        status: 4,
        err: expect.stringContaining("NO_SUCH_GRANT"),
      },
    );
  });

  test("the fix of an answer can be run as it is printed", async () => {
    const { out } = await gatefold(
      "why",
      "cleo",
      "asset.download",
      "Bergström/Summer/lake.jpg",
      "--as",
      "ada",
    );
    const [, command = ""] = /gatefold (grant .*)/.exec(out) ?? [];
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
    expect(await gatefold(...words)).toMatchObject({ status: 0 });
    const again = await gatefold("why", "asset.download", "Bergström/Summer/lake.jpg", "--as", "cleo");
    expect(again).toMatchObject({ status: 0 });
  });

  test("nobody gives what is not theirs to give, and is told what they lack", async () => {
    const ran = await gatefold("grant", "bea", "Viewer", "--on", "Aurora", "--reason", "x", "--as", "bea");
    expect(ran).toMatchObject({ status: 1, out: "" });
    expect(ran.err).toMatch(/^You may not .*\[NO_GRANT\]$/m);
  });

  test.each([
    [
      "a role that is not there",
      ["grant", "bea", "Publishr", "--on", "Aurora"],
      4,
      'Did you mean "Publisher"?',
    ],
    ["a person who is not there", ["grant", "bae", "Viewer", "--on", "Aurora"], 4, 'Did you mean "bea"?'],
    [
      "a time that passed",
      ["grant", "bea", "Viewer", "--on", "Aurora", "--until", "yesterday"],
      2,
      "in the past",
    ],
    ["a time that is none", ["grant", "bea", "Viewer", "--on", "Aurora", "--until", "soonish"], 2, "no time"],
    ["no place", ["grant", "bea", "Viewer"], 2, "--on PATH"],
  ])("%s is refused and the way shown", async (_what, words, status, hint) => {
    const ran = await gatefold(...words, "--reason", "x", "--as", "ada");
    expect(ran).toMatchObject({ status, out: "", err: expect.stringContaining(hint) });
  });

  test("a permission's misspelt name, or the account's at a place, is said to be that", async () => {
    for (const permission of ["deliver.klavio", "users.manage"]) {
      const ran = await gatefold("why", "bea", permission, "Aurora", "--as", "ada");
      expect(ran).toMatchObject({
        status: 1,
        out: expect.stringContaining("Check the name of the permission"),
      });
      expect(await gatefold("who", permission, "Aurora", "--as", "ada")).toMatchObject({
        status: 2,
        out: "",
      });
    }
  });

  test.each([
    ["no reason", ["grant", "bea", "Viewer", "--on", "Aurora", "--reason", " "], "Say why"],
    ["a question without a place", ["why", "bea", "asset.view"], '"bea" is no permission'],
  ])("%s is refused before anything is asked", async (_what, words, hint) => {
    const ran = await gatefold(...words, "--as", "ada");
    expect(ran).toMatchObject({ status: 2, out: "", err: expect.stringContaining(hint) });
  });
});

describe("the audit", () => {
  test("changes read as sentences, the latest last", async () => {
    await gatefold("grant", "ivo", "Viewer", "--on", "Aurora", "--reason", "A look", "--as", "ada");
    await gatefold("revoke", "ivo", "Viewer", "--on", "Aurora", "--reason", "Enough", "--as", "ada");
    const ran = await gatefold("audit", "tail", "-n", "2", "--as", "ada");
    expect(lines(ran)).toEqual([
      expect.stringMatching(
        /^ *\d+ {2}\d{4}-.* \+0[12]:00 {2}ada gave Ivo Marić the role Viewer on Aurora \("A look"\)$/,
      ),
      expect.stringMatching(/ada took the role Viewer on Aurora from Ivo Marić \("Enough"\)$/),
    ]);
  });

  test("every entry of the demo's making has a sentence", async () => {
    const ran = await gatefold("audit", "tail", "-n", "500", "--as", "ada");
    expect(ran.out).toContain('gatefold founded the account "Lighthouse Studio"');
    expect(ran.out).toContain("ada made the folder Aurora/Legal (restricted)");
    expect(ran.out).toContain("ada suspended Nat Okafor");
    expect(ran.out).not.toMatch(/ada [a-z-]+\.[a-z-]+$/m);
  });

  test("--follow shows what comes, and Ctrl-C ends it", async () => {
    const following = await cli.start(["audit", "tail", "-n", "1", "--follow", "--as", "ada"], /\n/);
    await gatefold("grant", "ivo", "Viewer", "--on", "Aurora", "--reason", "Followed", "--as", "ada");
    await expect.poll(following.text, { timeout: 10_000 }).toContain('("Followed")');
    following.signal("SIGINT");
    expect(await following.ended()).toBe(0);
  });

  test("verify says that the journal is whole, to people and to programs", async () => {
    const ran = await gatefold("audit", "verify", "--as", "ada");
    expect(ran).toMatchObject({ status: 0, out: expect.stringContaining("The journal is whole: ") });
    const json = await gatefold("audit", "verify", "--as", "ada", "--json");
    expect(JSON.parse(json.out)).toMatchObject({ ok: true });
  });

  test("who may not read it is refused", async () => {
    expect(await gatefold("audit", "tail", "--as", "max")).toMatchObject({ status: 1, out: "" });
  });
});

describe("who asks", () => {
  test("a name without a key is answered with those there are", async () => {
    const ran = await gatefold("ls", "--as", "bia");
    expect(ran).toMatchObject({ status: 2, out: "" });
    expect(ran.err).toContain("There are keys of ada, bea, cleo, eve, ivo, max, nat.");
    expect(ran.err).toContain('Did you mean "bea"?');
  });

  test("without a name it says so", async () => {
    expect(await gatefold("ls")).toMatchObject({ status: 2, err: expect.stringContaining("--as NAME") });
  });

  test("a suspended person's key opens nothing", async () => {
    const ran = await gatefold("ls", "--as", "nat");
    expect(ran).toMatchObject({ status: 1, err: expect.stringContaining("[UNAUTHENTICATED]") });
  });

  test("a key file that others can read is not used", async () => {
    await chmod(join(data, "keys", "max"), 0o644);
    const ran = await gatefold("ls", "--as", "max");
    await chmod(join(data, "keys", "max"), 0o600);
    expect(ran).toMatchObject({ status: 1, err: expect.stringContaining("[NOT_PRIVATE]") });
  });

  test("a key and an address can come from the environment", async () => {
    const key = (await readFile(join(data, "keys", "bea"), "utf8")).trim();
    const elsewhere = createCli(join(data, "nowhere"), {
      GATEFOLD_URL: `${urls.gateway}/`,
      GATEFOLD_KEY: key,
    });
    expect(await elsewhere("ls")).toMatchObject({ status: 0, out: "Aurora/  workspace\n" });
    const broken = createCli(data, { GATEFOLD_KEY: `${key}\nx` });
    expect(await broken("ls")).toMatchObject({ status: 2, err: expect.not.stringContaining(key) });
  });

  test("a gateway that is not there is said to be so, with status 3", async () => {
    const gone = createCli(data, { GATEFOLD_URL: "http://127.0.0.1:1" });
    expect(await gone("ls", "--as", "bea")).toMatchObject({
      status: 3,
      err: expect.stringContaining("[UNREACHABLE]"),
    });
  });

  test("no key is ever printed, nor logged", async () => {
    for (const name of await readdir(join(data, "keys"))) {
      const secret = (await readFile(join(data, "keys", name), "utf8")).trim().slice(-43);
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(printed.join("")).not.toContain(secret);
      expect(server.text()).not.toContain(secret);
      expect(await readFile(join(data, "gateway.log"), "utf8")).not.toContain(secret);
    }
  });
});
