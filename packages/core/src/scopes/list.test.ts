import { describe, expect, test } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf, type World } from "../../test/world.ts";
import { list } from "./list.ts";

const world: World = {
  ...library,
  assets: { pic: { folder: "raw" }, logo: { folder: "logos", approved: false } },
};
const state = stateOf(world);
const listed = (user: string, query: { permission?: string; at?: string } = {}) =>
  list(state, user, { now: 0, ...query }).map(({ permissions, scope }) =>
    scope.level === "folder"
      ? { permissions, everywhere: scope.everywhere, include: scope.include, except: scope.except }
      : { permissions, scope },
  );
const allowedAt = (asset: string) =>
  list(state, "ada", { now: 0, at: asset }).flatMap(({ permissions }) => permissions);

describe("what somebody may do where", () => {
  test("lists together what he may do in the same places", () => {
    const inTwo = { everywhere: false, include: ["brand", "campaigns"], except: ["legal"] };
    expect(listed("bea")).toEqual([
      { permissions: ["asset.view"], everywhere: true, include: [], except: ["legal"] },
      { permissions: ["asset.download"], ...inTwo },
      { permissions: ["asset.edit", "asset.create"], ...inTwo },
    ]);
  });

  test("tells apart what asks more of an asset in the same places", () => {
    const groups = list(state, "ada", { now: 7 });
    const gates = groups.flatMap(({ scope }) => ("gates" in scope ? [scope.gates] : []));
    expect(gates).toEqual([
      { approved: false, unexpiredAt: null },
      { approved: false, unexpiredAt: 7 },
      { approved: true, unexpiredAt: 7 },
    ]);
  });

  test("leaves out what he may do nowhere, and answers nothing for who is not known", () => {
    expect(listed("kim").flatMap(({ permissions }) => permissions)).not.toContain("billing.manage");
    expect(listed("nobody")).toEqual([]);
    expect(listed("bea", { permission: "asset.delete" })).toEqual([]);
  });

  test("of one permission, and inside one folder only", () => {
    expect(listed("bea", { permission: "asset.edit", at: "summer" })).toEqual([
      { permissions: ["asset.edit"], everywhere: false, include: ["summer"], except: [] },
    ]);
    expect(listed("bea", { permission: "asset.view", at: "brand" })).toMatchObject([
      { include: ["brand"], except: ["legal"] },
    ]);
    expect(listed("kim", { permission: "asset.view", at: "library" })).toMatchObject([
      { include: ["brand"] },
    ]);
    expect(listed("bea", { at: "legal" })).toEqual([]);
  });

  test("at one asset, as far as the asset lets it", () => {
    expect(allowedAt("pic")).toContain("deliver.klaviyo");
    expect(allowedAt("logo")).toContain("asset.download");
    expect(allowedAt("logo")).not.toContain("deliver.klaviyo");
  });
});
