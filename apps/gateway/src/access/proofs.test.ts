import type { KeySecret } from "@gatefold/store";
import { State } from "@gatefold/core";
import { beforeEach, describe, expect, it } from "vitest";
import { secretHash } from "./bearer.ts";
import { createProofs, type Proofs } from "./proofs.ts";

const shown = { key: "k", secret: "s" };
let kept: KeySecret | undefined;
let looks: number;
let revision: number;
let proofs: Proofs;

beforeEach(() => {
  kept = { account: "a", hash: secretHash("s"), previous: null };
  looks = 0;
  revision = 7;
  const find = async () => {
    looks += 1;
    return kept;
  };
  const state = async () => Object.assign(new State(), { revision });
  proofs = createProofs(find, { state });
});

/** As a request does; the account, and how often the store was asked. */
async function asked(now = 0, what = shown) {
  const account = (await proofs.remembered(what, now)) ?? (await proofs.proved(what, now));
  return { account, looks };
}

/** A key whose account is known, and that is remembered. */
async function warm() {
  await asked();
  await asked();
  looks = 0;
}

describe("a secret that proved good", () => {
  it("is not looked up again while the account stands where it stood", async () => {
    await warm();
    expect(await asked()).toEqual({ account: "a", looks: 0 });
  });

  it("is looked up again once the account has changed, and refused if it was taken away", async () => {
    await warm();
    kept = undefined;
    revision += 1;
    expect(await asked()).toEqual({ account: undefined, looks: 1 });
  });

  it("is not remembered on a revision that came while it was looked up", async () => {
    await asked();
    const find = kept;
    const slow = Promise.withResolvers<KeySecret | undefined>();
    let first = true;
    const own = createProofs(async () => (first ? ((first = false), find) : slow.promise), {
      state: async () => Object.assign(new State(), { revision }),
    });
    await own.proved(shown, 0);
    const proving = own.proved(shown, 0);
    await Promise.resolve();
    revision += 1;
    slow.resolve(find);
    await proving;
    expect(await own.remembered(shown, 0)).toBeUndefined();
  });

  it("ends with its overlap, remembered or not", async () => {
    kept = { account: "a", hash: secretHash("new"), previous: { hash: secretHash("s"), until: 100 } };
    await warm();
    expect(await asked(99)).toEqual({ account: "a", looks: 0 });
    expect(await asked(100)).toEqual({ account: undefined, looks: 1 });
  });

  it("says nothing for another secret of the same key", async () => {
    await warm();
    expect(await asked(0, { key: "k", secret: "other" })).toEqual({ account: undefined, looks: 1 });
  });
});
