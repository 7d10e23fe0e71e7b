import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { stopAsked } from "./stop-signals.ts";

function pretend() {
  const process = new EventEmitter() as NodeJS.Process;
  const clock = { now: 0 };
  const onImpatience = vi.fn<() => void>();
  const stop = stopAsked(process, () => clock.now, onImpatience);
  return { process, clock, onImpatience, stop };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s stops", async (signal) => {
  const { process, stop } = pretend();
  expect(stop.wasAsked()).toBe(false);
  process.emit(signal, signal);
  expect(await stop.asked).toBe(signal);
  expect(stop.wasAsked()).toBe(true);
});

test("the same Ctrl-C that comes by two ways is one wish", () => {
  const { process, clock, onImpatience } = pretend();
  process.emit("SIGINT", "SIGINT");
  clock.now = 100;
  process.emit("SIGINT", "SIGINT");
  expect(onImpatience).not.toHaveBeenCalled();
  clock.now = 1_000;
  process.emit("SIGINT", "SIGINT");
  expect(onImpatience).toHaveBeenCalledOnce();
});
