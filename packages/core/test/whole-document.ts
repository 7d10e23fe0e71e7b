import { PolicyError } from "../src/policy/errors.ts";

/** A sound document in which everything is used once. */
export const whole = {
  version: 1,
  now: 7,
  account: { status: "active" },
  plan: { features: ["connectors", "connectors"], limits: { users: 5 } },
  connectors: ["first", "first"],
  connections: [{ id: "second-brand", connector: "second", folder: "brand" }],
  permissions: [
    "asset.view",
    { id: "asset.download", needs: ["asset.view", "asset.see"], aliases: ["asset.get", "asset.get"] },
    { id: "deliver.first", level: "folder", needs: ["asset.get"], feature: "connectors", connector: "first" },
    { id: "billing.manage", level: "account", description: "Pay." },
    { id: "asset.look", aliases: ["asset.see"] },
  ],
  folders: [
    { id: "logos", parent: "brand", restricted: true },
    { id: "brand", parent: null, name: "Brand", workspace: true },
    { id: "inbox" },
  ],
  assets: [
    { id: "a1", folder: "logos" },
    { id: "a2", folder: "inbox", approved: false, expires: 9 },
  ],
  collections: [{ id: "c1", folder: "brand", assets: ["a1", "a1"] }],
  roles: [
    {
      id: "designer",
      name: "Designer",
      permissions: ["asset.see", "deliver.*", "asset.see"],
      folders: ["brand"],
    },
    { id: "admin", allAccess: true, folders: "all", feature: "connectors" },
  ],
  groups: [{ id: "studio", members: ["ann", "ann"] }],
  users: [
    { id: "ann", roles: ["designer", "designer"] },
    { id: "bob", status: "suspended" },
  ],
  grants: [
    {
      id: "g1",
      user: "ann",
      role: "admin",
      folders: ["brand", "brand"],
      from: 1,
      until: 2,
      reason: "helps out",
    },
    { id: "g2", group: "studio", role: "designer", asset: "a1" },
    { id: "g3", group: "studio", role: "designer", collection: "c1" },
  ],
  overrides: [
    { id: "o1", user: "ann", effect: "deny", permission: "asset.get", folder: "logos", until: 3 },
    { id: "o2", user: "bob", effect: "allow", permission: "*" },
  ],
  cases: [{ user: "zed", permission: "asset.view", at: "brand", now: 5, expect: "deny", code: "UNKNOWN" }],
};

/** The error with which something is refused; undefined where it is accepted. */
export function refusalOf(parse: () => unknown): PolicyError | undefined {
  try {
    parse();
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  return undefined;
}
