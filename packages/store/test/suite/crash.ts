import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { Harness, OpenHarness } from "./harness.ts";

const KILLS = 12;

export function crashSuite(open: OpenHarness): void {
  test(`Every append that was acknowledged is there after ${KILLS} kills at any moment`, async () => {
    const harness = await open();
    try {
      for (let turn = 0; turn < KILLS; turn += 1) {
        const acknowledged = await writeUntilKilled(harness, turn);
        const { journal, secrets } = harness.store;
        const verdict = await journal.verify("acme");
        expect(verdict).toMatchObject({ ok: true });
        const { seq } = await journal.head("acme");
        expect(seq).toBeGreaterThanOrEqual(acknowledged);
        expect(await secrets.open("acme", "c1")).toEqual({ seq });
      }
    } finally {
      await harness.close();
    }
  }, 60_000);
}

/** Answers the last sequence number that the killed process said it had appended. */
async function writeUntilKilled(harness: Harness, turn: number): Promise<number> {
  const child = spawn(process.execPath, [...harness.writer], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let acknowledged = 0;
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    lines += 1;
    // A little later each turn, and at another place in the append: the kill comes after this many and a moment.
    if (lines === 1 + 3 * turn) setTimeout(() => child.kill("SIGKILL"), Math.random() * 4);
  }
  await exited;
  expect(child.signalCode).toBe("SIGKILL");
  return acknowledged;
}
