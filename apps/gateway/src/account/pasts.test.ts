import type { Event } from "@gatefold/core";
import type { Entry, Journal } from "@gatefold/store";
import { beforeEach, describe, expect, it } from "vitest";
import { type AsOf, createPasts, type Pasts } from "./pasts.ts";

const plan = { features: [], limits: {} };

/** An account of a thousand folders, one made each second. */
const entries: Entry[] = Array.from({ length: 1000 }, (_, index) => {
  const event: Event =
    index === 0
      ? { type: "account.created", account: { id: "a", name: "A", status: "active", plan } }
      : {
          type: "folder.created",
          folder: { id: `f${index}`, parent: null, name: "", restricted: false, workspace: false },
        };
  const principal = { account: "a", user: "ada", credential: { kind: "founding" } } as const;
  return {
    account: "a",
    seq: index + 1,
    at: index * 1000,
    change: "c",
    principal,
    origin: "api",
    event,
    hash: "",
    previous: "",
  };
});

let pasts: Pasts;
let reads: number[];
let now: number;
let isBroken: boolean;

beforeEach(() => {
  [reads, now, isBroken] = [[], 0, false];
  const journal: Pick<Journal, "read"> = {
    async read(_account, { after = 0, limit }) {
      reads.push(after);
      if (isBroken) throw new Error("away");
      return entries.slice(after, after + limit);
    },
  };
  pasts = createPasts({ journal, clock: () => now });
});

const revisionOf = async (asOf: AsOf, head = 1000) => (await pasts.of("a", asOf, head)).state.revision;

describe("the pasts of an account", () => {
  it("end with the last entry at or before the moment, and the journal is read no further", async () => {
    expect(await revisionOf({ at: 499_999 })).toBe(500);
    expect(await revisionOf({ at: 499_000 })).toBe(500);
    expect(await revisionOf({ at: 498_999 })).toBe(499);
    expect(reads).toEqual([0, 500, 0, 500, 0]);
  });

  it("end at the entry that is named, and at the head", async () => {
    expect(await revisionOf({ revision: 7 })).toBe(7);
    expect(await revisionOf({ at: 1e9 }, 600)).toBe(600);
    expect(await revisionOf({ at: -1 })).toBe(0);
  });

  it("are folded once for all who ask the same, and again after a minute", async () => {
    await Promise.all([revisionOf({ revision: 3 }), revisionOf({ revision: 3 })]);
    expect(reads).toHaveLength(1);
    now = 60_001;
    await revisionOf({ revision: 3 });
    expect(reads).toHaveLength(2);
  });

  it("are kept for the last few days asked only", async () => {
    for (const revision of [1, 2, 3, 4, 1, 5, 1, 2]) await revisionOf({ revision });
    expect(reads).toHaveLength(6);
  });

  it("are asked for anew where the journal could not be read, and others of the account still come", async () => {
    isBroken = true;
    const [failed] = await Promise.allSettled([revisionOf({ revision: 2 })]);
    expect(failed.status).toBe("rejected");
    isBroken = false;
    expect(await revisionOf({ revision: 2 })).toBe(2);
  });
});
