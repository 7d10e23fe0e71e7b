import type { BuiltInPermission, PermissionPattern } from "@gatefold/core";
import { workspaces } from "./pictures/index.ts";

const [aurora, bergstrom] = workspaces;

/** A role of the demo, as the API takes it. */
export interface DemoRole {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly PermissionPattern<BuiltInPermission>[];
}

export const demoRoles: readonly DemoRole[] = [
  {
    name: "Programs",
    description: "May use the API with a key.",
    permissions: ["web-api.use"],
  },
  {
    name: "Viewer",
    description: "Looks at pictures.",
    permissions: ["asset.view"],
  },
  {
    name: "Client viewer",
    description: "A client's own people: look, and approve.",
    permissions: ["asset.view", "asset.approve"],
  },
  {
    name: "Publisher",
    description: "Brings pictures into Klaviyo.",
    permissions: ["asset.view", "asset.download", "deliver.klaviyo"],
  },
  {
    name: "Designer",
    description: "Makes pictures and brings them to every platform.",
    permissions: ["asset.view", "asset.download", "asset.create", "asset.edit", "deliver.*"],
  },
  {
    name: "Manager",
    description: "Runs a client's workspace, and who may do what in it.",
    permissions: [
      "asset.*",
      "folder.*",
      "collection.*",
      "deliver.*",
      "connections.manage",
      "grants.manage",
      "access.explain",
      "audit.view",
    ],
  },
];

/** A person of the demo, and where they hold which role. */
export interface DemoPerson {
  readonly username: string;
  readonly name: string;
  /** Who they are, for the start screen. */
  readonly is: string;
  readonly grants: readonly {
    readonly role: string;
    readonly on: readonly string[];
    readonly reason: string;
  }[];
  readonly suspended?: boolean;
}

/** The owner, whom the account's founding makes. */
export const demoOwner = { username: "ada", name: "Ada Lund", is: "owns the agency: may do everything" };

export const demoPeople: readonly DemoPerson[] = [
  {
    username: "bea",
    name: "Bea Novak",
    is: `designs for ${aurora}: delivers its Summer, sees its Winter`,
    grants: [
      { role: "Viewer", on: [aurora], reason: "Works for the client." },
      { role: "Designer", on: [aurora, "Summer"], reason: "Designs the summer campaign." },
    ],
  },
  {
    username: "max",
    name: "Max Berg",
    is: `manages ${bergstrom}: decides there who may do what`,
    grants: [{ role: "Manager", on: [bergstrom], reason: "Runs the client's account." }],
  },
  {
    username: "ivo",
    name: "Ivo Marić",
    is: `designs for ${bergstrom}`,
    grants: [{ role: "Designer", on: [bergstrom], reason: "Designs for the client." }],
  },
  {
    username: "cleo",
    name: "Cleo Bergström",
    is: `is the client at ${bergstrom}: looks and approves`,
    grants: [{ role: "Client viewer", on: [bergstrom], reason: "Is the client." }],
  },
  {
    username: "nat",
    name: "Nat Okafor",
    is: "is suspended",
    grants: [{ role: "Designer", on: [aurora], reason: "Designed for the client." }],
    suspended: true,
  },
];

/** Another agency on the same server, for tries across the wall between accounts. */
export const otherAgency = {
  name: "Other Agency",
  owner: { username: "eve", name: "Eve Holm", is: "owns another agency: sees nothing of this one" },
  workspace: "Northwind",
};
