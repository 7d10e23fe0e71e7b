import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createWatch } from "./watching.ts";

describe("a follower that waits round after round", () => {
  it("leaves nothing behind on the signal of its stream, which outlives each wait", async () => {
    const watch = createWatch({
      jobs: { changed: () => Promise.resolve([]), tallies: () => Promise.resolve(new Map()) },
      onError: (error) => expect.fail(String(error)),
      // Time is over at once, but for the watch's own rounds.
      timers: (ms, run) => (ms === 1 ? (run(), () => {}) : () => {}),
    });
    const { signal } = new AbortController();
    const follower = watch.follow({ account: "acc", id: "job" }, 0);
    for (let round = 0; round < 5; round += 1) expect(await follower.next(1, signal)).toBeUndefined();
    follower.end();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
