import { mixPresets, parsePolicy, type PresetDocument, presets } from "@gatefold/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type World } from "../../test/world.ts";
import { foundAccount } from "./founding.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const owner = { username: "ada", name: "Ada", email: null };
const found = (preset: PresetDocument) => foundAccount(world.dependencies, { name: "New", owner, preset });
const loaded = async (account: string) => (await world.store.journal.load(account)).state;

describe("an account that is founded from presets", () => {
  it.each(presets)(
    "has the folders, roles, plan and catalogue of $name, under ids of the server",
    async (preset) => {
      const { account, owner: user, root, role } = await found(mixPresets([preset]));
      const state = await loaded(account);
      const names = Array.from(state.all("role"), ({ name }) => name);
      expect(new Set(names)).toEqual(new Set(preset.document.roles?.map(({ name }) => name)));
      expect(state.count("folder")).toBe(preset.document.folders?.length);
      expect([...state.all("folder")].filter(({ parent }) => parent === null).map(({ id }) => id)).toEqual([
        root,
      ]);
      expect([...state.all("role"), ...state.all("folder")].map(({ id }) => id)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^rol_/), expect.stringMatching(/^fld_/)]),
      );
      expect(state.get("role", role)).toMatchObject({ allAccess: true });
      expect(state.find("grantsOfUser", user).map((grant) => grant.role)).toEqual([role]);
      const plan = {
        features: preset.document.plan?.features ?? [],
        limits: preset.document.plan?.limits ?? {},
      };
      expect(state.get("account", account)?.plan).toEqual(plan);
      const entries = [...state.all("permission")].map(({ id, aliases, feature }) => ({
        id,
        aliases,
        feature,
      }));
      const told = parsePolicy(preset.document).state.all("permission");
      expect(entries).toEqual(
        expect.arrayContaining(Array.from(told, ({ id, aliases, feature }) => ({ id, aliases, feature }))),
      );
    },
  );

  it("gives a role its own folder, and creators their role", async () => {
    const { account } = await found(mixPresets(presets));
    const state = await loaded(account);
    const named = (name: string) => [...state.all("role")].find((each) => each.name === name);
    const client = [...state.all("folder")].find(({ name }) => name === "First client");
    expect(named("Client Viewer")?.folders).toEqual([client?.id]);
    expect(state.get("account", account)?.creatorRole).toBe(named("Can Manage")?.id);
  });

  it("can be used: its owner asks by the preset's own names", async () => {
    const { token, owner: user, root } = await found(mixPresets(presets));
    const question = { user, permission: "upload-files", at: root };
    const answer = await world.call(token, "POST /v1/decisions", question);
    expect(must(answer, 200)).toMatchObject({ effect: "allow" });
  });

  it("is not made of a document without a root or an owner's role, and then nothing is", async () => {
    const whole: PresetDocument = {
      version: 1,
      folders: [{ id: "f" }],
      roles: [{ id: "r", allAccess: true }],
    };
    await expect(found({ ...whole, folders: [] })).rejects.toMatchObject({ code: "INVALID" });
    await expect(found({ ...whole, roles: [{ id: "r" }] })).rejects.toMatchObject({ code: "INVALID" });
    await expect(
      found({ ...whole, roles: [{ id: "r", allAccess: true, folders: ["f"] }] }),
    ).rejects.toMatchObject({
      code: "INVALID",
    });
  });
});
