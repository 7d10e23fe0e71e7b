import { expect, it } from "vitest";

import { createLanes } from "./lanes.ts";

const { signal } = new AbortController();
const settled = async (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);

it("lets so many in at a time, the others in the order they came", async () => {
  const lanes = createLanes();
  const [first, second] = [await lanes.enter("a", 2, signal), await lanes.enter("a", 2, signal)];
  const [third, fourth] = [lanes.enter("a", 2, signal), lanes.enter("a", 2, signal)];
  expect(await settled(third)).toBe(false);
  second();
  expect(await settled(third)).toBe(true);
  expect(await settled(fourth)).toBe(false);
  first();
  (await third)();
  (await fourth)();
  expect(await settled(lanes.enter("a", 1, signal))).toBe(true);
});

it("keeps nobody waiting for another's lane, nor where there is no number", async () => {
  const lanes = createLanes();
  await lanes.enter("a", 1, signal);
  expect(await settled(lanes.enter("b", 1, signal))).toBe(true);
  expect(await settled(lanes.enter("a", undefined, signal))).toBe(true);
});

it("is left by whoever is called off while waiting", async () => {
  const lanes = createLanes();
  const leave = await lanes.enter("a", 1, signal);
  const calledOff = new AbortController();
  const waiting = lanes.enter("a", 1, calledOff.signal);
  const next = lanes.enter("a", 1, signal);
  calledOff.abort();
  await expect(waiting).rejects.toMatchObject({ code: "CANCELLED" });
  leave();
  expect(await settled(next)).toBe(true);
});
