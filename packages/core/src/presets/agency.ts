import { definePolicy } from "../policy/define.ts";
import { builtInUnder, library, type Preset } from "./preset.ts";

const catalogue = builtInUnder({
  "asset.create": { aliases: ["create-images"] },
  "asset.edit": { aliases: ["edit-images"] },
  "asset.delete": { aliases: ["delete-images"] },
  "folder.create": { aliases: ["create-folders"] },
  "folder.manage": { aliases: ["manage-folders"] },
  "web-api.use": { aliases: ["web-apis"] },
  "data-source.use": { aliases: ["data-sources"] },
  "account.manage": { aliases: ["manage-account"] },
});

/** One switch on a role, as an agency's people know it, and what it gives. Viewing is not one: without it there is nothing to see. */
export interface Toggle {
  readonly name: string;
  readonly permissions: readonly ReturnType<typeof catalogue.get>["id"][];
  readonly allAccess: boolean;
}

const toggle = (name: string, ...permissions: Toggle["permissions"]): Toggle => ({
  name,
  permissions,
  allAccess: false,
});

const createOrEdit = toggle("Create / Edit", "asset.create", "asset.edit");

/** In the order in which a role shows them. */
export const agencyToggles: readonly Toggle[] = [
  createOrEdit,
  toggle("Delete Images", "asset.delete"),
  toggle("Manage Folders", "folder.create", "folder.manage"),
  toggle("Web APIs", "web-api.use", "keys.manage"),
  toggle("Data Sources", "data-source.use"),
  toggle(
    "Manage Account",
    "account.manage",
    "users.manage",
    "roles.manage",
    "workspace.create",
    "billing.view",
    "billing.manage",
  ),
  { name: "All Access", permissions: [], allAccess: true },
];

/** One account for many clients, each in a folder of their own, and a login for each employee. */
export const agency: Preset = {
  name: "agency",
  description: "An agency with a folder for each client and roles made of switches.",
  document: definePolicy(catalogue, {
    folders: [library, { id: "client", parent: library.id, name: "First client", workspace: true }],
    roles: [
      {
        id: "designer",
        name: "Designer",
        description: "Builds and edits images and brings them into platforms; can't delete.",
        permissions: ["asset.view", "asset.download", ...createOrEdit.permissions, "deliver.*"],
      },
      { id: "manager", name: "Manager", description: "Full access.", allAccess: true },
      {
        id: "client-viewer",
        name: "Client Viewer",
        description: "Sees one client's folder, and nothing else. Each client has a role like this one.",
        permissions: ["asset.view"],
        folders: ["client"],
      },
    ],
  }),
};
