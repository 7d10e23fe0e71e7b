import { expect, test } from "vitest";
import type { Event } from "../state/events.ts";
import { mentionsOf } from "./mentions.ts";

const grant: Extract<Event, { type: "grant.given" }>["grant"] = {
  id: "g1",
  user: "bea",
  group: null,
  role: "designer",
  folders: ["brand", "inbox"],
  asset: null,
  collection: null,
  from: null,
  until: null,
  reason: "",
  givenBy: "ada",
};
const folder = { id: "logos", parent: "brand", name: "Logos", restricted: false, workspace: false };
const creator = { user: "kim", grant: "g2", livesBy: "g1" };

test.each<[Event, string[], string[]]>([
  [{ type: "grant.given", grant }, ["bea"], ["brand", "inbox"]],
  [{ type: "grant.ended", id: "g1", reason: "" }, ["bea"], ["brand", "inbox"]],
  [{ type: "folder.created", folder, creator }, ["kim"], ["brand", "logos"]],
  [{ type: "asset.moved", id: "hero", folder: "brand" }, [], ["brand", "hero"]],
  [{ type: "group.member-added", id: "studio", user: "bea" }, ["bea", "studio"], []],
  [{ type: "user.status-set", id: "bea", status: "suspended" }, ["bea"], []],
  [{ type: "plan.set", plan: { features: ["asset"], limits: {} } }, [], []],
])("%j is found by whom and what it is about", (event, about, places) => {
  const found = mentionsOf(event, (kind, id) => (kind === "grant" && id === "g1" ? grant : undefined));
  expect({ about: found.about.toSorted(), places: found.places.toSorted() }).toEqual({ about, places });
});
