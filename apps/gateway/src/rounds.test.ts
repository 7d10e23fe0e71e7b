import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRounds } from "./rounds.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("acts at the start and in each round, whatever goes wrong, until it is stopped", async () => {
  const act = vi.fn<() => Promise<void>>(async () => {});
  const onError = vi.fn<(error: unknown) => void>();
  act.mockRejectedValueOnce(new Error("disk"));
  const rounds = createRounds(24 * 60 * 60 * 1000, act, onError);
  rounds.start();
  await vi.advanceTimersByTimeAsync(24 * 60 * 60 * 1000 - 1);
  expect(act).toHaveBeenCalledTimes(1);
  expect(onError).toHaveBeenCalledWith(new Error("disk"));
  await vi.advanceTimersByTimeAsync(1);
  expect(act).toHaveBeenCalledTimes(2);
  await rounds.stop();
  await vi.advanceTimersByTimeAsync(48 * 60 * 60 * 1000);
  expect(act).toHaveBeenCalledTimes(2);
});
