type Time = number | null;
export type Window = { from: Time; until: Time };

/** A policy document with nothing left out, and what is asked of it. Plain JSON: nothing of core. */
export interface World {
  version: 1;
  account: { status: "active" | "suspended" };
  plan: { features: string[] };
  connections: { id: string; connector: string; folder: string | null }[];
  permissions: Permission[];
  folders: Folder[];
  assets: { id: string; folder: string; approved: boolean; expires: Time }[];
  collections: { id: string; folder: string; assets: string[] }[];
  roles: Role[];
  groups: { id: string; members: string[] }[];
  users: { id: string; status: "active" | "suspended" }[];
  grants: Grant[];
  overrides: ({ id: string; user: string; effect: "allow" | "deny" } & Window & {
      permission: string;
      folder: string | null;
    })[];
}
export interface Permission {
  id: string;
  level: "folder" | "workspace" | "account";
  needs: string[];
  feature: string | null;
  connector: string | null;
  aliases: string[];
}
export interface Folder {
  id: string;
  parent: string | null;
  restricted: boolean;
  workspace: boolean;
}
export interface Role {
  id: string;
  permissions: string[];
  folders: "all" | string[];
  allAccess: boolean;
  feature: string | null;
}
export interface Grant extends Window {
  id: string;
  user: string | null;
  group: string | null;
  role: string;
  folders: string[] | null;
  asset: string | null;
  collection: string | null;
  livesBy?: string | null;
}
export type Question = {
  user: string;
  permission: string;
  at: string | null;
  now: number;
  connection?: string;
};
export type Answer = { effect: "allow" | "deny"; code: string; need?: { permission: string; code: string } };
