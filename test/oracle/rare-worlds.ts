import { applyChanges, type Event, parsePolicy, planChanges } from "@gatefold/core";
import type { ChangedWorld } from "./changed-worlds.ts";

/** What hardly ever comes about by chance: a world, and what happens in it. */
function happening(document: object, ...events: Event[]): ChangedWorld {
  const before = parsePolicy({ version: 1, ...document }).state;
  const after = parsePolicy({ version: 1, ...document }).state;
  const changes = planChanges(before, events);
  applyChanges(after, changes, 1);
  return { before, after, changes, now: 0 };
}

const viewing = {
  permissions: ["asset.view"],
  roles: [{ id: "viewer", permissions: ["asset.view"] }],
  users: [{ id: "ann" }],
};

export const rareWorlds: readonly ChangedWorld[] = [
  // What was there already moves into a folder that comes there itself.
  happening(
    {
      ...viewing,
      folders: [{ id: "top" }, { id: "old", parent: "top" }, { id: "come" }],
      grants: [{ id: "g", user: "ann", role: "viewer", folders: ["top"] }],
    },
    { type: "folder.moved", id: "come", parent: "top" },
    { type: "folder.moved", id: "old", parent: "come" },
  ),
  // A workspace is made of a folder that has one in it.
  happening(
    {
      permissions: [{ id: "team.view", level: "workspace" }],
      folders: [{ id: "top" }, { id: "inner", parent: "top", workspace: true }],
      roles: [{ id: "all", allAccess: true }],
      users: [{ id: "ann", roles: ["all"] }],
    },
    { type: "folder.workspace-set", id: "top", workspace: true },
  ),
  // What is asked in folders needs what a connection opens for the account.
  happening(
    {
      permissions: [
        { id: "web.use", level: "account", connector: "x" },
        { id: "asset.send", needs: ["web.use"] },
      ],
      folders: [{ id: "here" }, { id: "elsewhere" }],
      roles: [{ id: "all", allAccess: true }],
      users: [{ id: "ann", roles: ["all"] }],
    },
    {
      type: "connection.created",
      connection: { id: "n", connector: "x", folder: "here", name: "", settings: {} },
    },
  ),
];
