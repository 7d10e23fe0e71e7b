import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createCli, readUrls, serveDemo, stop } from "./cli.ts";

const minute = { timeout: 60_000 };
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gatefold-cli-"));
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
});

describe("a life of the demo", () => {
  test("it starts, is alone on its folder, stops on Ctrl-C, and can be reset then", minute, async () => {
    const data = join(root, "life");
    const { cli, server, urls } = await serveDemo(data);
    expect(server.text()).toContain("Making the demo: Aurora/Summer/hero.jpg");
    for (const address of [urls.gateway, urls.sandbox]) expect(server.text()).toContain(address);

    const second = await cli("serve", "--demo", "--port", "0");
    expect(second).toMatchObject({ status: 1, out: "", err: expect.stringContaining("[SERVER_RUNS]") });
    expect(second.err).toContain(`process ${urls.pid}, at ${urls.gateway}`);
    expect(await cli("reset", "--yes")).toMatchObject({
      status: 1,
      err: expect.stringContaining("[SERVER_RUNS]"),
    });
    expect(await cli("ls", "--as", "bea")).toMatchObject({ status: 0 });

    const asked = Date.now();
    expect(await stop(server)).toBe(0);
    expect(Date.now() - asked).toBeLessThan(8_000);
    expect(existsSync(join(data, "server.json"))).toBe(false);
    expect(await cli("ls", "--as", "bea")).toMatchObject({
      status: 3,
      err: expect.stringContaining("[NOT_RUNNING]"),
    });

    expect(await cli("reset")).toMatchObject({ status: 2, err: expect.stringContaining("--yes") });
    expect(await cli("reset", "--yes")).toMatchObject({ status: 0 });
    expect(await readdir(data)).toEqual(["lock"]);
    expect(await cli("reset", "--yes")).toMatchObject({
      status: 0,
      err: expect.stringContaining("nothing to throw"),
    });
  });

  test("killed in the middle of making the demo, the next start makes it whole", minute, async () => {
    const data = join(root, "crash");
    const cli = createCli(data);
    const dying = await cli.start(["serve", "--demo", "--port", "0"], /Making the demo: Bergström/);
    dying.signal("SIGKILL");
    await dying.ended();
    expect(await cli("ls", "--as", "ada")).toMatchObject({ status: 3 });
    const { server } = await serveDemo(data);
    const listed = await cli("ls", "Café Noël ☕/Drafts", "--as", "ada");
    expect(listed.out).toContain("tiles.png");

    server.signal("SIGKILL");
    await server.ended();
    const again = await serveDemo(data);
    expect(again.server.text()).not.toContain("Making the demo");
    expect(await cli("audit", "verify", "--as", "ada")).toMatchObject({ status: 0 });
    again.server.signal("SIGTERM");
    expect(await again.server.ended()).toBe(0);
  });

  test("a second Ctrl-C ends it at once, where somebody's request would be waited for", minute, async () => {
    const { server, urls } = await serveDemo(join(root, "impatient"));
    const { port } = new URL(urls.gateway);
    const slow = connect(Number(port), "127.0.0.1");
    slow.on("error", () => {});
    slow.write("GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    await once(slow, "connect");
    const ended = server.ended();
    let status: number | null | undefined;
    void ended.then((left) => (status = left));
    const pressAgain = () => {
      server.signal("SIGINT");
      return status;
    };
    await expect.poll(pressAgain, { timeout: 2_500, interval: 250 }).toBe(130);
    slow.destroy();
  });

  test(
    "without --demo it is an account with nothing but its owner, and the two are not mixed up",
    minute,
    async () => {
      const data = join(root, "plain");
      const cli = createCli(data);
      const server = await cli.start(["serve", "--port", "0"], /Ctrl-C/);
      expect((await readUrls(data)).sandbox).toBeNull();
      expect(await cli("why", "account.manage", "--account", "--as", "owner")).toMatchObject({ status: 0 });
      await stop(server);
      const demo = await cli("serve", "--demo", "--port", "0");
      expect(demo).toMatchObject({ status: 1, err: expect.stringContaining("[NOT_THE_DEMO]") });
      expect(await cli("reset", "--yes")).toMatchObject({
        status: 1,
        err: expect.stringContaining("[NOT_THE_DEMO]"),
      });
    },
  );
});

describe("ports and folders", () => {
  test("a port that was asked for and is taken is refused by its number", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const data = join(root, "ports");
    const ran = await createCli(data)("serve", "--demo", "--port", String(port));
    expect(ran).toMatchObject({ status: 1, out: "" });
    expect(ran.err).toContain(`Port ${port}, wanted for the gateway, is taken. [PORT_TAKEN]`);
    expect(existsSync(data)).toBe(false);
  });

  test("a folder with something else in it is neither used nor thrown away", async () => {
    const data = await mkdtemp(join(root, "foreign-"));
    await writeFile(join(data, "thesis.txt"), "precious");
    const cli = createCli(data);
    for (const words of [
      ["serve", "--demo", "--port", "0"],
      ["reset", "--yes"],
    ]) {
      expect(await cli(...words)).toMatchObject({ status: 1, err: expect.stringContaining("[NOT_OURS]") });
    }
    expect(await readdir(data)).toEqual(["thesis.txt"]);
  });
});

test("a reader that stops reading is no error", async () => {
  const piped = await createCli("/nowhere").piped(["--help"], "head -n 1");
  expect(piped).toEqual({ out: "Usage: gatefold [options] [command]\n", err: "" });
});
