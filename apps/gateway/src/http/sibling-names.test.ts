import { type Folder, State } from "@gatefold/core";
import { expect, it } from "vitest";
import { nameMustBeFree } from "./names.ts";

const folder = (id: string, name: string, parent: string | null): Folder => ({
  id,
  parent,
  name,
  restricted: false,
  workspace: false,
});

it("a name is taken and free again as what bears it comes, is renamed, moves and goes", () => {
  const state = new State();
  const free = (name: string, parent: string | null = "a", except?: string) => {
    try {
      nameMustBeFree(state, parent, name, except);
      return true;
    } catch {
      return false;
    }
  };
  state.put("folder", "a", folder("a", "A", null));
  state.put("folder", "b", folder("b", "B", null));
  expect([free("Été"), free("b", null), free("Été", "b")]).toEqual([true, false, true]);
  state.put("folder", "c", folder("c", "Été", "a"));
  expect([free("été"), free("Été", "a", "c"), free("Été", "b")]).toEqual([false, true, true]);
  state.put("folder", "c", folder("c", "Noël", "a"));
  expect([free("Été"), free("NOËL")]).toEqual([true, false]);
  state.put("folder", "c", folder("c", "Noël", "b"));
  expect([free("Noël"), free("Noël", "b")]).toEqual([true, false]);
  state.put("folder", "c", undefined);
  expect(free("Noël", "b")).toBe(true);
});
