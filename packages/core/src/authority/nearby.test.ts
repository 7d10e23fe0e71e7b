import { expect, test } from "vitest";
import { stateWithKeys, withMore } from "../../test/agency.ts";
import { holdingsOf } from "../decisions/holdings.ts";
import { placeOf } from "../decisions/place.ts";
import { createNearby } from "./nearby.ts";

const world = withMore({
  roles: { local: { permissions: ["asset.view"], folders: ["photos", "other"] } },
  grants: [
    { id: "everywhere", user: "bob", role: "viewer" },
    { id: "by-role", user: "bob", role: "local" },
    { id: "on-folders", user: "bob", role: "viewer", folders: ["client", "photos"] },
    { id: "on-pic", user: "bob", role: "viewer", asset: "pic" },
    { id: "on-ad", user: "bob", role: "viewer", asset: "ad" },
    { id: "on-best", group: "crew", role: "viewer", collection: "best" },
  ],
});
const denies = [null, "photos", "other"].map((folder) => ({
  user: "bob",
  effect: "deny" as const,
  permission: "*",
  folder,
}));

test("near a place is what takes hold on it, above it or everywhere, each once", () => {
  const state = stateWithKeys({ ...world, overrides: denies });
  const near = createNearby(state, holdingsOf(state, "bob"));
  const at = (id: string | null) => {
    const place = placeOf(state, id);
    const { grants, overrides } = near(place as NonNullable<typeof place>);
    return [grants.map(({ grant }) => grant.id).toSorted(), overrides.map(({ folder }) => folder)];
  };
  expect(at(null)).toEqual([["everywhere"], [null]]);
  expect(at("client")).toEqual([["everywhere", "on-folders"], [null]]);
  expect(at("pic")).toEqual([
    ["by-role", "everywhere", "on-best", "on-folders", "on-pic"],
    [null, "photos"],
  ]);
  expect(at("ad")).toEqual([
    ["by-role", "everywhere", "on-ad"],
    [null, "other"],
  ]);
});
