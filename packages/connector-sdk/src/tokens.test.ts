import { expect, it } from "vitest";

import { createTokenShelf } from "./tokens.ts";

const HOUR = 3_600_000;

const shelved = () => {
  const time = { now: 1_000_000 };
  const shelf = createTokenShelf(() => time.now);
  const heard: string[] = [];
  let made = 0;
  const make = async () => ({ value: `token-${(made += 1)}`, expiresAt: time.now + HOUR });
  const of = (secret = "s") =>
    shelf.of({ connection: "c1", settings: {}, secrets: { secret } }, (token) => heard.push(token));
  return { time, of, make, heard };
};

it("is asked for once, however many want it at a time, and each hears of it", async () => {
  const { of, make, heard } = shelved();
  const all = await Promise.all([of().get("rest", make), of().get("rest", make), of().get("rest", make)]);
  expect(all).toEqual(["token-1", "token-1", "token-1"]);
  expect(heard).toEqual(all);
});

it("is asked for anew a minute before its end", async () => {
  const { of, make, time } = shelved();
  await of().get("rest", make);
  time.now += HOUR - 60_001;
  expect(await of().get("rest", make)).toBe("token-1");
  time.now += 1;
  expect(await of().get("rest", make)).toBe("token-2");
});

it("is given up where the platform refused it, once for all who were refused", async () => {
  const { of, make } = shelved();
  const first = await of().get("rest", make);
  const both = await Promise.all([of().get("rest", make, first), of().get("rest", make, first)]);
  expect(both).toEqual(["token-2", "token-2"]);
  expect(await of().get("rest", make, first)).toBe("token-2");
});

it("is another's for other credentials and by another name", async () => {
  const { of, make } = shelved();
  expect(await of("one").get("rest", make)).toBe("token-1");
  expect(await of("two").get("rest", make)).toBe("token-2");
  expect(await of("one").get("soap", make)).toBe("token-3");
});

it("is not kept where it could not be had", async () => {
  const { of, make } = shelved();
  await expect(of().get("rest", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  expect(await of().get("rest", make)).toBe("token-1");
});
