import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cli, createCli, type Ran, type Running, serveDemo, stop } from "./cli.ts";

let data: string;
let cli: Cli;
let server: Running;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "gatefold-cli-"));
  ({ cli, server } = await serveDemo(data));
}, 60_000);

afterAll(async () => {
  await stop(server);
  await rm(data, { recursive: true, force: true });
});

/** What the command said, where it went well. */
async function ada(...words: string[]): Promise<string> {
  const ran = await cli(...words, "--as", "ada");
  expect(ran).toMatchObject({ status: 0 });
  return ran.out.trimEnd();
}

const as = (key: string) => createCli(data, { GATEFOLD_KEY: key })("ls");

const refused = async (...words: string[]): Promise<Ran> => cli(...words, "--as", "ada");

describe("users", () => {
  test("are added, listed, suspended and let in again", async () => {
    expect(await ada("users", "add", "rik", "--name", "Rik Solberg")).toMatch(
      /^Rik Solberg is here as rik\./,
    );
    expect(await ada("users", "list")).toMatch(/^rik +Rik Solberg$/m);
    expect(await ada("users", "suspend", "rik")).toContain("Rik Solberg is suspended");
    expect(await ada("users", "list")).toMatch(/^rik +Rik Solberg +suspended$/m);
    expect(await ada("users", "admit", "rik")).toBe("Rik Solberg may come in again.");
    expect((await refused("users", "add", "rik", "--name", "Other")).err).toContain("[NAME_TAKEN]");
  });
});

describe("roles", () => {
  test("are made, changed permission by permission, and deleted", async () => {
    const permissions = ["--permission", "asset.view", "--permission", "asset.edit"];
    expect(await ada("roles", "create", "Proofreader", ...permissions)).toBe(
      "There is a role Proofreader: asset.view asset.edit.",
    );
    expect(
      await ada("roles", "change", "proofreader", "--add", "asset.download", "--drop", "asset.edit"),
    ).toBe("Proofreader is now: asset.view asset.download.");
    expect(await ada("roles", "list")).toMatch(/^Proofreader +everywhere +asset.view asset.download$/m);
    expect(await ada("roles", "delete", "Proofreader")).toContain("no role Proofreader");
    expect((await refused("roles", "delete", "Proofreader")).status).toBe(4);
    expect(await refused("roles", "create", "Nothing")).toMatchObject({ status: 2 });
  });
});

describe("folders", () => {
  test("are made, restricted, renamed and deleted by their paths", async () => {
    expect(await ada("folders", "create", "Dalmore", "--workspace")).toBe("Dalmore is there: a workspace.");
    expect(await ada("folders", "create", "Dalmore/Spring")).toBe("Dalmore/Spring is there.");
    expect(await ada("folders", "change", "Dalmore/Spring", "--name", "Early", "--restrict")).toBe(
      "Dalmore/Early is changed: restricted.",
    );
    expect(await ada("folders", "change", "Dalmore/Early", "--open")).toBe("Dalmore/Early is changed.");
    expect((await refused("folders", "delete", "Dalmore")).err).toContain("[NOT_EMPTY]");
    expect(await ada("folders", "delete", "Dalmore/Early")).toBe("Early is gone.");
    expect(await refused("folders", "change", "Dalmore")).toMatchObject({ status: 2 });
  });
});

describe("overrides", () => {
  test("are set, listed and ended", async () => {
    const words = [
      "set",
      "bea",
      "deny",
      "asset.download",
      "--on",
      "Aurora/Summer",
      "--reason",
      "No contract",
    ];
    const set = await ada("overrides", ...words);
    expect(set).toMatch(/^Bea Novak may not use asset.download on Aurora\/Summer, without end\./);
    const [, id = ""] = /overrides end (\S+)/.exec(set) ?? [];
    expect(await ada("overrides", "list", "--on", "Aurora/Summer")).toMatch(
      new RegExp(`^${id} +bea +deny asset.download +Aurora/Summer +No contract$`),
    );
    expect(await ada("overrides", "end", id)).toBe("The override is over.");
    expect(await ada("overrides", "list", "--on", "Aurora/Summer")).toBe("");
    expect(
      await refused("overrides", "set", "bea", "forbid", "asset.view", "--everywhere", "--reason", "x"),
    ).toMatchObject({ status: 2 });
  });
});

describe("keys", () => {
  test("are made for less than their owner may, rolled with both secrets good, and revoked", async () => {
    const token = await ada("keys", "create", "Nightly", "--permission", "asset.view", "--on", "Aurora");
    expect(token).toMatch(/^gk_[0-9a-z]{20}_\S{43}$/);
    const id = token.split("_")[1] ?? "";
    expect((await as(token)).status).toBe(0);
    expect(await ada("keys", "list")).toMatch(
      new RegExp(`^${id} +Nightly +asset.view on Aurora +without end +used `, "m"),
    );
    const next = await ada("keys", "roll", id, "--overlap", "8h");
    expect([(await as(token)).status, (await as(next)).status]).toEqual([0, 0]);
    const last = await ada("keys", "roll", id, "--overlap", "0s");
    expect([(await as(token)).status, (await as(next)).status, (await as(last)).status]).toEqual([1, 1, 0]);
    expect(await ada("keys", "revoke", id)).toBe("The key opens nothing any more.");
    expect((await as(last)).status).toBe(1);
  });
});

describe("connections", () => {
  test("take credentials on standard input, are verified, and removed", async () => {
    const words = ["connections", "create", "klaviyo", "Winter", "--on", "Aurora/Winter"];
    // The tests' commands have nothing on standard input.
    expect((await refused(...words)).err).toContain("is no JSON object");
    expect(await ada("connections", "list")).toMatch(/Aurora Klaviyo +klaviyo +Aurora$/m);
    expect(await ada("connections", "verify", "Aurora Klaviyo")).toContain("opens the account Aurora");
    expect(await ada("connections", "remove", "Aurora Klaviyo")).toBe(
      "Aurora Klaviyo serves nothing any more.",
    );
    expect((await refused("connections", "verify", "Aurora Klaviyo")).err).toContain("[UNKNOWN_CONNECTION]");
  });
});
