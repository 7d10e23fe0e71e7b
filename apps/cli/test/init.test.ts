import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mixPresets, parsePolicy, presets } from "@gatefold/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCli, stop } from "./cli.ts";

const minute = { timeout: 60_000 };
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gatefold-init-"));
});
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

describe("gatefold init", () => {
  test(
    "makes an account from presets that serve then runs, and its owner goes on by key",
    minute,
    async () => {
      const data = join(root, "mixed");
      const cli = createCli(data);
      const made = await cli("init", "--preset", "agency,media-library", "--name", "Lighthouse");
      expect(made).toMatchObject({ status: 0, err: "" });
      expect(made.out).toContain('Made the account "Lighthouse" from agency, media-library.');
      expect(made.out).toContain("Designer, Manager, Client Viewer, Account Administrator");
      expect(made.out).toContain("at most 5 users");
      expect(made.out).toContain("serve --data");

      const server = await cli.start(["serve", "--port", "0"], /Ctrl-C/);
      expect((await cli("ls", "--as", "owner")).out).toContain("First client");
      expect((await cli("why", "upload-files", "First client", "--as", "owner")).out).toContain(
        "asset.create",
      );
      expect((await cli("audit", "verify", "--as", "owner")).status).toBe(0);
      await stop(server);

      const again = await cli("init", "--preset", "agency");
      expect(again).toMatchObject({ status: 1, out: "", err: expect.stringContaining("[ACCOUNT_THERE]") });
    },
  );

  test("starts over where it was broken off, and leaves a folder alone that is not ours", async () => {
    const data = join(root, "broken-off");
    const cli = createCli(data);
    expect((await cli("init", "--preset", "agency")).status).toBe(0);
    await writeFile(
      join(data, "gatefold.json"),
      JSON.stringify({ gatefold: 1, state: "making", demo: false }),
    );
    expect((await cli("init", "--preset", "creative-workspace")).out).toContain(
      "Admin, Creative, Media, Client",
    );

    const other = join(root, "other");
    await createCli(data)("init", "--preset", "agency", "--data", join(other, "x"));
    const refused = await cli("init", "--preset", "agency", "--data", other);
    expect(refused).toMatchObject({ status: 1, err: expect.stringContaining("[NOT_OURS]") });
    expect(await readdir(other)).toEqual(["x"]);
  });

  test("prints or writes the document, makes nothing, and policy test runs on it", async () => {
    const data = join(root, "nothing");
    const cli = createCli(data, { INIT_CWD: root });
    const printed = await cli("init", "--preset", "media-library", "--print");
    const document: unknown = JSON.parse(printed.out);
    expect(parsePolicy(document).state.count("role")).toBe(9);

    const file = join(root, "policy.json");
    expect(
      (await cli("init", "--preset", presets.map(({ name }) => name).join(","), "--out", file)).status,
    ).toBe(0);
    const written: unknown = JSON.parse(await readFile(file, "utf8"));
    expect(written).toEqual(JSON.parse(JSON.stringify(mixPresets(presets))));
    expect(await cli("policy", "test", file)).toMatchObject({
      status: 0,
      out: expect.stringContaining("no cases"),
    });
    const again = await cli("init", "--preset", "agency", "--out", file);
    expect(again).toMatchObject({ status: 1, err: expect.stringContaining("is there already") });
    expect(await readdir(root)).not.toContain("nothing");
  });
});
