import { connect, type Socket } from "node:net";
import { quantile } from "../measuring/statistics.ts";
import type { Load, Loaded } from "./messages.ts";

/**
 * Sends over connections that are kept, the next request when the last answer has come; a process of its own, which does as
 * little as can be for each. It reads answers that say how long they are.
 */
process.on("message", (load: Load) => void loaded(load).then((found) => process.send?.(found)));

const BLANK_LINE = Buffer.from("\r\n\r\n");

async function loaded({ port, requests, connections, ms }: Load): Promise<Loaded> {
  const wires = requests.map((request) => Buffer.from(request));
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const begun = performance.now();
  const end = begun + ms;
  const one = () => {
    const done = Promise.withResolvers<void>();
    const socket: Socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let sent = 0;
    let head: Buffer = Buffer.alloc(0);
    // Bytes of the body that are still to come; below 0: the head is not there yet.
    let left = -1;
    const next = () => {
      sent = performance.now();
      if (sent >= end) socket.end();
      else socket.write(wires[Math.floor(Math.random() * wires.length)] ?? "");
    };
    socket.on("connect", next);
    socket.on("error", done.reject);
    socket.on("close", () => done.resolve());
    socket.on("data", (chunk: Buffer) => {
      if (left < 0) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const blank = head.indexOf(BLANK_LINE);
        if (blank < 0) return;
        const text = head.toString("latin1", 0, blank);
        const status = text.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        const length = /content-length: *(\d+)/i.exec(text)?.[1];
        if (length === undefined && status !== "204" && status !== "304") {
          socket.destroy(new Error(`An answer without a length:\n${text}`));
          return;
        }
        left = Number(length ?? 0) - (head.length - blank - 4);
        head = Buffer.alloc(0);
      } else left -= chunk.length;
      if (left > 0) return;
      left = -1;
      times.push(performance.now() - sent);
      next();
    });
    return done.promise;
  };
  await Promise.all(Array.from({ length: connections }, one));
  const answers = times.length;
  const perSecond = (answers / (performance.now() - begun)) * 1000;
  return {
    kind: "loaded",
    answers,
    perSecond,
    statuses,
    median: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}
