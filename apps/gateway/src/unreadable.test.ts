import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "../test/world.ts";
import type { Founded } from "./account/founding.ts";

let world: World;
let ada: Founded;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
});
afterAll(() => world.end());

/** All that comes back until the connection is closed. */
async function send(text: string, port = world.running.port): Promise<string> {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  let answer = "";
  socket.on("data", (part: string) => (answer += part)).on("error", () => {});
  socket.write(text);
  await once(socket, "close");
  return answer;
}

const post = () =>
  `POST /v1/users HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ada.token}\r\ncontent-type: application/json\r\n`;

it.each([
  ["what is no HTTP", () => "hello\r\n\r\n"],
  ["headers without end", () => `GET /v1/me HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`],
  ["an address without end", () => `GET /v1/me?${"y".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
  ["NUL in a header", () => "GET /v1/me HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n"],
  ["two lengths", () => `${post()}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
  ["a length and chunks", () => `${post()}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`],
  ["a chunk that is none", () => `${post()}transfer-encoding: chunked\r\n\r\nzz\r\n`],
])("%s is refused as every request is", async (_what, request) => {
  const [head = "", body = ""] = (await send(request())).split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(head).toContain("application/problem+json");
  expect(JSON.parse(body)).toMatchObject({
    status: 400,
    code: "INVALID_REQUEST",
    detail: expect.stringMatching(/; (send|check) /),
  });
  expect(body).not.toContain("yyy");
});

it("is refused on the content origin too", async () => {
  expect(await send("hello\r\n\r\n", world.running.contentPort)).toContain('"code":"INVALID_REQUEST"');
});

it("is not logged as a fault of ours", () => {
  expect(world.log.filter((line) => line.includes('"level":50'))).toEqual([]);
});
