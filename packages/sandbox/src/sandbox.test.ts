import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSandbox } from "./index.ts";
import { form, openBench, PICTURES, pngFile } from "./testing/bench.ts";

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe("a restart", () => {
  test("with a folder keeps images, their bytes, and the numbers of their ids", async () => {
    const folder = await openFolder();
    const first = await openBench({ folder });
    await first.call("POST", "/api/image-upload", {
      body: form({ file: pngFile("é 😀.png"), hidden: "true" }),
    });
    const before = first.sandbox.klaviyo.images("North1");
    await first.sandbox.close();

    const second = await openBench({ folder });
    expect(second.sandbox.klaviyo.images("North1")).toEqual(before);
    const { json } = await second.call("GET", "/api/images/1");
    expect(json.data?.attributes.image_url.startsWith(second.url)).toBe(true);
    const served = await fetch(json.data!.attributes.image_url);
    expect(Buffer.from(await served.arrayBuffer())).toEqual(PICTURES.png);
    const next = await second.call("POST", "/api/image-upload", {
      body: form({ file: pngFile("é 😀.png") }),
    });
    expect(next.json.data).toMatchObject({ id: "2", attributes: { name: "é 😀.png_1" } });
  });

  test("finds whole files only: what is being written has another name until it is done", async () => {
    const folder = await openFolder();
    const bench = await openBench({ folder });
    await bench.call("POST", "/api/image-upload", { body: form({ file: pngFile() }) });
    const names = await readdir(join(folder, "klaviyo"), { recursive: true });
    expect(names.toSorted()).toEqual([
      "daily-counts.json",
      "files",
      expect.stringMatching(/^files.+\.png$/),
      "images.json",
    ]);
  });

  test("without a folder keeps nothing", async () => {
    const first = await openBench();
    await first.call("POST", "/api/image-upload", { body: form({ file: pngFile() }) });
    await first.sandbox.close();
    expect((await openBench()).sandbox.klaviyo.images("North1")).toEqual([]);
  });

  test("keeps what many uploads at once stored, each under a name of its own", async () => {
    const folder = await openFolder();
    const first = await openBench({ folder });
    const add = () =>
      first.sandbox.klaviyo.add("North1", { name: "a", bytes: PICTURES.png, format: "png", hidden: false });
    await Promise.all(Array.from({ length: 20 }, add));
    await first.sandbox.close();
    const names = (await openBench({ folder })).sandbox.klaviyo.images("North1").map((image) => image.name);
    expect(new Set(names).size).toBe(20);
  });

  test("after a reset keeps nothing", async () => {
    const folder = await openFolder();
    const first = await openBench({ folder });
    await first.call("POST", "/api/image-upload", { body: form({ file: pngFile() }) });
    await first.sandbox.reset();
    await first.sandbox.close();
    expect((await openBench({ folder })).sandbox.klaviyo.images("North1")).toEqual([]);
  });

  test.each(["{", '{"images":[]}', "[]"])("is refused where the state was damaged to %j", async (content) => {
    const folder = await openFolder();
    const first = await openBench({ folder });
    await first.call("POST", "/api/image-upload", { body: form({ file: pngFile() }) });
    await first.sandbox.close();
    const state = join(folder, "klaviyo", "images.json");
    expect(JSON.parse(await readFile(state, "utf8"))).toMatchObject({ lastId: 1 });
    await writeFile(state, content);
    await expect(createSandbox({ folder })).rejects.toMatchObject({
      code: "SANDBOX_STATE",
      message: expect.stringContaining("delete"),
    });
  });
});

describe("listening", () => {
  test("is on this machine alone unless told otherwise", async () => {
    const { url } = await openBench();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test("says so where the port is taken", async () => {
    const { url } = await openBench();
    const second = await createSandbox();
    await expect(second.listen(Number(new URL(url).port))).rejects.toMatchObject({ code: "SANDBOX_LISTEN" });
  });

  test("gives image addresses at the public address, where one is given", async () => {
    const bench = await openBench({ publicUrl: "https://sandbox.example" });
    const reply = await bench.call("POST", "/api/image-upload", { body: form({ file: pngFile() }) });
    expect(reply.json.data?.attributes.image_url).toMatch(
      /^https:\/\/sandbox\.example\/klaviyo\/cdn\/company\/North1\//,
    );
  });

  test("refuses a body above what any platform takes", async () => {
    const bench = await openBench();
    const body = Buffer.alloc(17 * 1024 * 1024);
    const reply = await bench.call("POST", "/api/images", { body });
    expect(reply.status).toBe(413);
    expect(bench.sandbox.requests.all()).toEqual([]);
  });
});

test("the accounts that exist unless others are given work with their keys", async () => {
  const sandbox = await createSandbox();
  const { url } = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  for (const account of sandbox.klaviyo.accounts) {
    const [full] = account.credentials;
    const headers = { authorization: `Klaviyo-API-Key ${full?.secret}`, revision: "2026-07-15" };
    const response = await fetch(`${url}/klaviyo/api/accounts`, { headers });
    expect(await response.json()).toMatchObject({ data: [{ id: account.id }] });
  }
});
