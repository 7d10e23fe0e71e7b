import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { findPorts } from "./ports.ts";

const host = "127.0.0.1";

const unheard = () => {};

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("a taken port that was only liked gives way to a free one, and that is told", async () => {
  const port = await takenPort();
  const onTaken = vi.fn<Parameters<typeof findPorts>[2]>();
  const wanted = { port, asked: false, what: "the gateway" };
  const [found] = await findPorts(host, [wanted], onTaken);
  expect(found).toBeGreaterThan(port);
  expect(onTaken).toHaveBeenCalledExactlyOnceWith(wanted, found);
});

test("a taken port that was asked for is refused by its number", async () => {
  const port = await takenPort();
  await expect(findPorts(host, [{ port, asked: true, what: "the gateway" }], unheard)).rejects.toMatchObject({
    code: "PORT_TAKEN",
    message: `Port ${port}, wanted for the gateway, is taken.`,
  });
});

test("no port is found twice, nor is one that was asked for given to another", async () => {
  const port = await takenPort();
  const like = { port, asked: false, what: "this" };
  const ports = await findPorts(host, [like, like, { port: port + 1, asked: true, what: "that" }], unheard);
  expect(new Set(ports).size).toBe(3);
  expect(ports[2]).toBe(port + 1);
});

test("0 stays 0", async () => {
  expect(await findPorts(host, [{ port: 0, asked: true, what: "this" }], unheard)).toEqual([0]);
});
