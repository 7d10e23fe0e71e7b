import { createPermits, type Principal } from "@gatefold/core";
import type { Act, Acts } from "@gatefold/store";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { samplePicture } from "../test/sample-pictures.ts";
import { type Shown, upload } from "../test/uploads.ts";
import { createWorld, must, type Person, type World } from "../test/world.ts";
import { sees } from "./access/access.ts";
import { type Ask, createEnforcement } from "./enforce.ts";
import type { Founded } from "./account/founding.ts";

let world: World;
let ada: Founded;
let bea: Person;
let summer: string;
let winter: string;
let inSummer: Shown;
let inWinter: Shown;
let steps: string[];

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  winter = await world.folder(ada, "Winter");
  bea = await world.person(ada, "bea", { permissions: ["asset.view", "asset.download"], folders: [summer] });
  inSummer = await upload(world, ada.token, summer, "a.png", await samplePicture());
  inWinter = await upload(world, ada.token, winter, "b.png", await samplePicture());
});
afterAll(() => world.end());
beforeEach(() => {
  steps = [];
});

/** Enforcement on the world's desk; what it does shows in `steps`. */
function newEnforcement(record: Acts["record"] = (act) => world.store.acts.record(act)) {
  const permits = createPermits(() => world.clock.now);
  return createEnforcement({
    desk: world.running.gateway.services.desk,
    acts: {
      ...world.store.acts,
      record: async (act) => {
        await record(act);
        steps.push(`recorded ${act.effect}`);
      },
    },
    clock: () => world.clock.now,
    mint: (terms) => {
      steps.push("minted");
      return permits.mint(terms);
    },
  });
}

async function keyOf(person: Person): Promise<string> {
  const listed = await world.call<{ items: { id: string }[] }>(person.token, "GET /v1/keys");
  return must(listed, 200).items[0]?.id ?? "";
}

async function askOf(person: Person, asset: Shown, fields: Partial<Ask> = {}): Promise<Ask> {
  const credential = { kind: "key", id: await keyOf(person) } as const;
  const principal: Principal = { account: ada.account, user: person.id, credential };
  return {
    principal,
    permission: "asset.download",
    asset: asset.id,
    version: asset.version.id,
    connection: "con_1",
    purpose: "remove",
    requestId: "req_1",
    ...fields,
  };
}

const lastAct = async (): Promise<Act | undefined> =>
  (await world.store.acts.list(ada.account, { limit: 1 }))[0];

describe("enforce", () => {
  it("commits the act, then mints a permit for exactly what was asked", async () => {
    const ask = await askOf(bea, inSummer, { purpose: "deliver" });
    const { terms, decision } = await newEnforcement().enforce(ask);
    expect(steps).toEqual(["recorded allow", "minted"]);
    expect(decision).toMatchObject({ effect: "allow", code: "ROLE" });
    expect(terms).toEqual({
      account: ada.account,
      user: bea.id,
      permission: "asset.download",
      version: inSummer.version.id,
      connection: "con_1",
      purpose: "deliver",
    });
    expect(await lastAct()).toMatchObject({
      act: "deliver",
      effect: "allow",
      code: "ROLE",
      place: inSummer.id,
      version: inSummer.version.id,
      connection: "con_1",
      principal: ask.principal,
      request: "req_1",
    });
  });

  it("commits a no as well, with its true code, and tells the asker only what he may know", async () => {
    const hidden = await askOf(bea, inWinter);
    await expect(newEnforcement().enforce(hidden)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(steps).toEqual(["recorded deny"]);
    expect(await lastAct()).toMatchObject({ effect: "deny", code: "NO_GRANT", place: inWinter.id });

    const seen = await askOf(bea, inSummer, { permission: "asset.delete" });
    await expect(newEnforcement().enforce(seen)).rejects.toMatchObject({ code: "NO_GRANT" });
    expect(await lastAct()).toMatchObject({ effect: "deny", code: "NO_GRANT", permission: "asset.delete" });
  });

  it("mints nothing where the act could not be committed", async () => {
    const enforcement = newEnforcement(async () => {
      throw new Error("the disk is full");
    });
    await expect(enforcement.enforce(await askOf(bea, inSummer))).rejects.toThrow("the disk is full");
    expect(steps).toEqual([]);
  });

  it("stays with its no, whatever is granted while the act is committed", async () => {
    const ask = await askOf(bea, inSummer, { permission: "asset.edit" });
    const made = await world.call<{ id: string }>(ada.token, "POST /v1/roles", {
      name: "Editor",
      permissions: ["asset.edit"],
    });
    const enforcement = newEnforcement(async () => {
      must(await world.call(ada.token, "POST /v1/grants", { user: bea.id, role: made.body.id }), 201);
    });
    await expect(enforcement.enforce(ask)).rejects.toMatchObject({ code: "NO_GRANT" });
    expect(steps).toEqual(["recorded deny"]);
  });

  it("holds for the bytes an asset has now, not for those it had", async () => {
    const ask = await askOf(bea, inSummer, { purpose: "deliver", version: "ver_before" });
    await expect(newEnforcement().enforce(ask)).rejects.toMatchObject({ code: "VERSION_REPLACED" });
    expect(steps).toEqual(["recorded deny"]);
    expect(await lastAct()).toMatchObject({
      effect: "deny",
      code: "VERSION_REPLACED",
      version: "ver_before",
    });
  });

  it("refuses work whose key was revoked meanwhile", async () => {
    const cal = await world.person(ada, "cal", { permissions: ["asset.*"] });
    const ask = await askOf(cal, inSummer);
    must(await world.call(ada.token, `DELETE /v1/keys/${await keyOf(cal)}`), 204);
    await expect(newEnforcement().enforce(ask)).rejects.toMatchObject({ code: "CREDENTIAL_ENDED" });
    expect(steps).toEqual(["recorded deny"]);
    const state = await world.running.gateway.services.desk.state(ada.account);
    const caller = { principal: ask.principal, origin: "api", requestId: "req_1" } as const;
    expect(sees({ caller, state, now: world.clock.now }, summer)).toBe(false);
  });

  it("is not asked on a guess: where the journal can't be reached, nothing is decided or committed", async () => {
    const enforcement = createEnforcement({
      desk: {
        ...world.running.gateway.services.desk,
        state: async () => {
          throw Object.assign(new Error("stale"), { code: "STALE" });
        },
      },
      acts: world.store.acts,
      clock: () => world.clock.now,
      mint: () => ({ id: "never" }),
    });
    const before = await lastAct();
    await expect(enforcement.enforce(await askOf(bea, inSummer))).rejects.toMatchObject({ code: "STALE" });
    expect(await lastAct()).toEqual(before);
  });
});

describe("a download", () => {
  it("is an act too, and needs no permit", async () => {
    const { principal, version } = await askOf(bea, inSummer);
    const decision = await newEnforcement().download({
      principal,
      version,
      asset: inSummer.id,
      requestId: "req_2",
    });
    expect(decision.effect).toBe("allow");
    expect(steps).toEqual(["recorded allow"]);
    expect(await lastAct()).toMatchObject({ act: "download", connection: null, request: "req_2" });
  });
});
