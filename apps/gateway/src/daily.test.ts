import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createDaily } from "./daily.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("acts at the start and once a day, whatever goes wrong, until it is stopped", async () => {
  const act = vi.fn<() => Promise<void>>(async () => {});
  const onError = vi.fn<(error: unknown) => void>();
  act.mockRejectedValueOnce(new Error("disk"));
  const daily = createDaily(act, onError);
  daily.start();
  await vi.advanceTimersByTimeAsync(24 * 60 * 60 * 1000 - 1);
  expect(act).toHaveBeenCalledTimes(1);
  expect(onError).toHaveBeenCalledWith(new Error("disk"));
  await vi.advanceTimersByTimeAsync(1);
  expect(act).toHaveBeenCalledTimes(2);
  await daily.stop();
  await vi.advanceTimersByTimeAsync(48 * 60 * 60 * 1000);
  expect(act).toHaveBeenCalledTimes(2);
});
