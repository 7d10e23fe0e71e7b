import { describe, expect, test } from "vitest";
import { type BuiltInPermission, builtInCatalogue, definePermissions } from "./catalogue.ts";
import { eventSchema } from "./state/events.ts";
import { foldEvents } from "./state/fold.ts";

const { permissions: catalogue } = builtInCatalogue([
  { id: "first", name: "First" },
  { id: "second", name: "Second" },
]);
const idsWhere = (holds: (permission: (typeof catalogue)[number]) => boolean) =>
  catalogue.filter(holds).map((permission) => permission.id);

describe("the built-in catalogue", () => {
  /** The whole of it, in order: id, level, needs. `deliver.*` stands for one of each connector that is loaded. */
  const lines = `
    asset.view           folder
    asset.download       folder     asset.view
    asset.create         folder
    asset.edit           folder     asset.view
    asset.delete         folder     asset.view
    asset.approve        folder     asset.view
    asset.share          folder     asset.view
    folder.create        folder
    folder.manage        folder
    collection.manage    folder
    placements.manage    folder
    connections.manage   folder
    grants.manage        folder     access.explain
    overrides.manage     folder     access.explain
    requests.approve     folder     access.explain
    access.explain       folder
    audit.view           folder
    team.view            workspace
    workspace.edit       workspace
    insights.view        workspace
    users.manage         account
    roles.manage         account
    keys.manage          account
    account.manage       account
    workspace.create     account
    audit.export         account
    billing.view         account
    billing.manage       account
    web-api.use          account
    data-source.use      account
    deliver.first        folder     asset.download
    deliver.second       folder     asset.download`
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));

  test.each(lines)("has %s, asked at a place of level %s", (id, level, ...needs) => {
    expect(catalogue.find((permission) => permission.id === id)).toMatchObject({ level, needs });
  });

  test("has no other", () => {
    expect(idsWhere(() => true)).toEqual(lines.map(([id]) => id));
  });

  test("asks needs only where they exist: what needs a folder-level permission is one itself", () => {
    const levelOf = new Map<string, string>(catalogue.map(({ id, level }) => [id, level]));
    for (const { level, needs } of catalogue) {
      for (const need of needs) expect(levelOf.get(need)).toBe(level);
    }
  });

  test("gates deliveries by their connector alone, and nothing else", () => {
    expect(catalogue.find(({ id }) => id === "deliver.second")).toEqual({
      id: "deliver.second",
      level: "folder",
      needs: ["asset.download"],
      feature: null,
      connector: "second",
      description: "Bring assets into Second.",
      aliases: [],
    });
    expect(idsWhere(({ connector }) => connector !== null)).toEqual(["deliver.first", "deliver.second"]);
    expect(idsWhere(({ feature }) => feature !== null)).toEqual([]);
  });

  test("is what an event may define, every entry described", () => {
    const event = eventSchema.parse({ type: "permissions.defined", permissions: catalogue });
    expect(foldEvents([event]).count("permission")).toBe(catalogue.length);
    for (const { description } of catalogue) expect(description).toMatch(/^[A-Z].{9,}\.$/);
  });

  test("has names that compile only when they are right", () => {
    const asked: BuiltInPermission[] = ["asset.view", "deliver.anything"];
    // @ts-expect-error a typing mistake
    asked.push("asset.veiw");
    expect(asked.filter((id) => catalogue.some((permission) => permission.id === id))).toEqual([
      "asset.view",
    ]);
  });
});

describe("definePermissions", () => {
  const own = definePermissions({
    "text.write": { description: "Write texts." },
    "text.publish": {
      description: "Publish texts.",
      needs: ["text.write"],
      feature: "texts",
      aliases: ["text.release"],
    },
  });

  test("fills in what is left out", () => {
    expect(own.get("text.write")).toEqual({
      id: "text.write",
      level: "folder",
      needs: [],
      feature: null,
      connector: null,
      description: "Write texts.",
      aliases: [],
    });
    expect(own.permissions.map(({ id }) => id)).toEqual(["text.write", "text.publish"]);
  });

  test("parses names from outside by id and alias, and only those", () => {
    expect(own.parse("text.publish")).toBe("text.publish");
    expect(own.parse("text.release")).toBe("text.publish");
    expect(own.parse("text.*")).toBeUndefined();
    expect(own.parse("constructor")).toBeUndefined();
  });

  test("does not compile with a wrong name", () => {
    // @ts-expect-error a typing mistake
    expect(own.get("text.wirte")).toBeUndefined();
    // @ts-expect-error a need that is not there
    definePermissions({ "text.write": { description: "Write texts.", needs: ["text.read"] } });
  });

  test("refuses an alias that is taken", () => {
    expect(() =>
      definePermissions({
        "text.write": { description: "Write texts." },
        "text.edit": { description: "Edit texts.", aliases: ["text.write"] },
      }),
    ).toThrow(/"text.write"/);
  });
});
