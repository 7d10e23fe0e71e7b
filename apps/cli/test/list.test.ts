import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cli, type Ran, type Running, serveDemo, stop } from "./cli.ts";

let data: string;
let gatefold: Cli;
let server: Running;

const lines = ({ out }: Ran) => out.trimEnd().split("\n");

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "gatefold-cli-"));
  ({ cli: gatefold, server } = await serveDemo(data));
}, 60_000);

afterAll(async () => {
  await stop(server);
  await rm(data, { recursive: true, force: true });
});

describe("what somebody may do where", () => {
  test("is told by places, the folders of one permission as a tree", async () => {
    const own = await gatefold("list", "--as", "bea");
    expect(own).toMatchObject({ status: 0, err: "" });
    expect(own.out).toMatch(/^In Aurora.*, and below.*$/m);
    expect(own.out).toMatch(/^ {2}.*deliver\.klaviyo.* if approved and not expired$/m);
    expect(own.out).not.toContain("Legal");
    const tree = await gatefold("list", "--permission", "asset.view", "--at", "Aurora", "--as", "bea");
    expect(lines(tree).slice(1)).toEqual(["Aurora", "  Summer", "  Winter"]);
  });

  test("about somebody else is told to who may explain access, with what she does not see", async () => {
    const told = await gatefold("list", "--user", "bea", "--permission", "asset.view", "--as", "ada");
    expect(told.out).toContain("but not in Aurora/Legal");
    const refused = await gatefold("list", "--user", "ada", "--as", "bea");
    expect(refused).toMatchObject({ out: "" });
    expect(refused.status).not.toBe(0);
  });

  test("for programs is the API's answer", async () => {
    const groups = await gatefold("list", "--as", "bea", "--json");
    expect(JSON.parse(groups.out)).toMatchObject({ items: expect.any(Array), next: null });
    const folders = await gatefold("list", "--permission", "asset.view", "--as", "bea", "--json");
    expect(JSON.parse(folders.out)).toMatchObject({ items: [{ name: "Aurora" }, {}, {}] });
  });

  test("where there is nothing says so, and says what is not there", async () => {
    const none = await gatefold("list", "--permission", "billing.manage", "--as", "bea");
    expect(none).toMatchObject({ status: 0, out: "You may not use billing.manage anywhere.\n" });
    expect(await gatefold("list", "--permission", "asset.paint", "--as", "bea")).toMatchObject({ out: "" });
    expect(await gatefold("list", "--at", "Nowhere", "--as", "bea")).toMatchObject({ status: 4 });
  });

  test("by a policy document needs no gateway", async () => {
    const policy = ["list", "--policy", "examples/library.policy.json"];
    expect(lines(await gatefold(...policy, "--user", "fay"))).toEqual([
      "In brand and campaigns, and below, but not in legal",
      "  asset.view, asset.edit",
      "In brand and summer, and below, but not in legal",
      "  asset.download  if not expired",
    ]);
    const tree = await gatefold(...policy, "--user", "fay", "--permission", "asset.download");
    expect(lines(tree).slice(1)).toEqual(["brand", "  logos", "summer", "  raw"]);
    expect(await gatefold(...policy)).toMatchObject({ status: 2 });
    expect(await gatefold(...policy, "--user", "nobody")).toMatchObject({ status: 4 });
  });
});
