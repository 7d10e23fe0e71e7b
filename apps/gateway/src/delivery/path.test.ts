import { type Connection, type Event, foldEvents } from "@gatefold/core";
import { expect, it } from "vitest";
import { platformPath } from "./path.ts";

const folder = (id: string, parent: string | null): Event => ({
  type: "folder.created",
  folder: { id, parent, name: id, restricted: false, workspace: false },
});
const asset: Event = {
  type: "asset.created",
  asset: { id: "p", folder: "summer", name: "hero.png", approved: true, expires: null, version: null },
};
const library = [folder("library", null), folder("brand", "library"), folder("summer", "brand"), asset];
const at = (place: string | null): Connection => ({
  id: "c",
  connector: "klaviyo",
  folder: place,
  name: "Mail",
  settings: {},
});

function pathIn(events: Event[], connection: Connection): string {
  const state = foldEvents(events);
  const hero = state.get("asset", "p");
  if (!hero) throw new Error("the test has no picture");
  return platformPath(state, hero, connection);
}

it.each([
  ["summer", "hero.png"],
  ["brand", "summer/hero.png"],
  ["library", "brand/summer/hero.png"],
  [null, "brand/summer/hero.png"],
])("below a connection at %s it is %s", (place, path) => {
  expect(pathIn(library, at(place))).toBe(path);
});

it("names the root where there are several", () => {
  expect(pathIn([...library, folder("other", null)], at(null))).toBe("library/brand/summer/hero.png");
});
