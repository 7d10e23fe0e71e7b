import { deleteFolder, endGrant, endGrants, leaveGroup } from "./deletion.ts";
import type { Draft } from "./draft.ts";
import { EventRefused } from "../errors.ts";
import {
  creatorRoleIsSound,
  creditCreator,
  endCredits,
  endDeniedCredits,
  endUnbookedCredits,
  isCreatorRole,
  setCreatorRole,
} from "./creators.ts";
import type { Event } from "./events.ts";
import { accountOf, grantIsSound, needsAreSound, roleIsSound, usernameIsFree } from "./soundness.ts";

/** What each event does to the rows, and when it may not happen. */
type Rules = { [Type in Event["type"]]: (draft: Draft, event: Extract<Event, { type: Type }>) => void };

const rules: Rules = {
  "account.created": (draft, { account }) => {
    if (draft.state.count("account") > 0)
      throw new EventRefused("DUPLICATE_ID", "The account is there already.");
    draft.create("account", account);
  },
  "account.status-set": (draft, { status }) => draft.change("account", accountOf(draft).id, { status }),
  "plan.set": (draft, { plan }) => {
    const { id, plan: before } = accountOf(draft);
    draft.change("account", id, { plan });
    endUnbookedCredits(draft, before);
  },
  "account.creator-role-set": (draft, { role }) => setCreatorRole(draft, role),
  "permissions.defined": (draft, { permissions }) => {
    for (const permission of permissions) draft.replace("permission", permission);
    const sound = new Set<string>();
    for (const permission of permissions) needsAreSound(draft, permission.id, [], sound);
  },

  "folder.created": (draft, { folder, creator }) => {
    if (folder.parent !== null) draft.need("folder", folder.parent);
    draft.create("folder", folder);
    if (creator) creditCreator(draft, creator, { folders: [folder.id], asset: null });
  },
  "folder.renamed": (draft, { id, name }) => draft.change("folder", id, { name }),
  "folder.moved": (draft, { id, parent }) => {
    for (let above = parent; above !== null; above = draft.need("folder", above).parent) {
      if (above === id)
        throw new EventRefused("CYCLE", "A folder can't be moved into itself.", { id, parent });
    }
    draft.change("folder", id, { parent });
  },
  "folder.restriction-set": (draft, { id, restricted }) => draft.change("folder", id, { restricted }),
  "folder.workspace-set": (draft, { id, workspace }) => draft.change("folder", id, { workspace }),
  "folder.deleted": (draft, { id }) => deleteFolder(draft, id),

  "asset.created": (draft, { asset, creator }) => {
    draft.need("folder", asset.folder);
    draft.create("asset", asset);
    if (creator) creditCreator(draft, creator, { folders: null, asset: asset.id });
  },
  "asset.renamed": (draft, { id, name }) => draft.change("asset", id, { name }),
  "asset.moved": (draft, { id, folder }) => {
    draft.need("folder", folder);
    draft.change("asset", id, { folder });
  },
  "asset.versioned": (draft, { id, type: _type, ...rest }) => draft.change("asset", id, rest),
  "asset.approval-set": (draft, { id, approved }) => draft.change("asset", id, { approved }),
  "asset.expiry-set": (draft, { id, expires }) => draft.change("asset", id, { expires }),
  "asset.deleted": (draft, { id }) => {
    for (const collection of draft.state.find("collectionsWith", id)) {
      draft.change("collection", collection.id, {
        assets: collection.assets.filter((asset) => asset !== id),
      });
    }
    endGrants(draft, (grant) => grant.asset === id);
    draft.remove("asset", id);
  },

  "collection.created": (draft, { collection }) => {
    draft.need("folder", collection.folder);
    draft.needAll("asset", collection.assets);
    draft.create("collection", { ...collection, assets: [...new Set(collection.assets)] });
  },
  "collection.assets-set": (draft, { id, assets }) => {
    draft.needAll("asset", assets);
    draft.change("collection", id, { assets: [...new Set(assets)] });
  },
  "collection.renamed": (draft, { id, name }) => draft.change("collection", id, { name }),
  "collection.deleted": (draft, { id }) => {
    endGrants(draft, (grant) => grant.collection === id);
    draft.remove("collection", id);
  },

  "role.created": (draft, { role }) => {
    roleIsSound(draft, role);
    draft.create("role", role);
  },
  "role.changed": (draft, { role }) => {
    const before = draft.need("role", role.id);
    roleIsSound(draft, role);
    if (isCreatorRole(draft, role.id)) creatorRoleIsSound(role);
    draft.replace("role", role);
    endCredits(draft, before, role);
  },
  "role.deleted": (draft, { id }) => {
    const held = draft.state.find("grantsOfRole", id).length;
    if (held > 0) {
      const still = held === 1 ? "A grant still gives" : `${held} grants still give`;
      throw new EventRefused("IN_USE", `${still} this role; end what gives it first.`, { id, held });
    }
    if (isCreatorRole(draft, id)) {
      throw new EventRefused(
        "IN_USE",
        "Whoever makes a thing gets this role; choose another for that first.",
        {
          id,
        },
      );
    }
    draft.remove("role", id);
  },

  "group.created": (draft, { group }) => {
    draft.needAll("user", group.members);
    draft.create("group", { ...group, members: [...new Set(group.members)] });
  },
  "group.renamed": (draft, { id, name }) => draft.change("group", id, { name }),
  "group.member-added": (draft, { id, user }) => {
    draft.need("user", user);
    draft.change("group", id, { members: [...new Set([...draft.need("group", id).members, user])] });
  },
  "group.member-removed": (draft, { id, user }) => leaveGroup(draft, id, user),
  "group.deleted": (draft, { id }) => {
    endGrants(draft, (grant) => grant.group === id);
    draft.remove("group", id);
  },

  "user.created": (draft, { user }) => {
    usernameIsFree(draft, user.id, user.username);
    draft.create("user", user);
  },
  "user.changed": (draft, { id, username, name, email }) => {
    usernameIsFree(draft, id, username);
    draft.change("user", id, { username, name, email });
  },
  "user.status-set": (draft, { id, status }) => draft.change("user", id, { status }),

  "grant.given": (draft, { grant }) => {
    grantIsSound(draft, grant);
    draft.create("grant", grant);
  },
  "grant.ended": (draft, { id }) => endGrant(draft, id),
  "override.set": (draft, { override }) => {
    draft.need("user", override.user);
    if (override.folder !== null) draft.need("folder", override.folder);
    if (override.permission !== "*") draft.need("permission", override.permission);
    draft.create("override", override);
    endDeniedCredits(draft, override);
  },
  "override.ended": (draft, { id }) => draft.remove("override", id),

  "connection.created": (draft, { connection }) => {
    if (connection.folder !== null) draft.need("folder", connection.folder);
    draft.create("connection", connection);
  },
  "connection.changed": (draft, { connection }) => {
    draft.need("connection", connection.id);
    if (connection.folder !== null) draft.need("folder", connection.folder);
    draft.replace("connection", connection);
  },
  "connection.removed": (draft, { id }) => draft.remove("connection", id),

  "key.created": (draft, { key }) => {
    draft.need("user", key.owner);
    draft.create("key", key);
  },
  // Secrets are no part of the account; what opens with the key is as it was.
  "key.rolled": (draft, { id }) => void draft.need("key", id),
  "key.revoked": (draft, { id }) => draft.remove("key", id),

  "change.undone": () => {},
};

/** Folds one event into the draft. */
export function fold(draft: Draft, event: Event): void {
  (rules[event.type] as (draft: Draft, event: Event) => void)(draft, event);
}
