import { definePermissions } from "../catalogue.ts";
import { definePolicy } from "../policy/define.ts";
import { builtInUnder, library, type Preset } from "./preset.ts";

/** Paid for: people beside the first, and access that is shared thing by thing. */
const userManagement = "user-management";
const restrictedAccess = "restricted-access";

const catalogue = definePermissions(
  {
    "asset.rename": {
      description: "Rename assets; editing is another right here.",
      needs: ["asset.view"],
      aliases: ["rename-files"],
    },
    "collection.add": {
      description: "Add assets to collections; making and clearing them is another right here.",
      aliases: ["add-to-collection"],
    },
    "comment.read": {
      description: "Read what was said about an asset.",
      needs: ["asset.view"],
      aliases: ["read-comments"],
    },
    "analytics.view": {
      level: "account",
      description: "See what the account uses: storage, traffic, requests.",
      aliases: ["view-analytics"],
    },
  },
  builtInUnder({
    "asset.view": { aliases: ["open-files", "search-files"] },
    "asset.download": { aliases: ["download-files"] },
    "asset.create": { aliases: ["upload-files"] },
    "asset.edit": { aliases: ["new-version", "edit-metadata", "copy-files"] },
    "asset.delete": { aliases: ["move-files", "delete-files"] },
    "asset.share": { aliases: ["share-files"] },
    "folder.create": { aliases: ["new-folder"] },
    "users.manage": { aliases: ["manage-users"], feature: userManagement },
    "roles.manage": { feature: userManagement },
    "billing.view": { aliases: ["view-billing"] },
    "billing.manage": { aliases: ["manage-billing", "cancel-subscription"] },
  }),
);

type Name = (typeof catalogue.permissions)[number]["id"];

const viewing: Name[] = ["asset.view", "asset.download", "comment.read"];
const contributing: Name[] = [...viewing, "asset.create", "asset.edit", "folder.create", "collection.add"];
/** To share is to give a link to somebody outside, or one of the levels to somebody inside. */
const sharing: Name[] = ["asset.share", "grants.manage", "access.explain"];
const managing: Name[] = [
  ...contributing,
  "asset.rename",
  "asset.delete",
  "folder.manage",
  "collection.manage",
  ...sharing,
];

const ofUsersAndBilling = new Set<Name>([
  "users.manage",
  "roles.manage",
  "overrides.manage",
  "requests.approve",
  "billing.view",
  "billing.manage",
]);
const allElse = catalogue.permissions.map(({ id }) => id).filter((id) => !ofUsersAndBilling.has(id));

const level = (id: string, name: string, description: string, permissions: Name[]) => ({
  id,
  name,
  description: `${description} Give it on a folder, a file or a collection.`,
  permissions,
  feature: restrictedAccess,
});

/** One library for a company; most people work in all of it, some only on what is shared with them. */
export const mediaLibrary: Preset = {
  name: "media-library",
  description: "A company's library, with access shared at three levels.",
  document: definePolicy(catalogue, {
    account: { creatorRole: "can-manage" },
    plan: { features: [userManagement, restrictedAccess], limits: { users: 5 } },
    folders: [library],
    roles: [
      {
        id: "account-administrator",
        name: "Account Administrator",
        description: "Everything; may add other account administrators.",
        allAccess: true,
      },
      {
        id: "developer",
        name: "Developer",
        description: "Everything except user management and billing.",
        permissions: [...allElse, "deliver.*"],
      },
      {
        id: "media-library-full",
        name: "Media Library: Full",
        description: "The whole library: upload, make folders, tag, move, delete, share.",
        permissions: managing,
      },
      {
        id: "media-library-view-only",
        name: "Media Library: View Only",
        description: "Opens and searches files and folders; adds nothing.",
        permissions: ["asset.view"],
      },
      {
        id: "media-library-restricted",
        name: "Media Library: Restricted",
        description: "Starts with nothing; works on what is shared with them, at the level it is shared at.",
        feature: restrictedAccess,
      },
      {
        id: "finance",
        name: "Finance",
        description: "Analytics and billing; may cancel the subscription.",
        permissions: ["analytics.view", "billing.view", "billing.manage"],
      },
      level("can-view", "Can View", "Sees, searches, downloads, reads comments.", viewing),
      level(
        "can-contribute",
        "Can Contribute",
        "Uploads, adds versions and folders, tags, copies, adds to collections.",
        contributing,
      ),
      level("can-manage", "Can Manage", "Renames, moves, deletes and shares, too.", managing),
    ],
  }),
};
