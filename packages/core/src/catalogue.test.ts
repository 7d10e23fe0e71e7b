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
  test("names every permission of its level", () => {
    expect(idsWhere(({ level }) => level === "folder")).toEqual([
      "asset.view",
      "asset.download",
      "asset.create",
      "asset.edit",
      "asset.delete",
      "asset.approve",
      "asset.share",
      "folder.create",
      "folder.manage",
      "collection.manage",
      "placements.manage",
      "connections.manage",
      "grants.manage",
      "overrides.manage",
      "requests.approve",
      "access.explain",
      "audit.view",
      "deliver.first",
      "deliver.second",
    ]);
    expect(idsWhere(({ level }) => level === "workspace")).toEqual([
      "team.view",
      "workspace.edit",
      "insights.view",
    ]);
    expect(idsWhere(({ level }) => level === "account")).toEqual([
      "users.manage",
      "roles.manage",
      "keys.manage",
      "account.manage",
      "workspace.create",
      "audit.export",
      "billing.view",
      "billing.manage",
      "web-api.use",
      "data-source.use",
    ]);
  });

  test("lets nobody act on an asset he can't see, nor deliver what he can't download", () => {
    expect(idsWhere(({ needs }) => needs.join() === "asset.view")).toEqual([
      "asset.download",
      "asset.edit",
      "asset.delete",
      "asset.approve",
      "asset.share",
    ]);
    expect(idsWhere(({ needs }) => needs.join() === "asset.download")).toEqual([
      "deliver.first",
      "deliver.second",
    ]);
  });

  test("lets nobody write access at a folder who can't see it explained there", () => {
    expect(idsWhere(({ needs }) => needs.join() === "access.explain")).toEqual([
      "grants.manage",
      "overrides.manage",
      "requests.approve",
    ]);
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
    // @ts-expect-error a typing mistake
    const asked: BuiltInPermission[] = ["asset.view", "deliver.anything", "asset.veiw"];
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
