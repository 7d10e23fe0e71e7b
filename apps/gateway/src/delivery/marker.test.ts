import { expect, it } from "vitest";
import { deliveryMarker } from "./marker.ts";

const one = { account: "a", connection: "c", version: "v", target: "library" };

it("is short, safe in any name, and the same for every attempt", () => {
  expect(deliveryMarker(one)).toMatch(/^gf-[a-km-np-z2-9]{16}$/);
  expect(deliveryMarker({ ...one })).toBe(deliveryMarker(one));
});

it("differs by each part, and parts can't run into each other", () => {
  const markers = [
    one,
    { ...one, account: "b" },
    { ...one, connection: "d" },
    { ...one, version: "w" },
    { ...one, target: "other" },
    { ...one, account: "ac", connection: "" },
  ].map(deliveryMarker);
  expect(new Set(markers).size).toBe(markers.length);
});
