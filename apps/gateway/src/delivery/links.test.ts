import { randomBytes } from "node:crypto";
import type { Delivery, FetchLink } from "@gatefold/store";
import { beforeEach, expect, it } from "vitest";
import { createLinks, LINK_FETCHES, LINK_LIFE } from "./links.ts";

const delivery = { id: "d", account: "a", version: "v" } as Delivery;
let now: number;
let kept: FetchLink[];

const links = createLinks({
  clock: () => now,
  random: randomBytes,
  origin: "https://content.example",
  links: {
    add: async (link) => void kept.push(link),
    take: async (hash, at) => kept.find((link) => link.hash === hash && link.expires > at),
  },
});

const tokenOf = (url: string) => url.split("/").at(-1) ?? "";

beforeEach(() => {
  now = 5000;
  kept = [];
});

it("issues an address whose token nobody guesses and nobody keeps", async () => {
  const first = await links.issue(delivery);
  const second = await links.issue(delivery);
  expect(first).toMatch(/^https:\/\/content\.example\/fetch\/[\w-]{43}$/);
  expect(second).not.toBe(first);
  expect(JSON.stringify(kept)).not.toContain(tokenOf(first));
});

it("binds it to the delivery and its version, for ten minutes and five fetches", async () => {
  const url = await links.issue(delivery);
  expect(await links.take(tokenOf(url))).toMatchObject({
    account: "a",
    delivery: "d",
    version: "v",
    expires: now + LINK_LIFE,
    left: LINK_FETCHES,
  });
  expect([LINK_LIFE, LINK_FETCHES]).toEqual([600_000, 5]);
});
