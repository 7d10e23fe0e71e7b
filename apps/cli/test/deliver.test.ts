import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoPictures, renderPicture } from "../src/demo/pictures/index.ts";
import { type Cli, type Running, serveDemo, stop, type Urls } from "./cli.ts";

let data: string;
let gatefold: Cli;
let server: Running;
let urls: Urls;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "gatefold-cli-"));
  ({ cli: gatefold, server, urls } = await serveDemo(data));
}, 60_000);

afterAll(async () => {
  await stop(server);
  await rm(data, { recursive: true, force: true });
});

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What the library says of a picture. */
async function pictureOf(path: string): Promise<{ id: string; version: { sha256: string } }> {
  return JSON.parse((await gatefold("ls", path, "--as", "ada", "--json")).out);
}

/** The state of a delivery once it is no longer this one. */
async function stateAfter(state: string, id: string): Promise<{ state: string; code: string | null }> {
  const read = async () => JSON.parse((await gatefold("deliveries", id, "--as", "ada", "--json")).out);
  await expect.poll(async () => (await read()).state, { timeout: 20_000, interval: 300 }).not.toBe(state);
  return read();
}

describe("delivering", () => {
  test("a designer's picture of her client is in Klaviyo, byte for byte", async () => {
    const ran = await gatefold("deliver", "Aurora/Summer/hero.jpg", "--as", "bea");
    expect(ran).toMatchObject({ status: 0, err: "" });
    const [sentence, url = "", id] = ran.out
      .trimEnd()
      .split("\n")
      .map((line) => line.trim());
    expect(sentence).toBe("Aurora/Summer/hero.jpg is in Aurora Klaviyo now.");
    expect(url.startsWith(`${urls.sandbox}/klaviyo/`)).toBe(true);
    expect(id).toMatch(/^dlv_[0-9a-z]{20}$/);
    const there = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const { version } = await pictureOf("Aurora/Summer/hero.jpg");
    expect(hashOf(there)).toBe(version.sha256);
    const drawn = demoPictures.find(({ path }) => path.join("/") === "Aurora/Summer/hero.jpg");
    expect(hashOf(await renderPicture(drawn!))).toBe(version.sha256);
  });

  test("what is there already is not sent twice", async () => {
    await gatefold("deliver", "Aurora/Summer/dunes.jpg", "--as", "bea");
    const again = await gatefold("deliver", "Aurora/Summer/dunes.jpg", "--to", "klaviyo", "--as", "bea");
    expect(again.out).toContain("Aurora/Summer/dunes.jpg is in Aurora Klaviyo already.");
    const { out } = await gatefold("deliveries", "--as", "bea");
    expect(out.match(/dunes\.jpg/g)).toHaveLength(1);
  });

  test("a picture she may see but not deliver is refused: sentence, code, what to ask for", async () => {
    const ran = await gatefold("deliver", "Aurora/Winter/lights.jpg", "--as", "bea");
    expect(ran).toMatchObject({ status: 1, out: "" });
    expect(ran.err.trimEnd().split("\n")).toEqual([
      'You may not use deliver.klaviyo on "lights.jpg": no role gives it. [NO_GRANT]',
      "  To ask for: deliver.klaviyo on Aurora/Winter/lights.jpg.",
      "  Whoever gives roles there sees how, with:",
      "  gatefold why bea deliver.klaviyo Aurora/Winter/lights.jpg",
    ]);
  });

  test("a grant until tonight lets it through; revoked, the next is refused, and a queued one too", async () => {
    const why = ["why", "bea", "deliver.klaviyo", "Aurora/Winter", "--as", "ada"];
    expect((await gatefold(...why)).out).toContain("grant bea Publisher --on Aurora/Winter --until tonight");
    const grant = [
      "grant",
      "bea",
      "Publisher",
      "--on",
      "Aurora/Winter",
      "--until",
      "tonight",
      "--reason",
      "x",
    ];
    expect(await gatefold(...grant, "--as", "ada")).toMatchObject({ status: 0 });
    expect(await gatefold("deliver", "Aurora/Winter/lights.jpg", "--as", "bea")).toMatchObject({ status: 0 });

    const queue = ["deliver", "Aurora/Winter/jar.jpg", "--in", "8s", "--no-wait", "--json", "--as", "bea"];
    const queued = await gatefold(...queue);
    expect(queued.status).toBe(0);
    const { id, state } = JSON.parse(queued.out);
    expect(state).toBe("waiting");
    const revoke = ["revoke", "bea", "Publisher", "--on", "Aurora/Winter", "--as", "ada"];
    expect(await gatefold(...revoke)).toMatchObject({ status: 0 });
    const next = await gatefold("deliver", "Aurora/Winter/firs.jpg", "--as", "bea");
    expect(next).toMatchObject({ status: 1, err: expect.stringContaining("[NO_GRANT]") });
    expect(await stateAfter("waiting", id)).toMatchObject({ state: "refused", code: "NO_GRANT" });
    const shown = await gatefold("deliveries", id, "--as", "bea");
    expect(shown.out).toMatch(/^Aurora\/Winter\/jar\.jpg was not sent to Aurora Klaviyo\. .*\[NO_GRANT\]$/m);
    const acts = await gatefold("audit", "tail", "--acts", "--as", "ada");
    expect(acts.out).toContain(
      "bea was not allowed to deliver Aurora/Winter/jar.jpg through Aurora Klaviyo [NO_GRANT]",
    );
  });

  test("one that waits can be called off, one that arrived can be taken back and sent anew", async () => {
    const queue = ["deliver", "Bergström/Summer/lake.jpg", "--at", "tomorrow 9am", "--no-wait", "--json"];
    const { id } = JSON.parse((await gatefold(...queue, "--as", "ivo")).out);
    expect((await gatefold("remove", id, "--as", "ivo")).out).toContain(
      "Bergström/Summer/lake.jpg was called off.",
    );
    const sent = await gatefold("deliver", "Bergström/Summer/lake.jpg", "--json", "--as", "ivo");
    const first = JSON.parse(sent.out);
    expect(first).toMatchObject({ state: "delivered", connection: expect.stringMatching(/^con_/) });
    const removed = await gatefold("remove", first.id, "--as", "ivo");
    expect(removed).toMatchObject({
      status: 0,
      out: expect.stringContaining("is in Bergström Klaviyo no longer."),
    });
    expect(await gatefold("remove", first.id, "--as", "ivo")).toMatchObject({ status: 1, out: "" });
    const anew = JSON.parse(
      (await gatefold("deliver", "Bergström/Summer/lake.jpg", "--json", "--as", "ivo")).out,
    );
    expect(anew).toMatchObject({ state: "delivered" });
    expect(anew.id).not.toBe(first.id);
  });

  test("a folder is one job: what goes, what was there, what is refused; and it is come back to", async () => {
    const ran = await gatefold("deliver", "Aurora", "--below", "--to", "Aurora Klaviyo", "--as", "bea");
    expect(ran.status).toBe(1);
    const [sentence, ...lines] = ran.out.trimEnd().split("\n");
    expect(sentence).toMatch(/^\d+ of \d+ are there: .*there already, .*refused\.$/);
    expect(ran.out).toMatch(/^ {2}Aurora\/Winter\/lights\.jpg: .* \[NO_GRANT\]$/m);
    const id = lines.at(-1)?.trim() ?? "";
    expect(id).toMatch(/^job_[0-9a-z]{20}$/);
    expect(ran.err).toContain(`gatefold jobs ${id} --wait --as bea`);
    expect((await gatefold("jobs", "--as", "bea")).out).toContain(`${id}  `);
    expect((await gatefold("jobs", id, "--wait", "--as", "bea")).out).toBe(ran.out);
    const late = await gatefold("jobs", id, "--cancel", "--as", "bea");
    expect(late.out).toMatch(/^0 called off\.\n {2}\d+ are there already/);
    const again = await gatefold("jobs", id, "--retry", "--as", "bea");
    expect(again).toMatchObject({ status: 1, out: expect.stringContaining("0 of") });
    expect(await gatefold("jobs", id, "--as", "ivo")).toMatchObject({ status: 4 });
    expect((await gatefold("deliveries", "--needs-a-look", "--as", "bea")).err).toContain(
      "Nothing needs a look.",
    );
    expect(await gatefold("settle", "dlv_x", "--as", "bea")).toMatchObject({ status: 2 });
    expect(await gatefold("settle", "dlv_x", "--leave", "--as", "bea")).toMatchObject({ status: 4 });
  });

  test.each([
    ["a folder beside a picture", ["Aurora/Winter", "Aurora/Summer/hero.jpg"], 2, "is a folder"],
    ["nothing", [], 2, "Name pictures"],
    ["below of a picture", ["Aurora/Summer/hero.jpg", "--below"], 2, "goes with a folder"],
    [
      "a target that is not there",
      ["Aurora/Summer/hero.jpg", "--to", "Aurora Klavio"],
      4,
      'Did you mean "Aurora Klaviyo"?',
    ],
    [
      "a platform that is not there",
      ["Aurora/Summer/hero.jpg", "--to", "braze"],
      4,
      "Connections here: Aurora Klaviyo.",
    ],
    ["two times", ["Aurora/Summer/hero.jpg", "--in", "1s", "--at", "tomorrow"], 2, "not both"],
    ["a span that is none", ["Aurora/Summer/hero.jpg", "--in", "soon"], 2, "no span"],
    [
      "a picture that nothing serves",
      ["Café Noël ☕/Winter/cup.jpg"],
      1,
      "No connection serves this picture",
    ],
  ])("%s is refused and said", async (_what, words, status, hint) => {
    const ran = await gatefold("deliver", ...words, "--as", "ada");
    expect(ran).toMatchObject({ status, out: "", err: expect.stringContaining(hint) });
  });
});

test.each(["deliveries", "remove"])("%s says what it takes where it is given a path", async (command) => {
  const ran = await gatefold(command, "Aurora/Summer/hero.jpg", "--as", "bea");
  expect(ran).toMatchObject({ status: 2, out: "", err: expect.stringContaining("is no delivery's id") });
});

describe("importing", () => {
  test("a folder becomes a library; run again, nothing is done twice", async () => {
    const source = join(data, "..", `${data.split("/").at(-1)}-pictures`);
    const [one, two, three] = demoPictures;
    await mkdir(join(source, "Über", "deep"), { recursive: true });
    await writeFile(join(source, "one.jpg"), await renderPicture(one!));
    await writeFile(join(source, "Über", "two.jpg"), await renderPicture(two!));
    await writeFile(join(source, "Über", "deep", "three.jpg"), await renderPicture(three!));
    await writeFile(join(source, "fake.jpg"), "not a picture at all");
    await writeFile(join(source, "notes\u001b[2J.txt"), "hello");
    const words = ["import", source, "--into", "Café Noël ☕/Drafts", "--as", "ada"];

    const first = await gatefold(...words);
    expect(first.status).toBe(0);
    expect(first.out.trimEnd().split("\n")).toEqual([
      expect.stringMatching(
        /^skipped fake\.jpg: it is not a picture$|^skipped notes\ufffd\[2J\.txt: it is not a picture$/,
      ),
      expect.stringMatching(/^skipped /),
      "3 imported, 0 there already, 2 skipped.",
    ]);
    const listed = await gatefold("ls", "Café Noël ☕/Drafts/Über/deep", "--as", "ada");
    expect(listed.out).toMatch(/^three\.jpg +\d+×\d+/);
    const second = await gatefold(...words, "--json");
    expect(JSON.parse(second.out)).toMatchObject({ imported: 0, present: 3, failed: [] });

    await writeFile(join(source, "cut.jpg"), (await renderPicture(one!)).subarray(0, 3000));
    const third = await gatefold(...words);
    expect(third).toMatchObject({ status: 1, out: expect.stringContaining("failed  cut.jpg: ") });
    expect(third.out).toContain("0 imported, 3 there already, 2 skipped, 1 failed.");
    await rm(source, { recursive: true });
  });

  test("into a folder that is new makes it; a slip of the finger or a hidden place does not", async () => {
    const source = join(data, "..", `${data.split("/").at(-1)}-spring`);
    await mkdir(source);
    await writeFile(join(source, "one.jpg"), await renderPicture(demoPictures[0]!));
    const into = (path: string, as: string) => gatefold("import", source, "--into", path, "--as", as);

    expect(await into("Aurora/Spring", "ada")).toMatchObject({
      status: 0,
      err: expect.stringContaining("Made Aurora/Spring."),
    });
    expect((await gatefold("ls", "Aurora/Spring", "--as", "ada")).out).toContain("one.jpg");
    const slip = await into("Aurora/Sumer", "ada");
    expect(slip).toMatchObject({ status: 4, err: expect.stringContaining('Did you mean "Aurora/Summer"?') });
    expect(await into("Bergström/Spring", "bea")).toMatchObject({ status: 4 });
    expect(await into("Aurora/Autumn", "bea")).toMatchObject({
      status: 1,
      err: expect.stringContaining("folder.create"),
    });
    await rm(source, { recursive: true });
  });
});
