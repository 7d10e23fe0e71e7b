import type { Event } from "@gatefold/core";
import type { Directory } from "../directory.ts";
import { sayTime } from "../times.ts";
import type { History } from "./history.ts";

/** Where the names in a sentence come from. */
export interface Sources {
  readonly directory: Directory;
  readonly history: History;
}

type Sentence<Type extends Event["type"]> = (
  event: Extract<Event, { type: Type }>,
  sources: Sources,
) => string | Promise<string>;

/** What somebody did, to go after their name. */
export function sentenceOf(event: Event, sources: Sources): string | Promise<string> {
  return (sentences[event.type] as Sentence<Event["type"]>)(event, sources);
}

const sentences: { readonly [Type in Event["type"]]: Sentence<Type> } = {
  "account.created": ({ account }) => `founded the account "${account.name}"`,
  "account.status-set": ({ status }) =>
    status === "active" ? "opened the account again" : "suspended the account",
  "plan.set": () => "changed the plan",
  "account.creator-role-set": async ({ role }, sources) =>
    role === null
      ? "said that making a thing gives nothing"
      : `said that whoever makes a thing gets the role ${await sources.directory.role(role)} on it`,
  "permissions.defined": ({ permissions: [first, ...others] }) =>
    others.length === 0 ? `defined ${first?.id ?? "nothing"}` : `defined ${others.length + 1} permissions`,

  "folder.created": async ({ folder }, sources) => {
    const marks = [folder.workspace && "a workspace", folder.restricted && "restricted"].filter(Boolean);
    const path = await placeOf(folder.id, sources);
    return `made the folder ${path}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}`;
  },
  "folder.renamed": ({ name }) => `renamed a folder to "${name}"`,
  "folder.moved": async ({ id, parent }, sources) =>
    `moved the folder ${await placeOf(id, sources)} into ${await placeOf(parent, sources)}`,
  "folder.restriction-set": async ({ id, restricted }, sources) =>
    `${restricted ? "restricted" : "lifted the restriction of"} ${await placeOf(id, sources)}`,
  "folder.workspace-set": async ({ id, workspace }, sources) =>
    `made ${await placeOf(id, sources)} ${workspace ? "a workspace" : "a folder like others"}`,
  "folder.deleted": async ({ id }, sources) => `deleted the folder ${await placeOf(id, sources)}`,

  "asset.created": async ({ asset }, sources) => `added ${await placeOf(asset.id, sources)}`,
  "asset.renamed": ({ name }) => `renamed a picture to "${name}"`,
  "asset.moved": async ({ id }, sources) => `moved a picture to ${await placeOf(id, sources)}`,
  "asset.versioned": async ({ id }, sources) => `replaced the picture ${await placeOf(id, sources)}`,
  "asset.approval-set": async ({ id, approved }, sources) =>
    `${approved ? "approved" : "took back the approval of"} ${await placeOf(id, sources)}`,
  "asset.expiry-set": async ({ id, expires }, sources) => {
    const end = expires === null ? "never expires" : `expires ${sayTime(expires)}`;
    return `said that ${await placeOf(id, sources)} ${end}`;
  },
  "asset.deleted": async ({ id }, sources) => `deleted the picture ${await placeOf(id, sources)}`,

  "collection.created": ({ collection }) => `made the collection "${collection.name}"`,
  "collection.assets-set": ({ assets }) => `said which ${assets.length} pictures are in a collection`,
  "collection.renamed": ({ name }) => `renamed a collection to "${name}"`,
  "collection.deleted": async ({ id }, { history }) => {
    const event = await history.beginning(id);
    return `deleted the collection "${event?.type === "collection.created" ? event.collection.name : id}"`;
  },

  "role.created": ({ role }) => `made the role ${role.name}`,
  "role.changed": ({ role }) => `changed the role ${role.name}`,
  "role.deleted": async ({ id }, { history }) => {
    const event = await history.beginning(id);
    return `deleted the role ${event?.type === "role.created" ? event.role.name : id}`;
  },

  "group.created": ({ group }) => `made the group "${group.name}"`,
  "group.renamed": ({ name }) => `renamed a group to "${name}"`,
  "group.member-added": async ({ user }, { directory }) =>
    `put ${await nameOf(user, directory)} into a group`,
  "group.member-removed": async ({ user }, { directory }) =>
    `took ${await nameOf(user, directory)} out of a group`,
  "group.deleted": () => "deleted a group",

  "user.created": ({ user }) => `added ${user.name} (${user.username})`,
  "user.changed": ({ name, username }) => `changed what ${name} (${username}) is called`,
  "user.status-set": async ({ id, status }, { directory }) =>
    `${status === "active" ? "let in again" : "suspended"} ${await nameOf(id, directory)}`,

  "grant.given": async ({ grant }, sources) =>
    `gave ${await holderOf(grant, sources)} ${await roleOf(grant, sources)}${endOf(grant)}${because(grant.reason)}`,
  "grant.ended": async ({ id, reason }, sources) => {
    const event = await sources.history.beginning(id);
    if (event?.type !== "grant.given") return `ended the grant ${id}${because(reason)}`;
    const { grant } = event;
    return `took ${await roleOf(grant, sources)} from ${await holderOf(grant, sources)}${because(reason)}`;
  },
  "override.set": async ({ override }, sources) =>
    `made an override: ${await overrideWords(override, sources)}${endOf(override)}${because(override.reason)}`,
  "override.ended": async ({ id, reason }, sources) => {
    const event = await sources.history.beginning(id);
    const words = event?.type === "override.set" ? await overrideWords(event.override, sources) : id;
    return `ended an override: ${words}${because(reason)}`;
  },

  "connection.created": async ({ connection }, sources) =>
    `connected ${connection.connector} to ${await placeOf(connection.folder, sources)} as "${connection.name}"`,
  "connection.changed": ({ connection }) => `changed the connection "${connection.name}"`,
  "connection.removed": async ({ id }, { history }) => {
    const event = await history.beginning(id);
    return `removed the connection "${event?.type === "connection.created" ? event.connection.name : id}"`;
  },

  "key.created": async ({ key }, { directory }) =>
    `made the key "${key.name}" for ${await nameOf(key.owner, directory)}`,
  "key.rolled": async ({ id }, { history, directory }) => {
    const event = await history.beginning(id);
    if (event?.type !== "key.created") return "gave a key a new secret";
    return `gave the key "${event.key.name}" of ${await nameOf(event.key.owner, directory)} a new secret`;
  },
  "change.undone": ({ change }) => `undid the change ${change}`,
  "key.revoked": async ({ id }, { history, directory }) => {
    const event = await history.beginning(id);
    if (event?.type !== "key.created") return "revoked a key";
    return `revoked the key "${event.key.name}" of ${await nameOf(event.key.owner, directory)}`;
  },
};

type Given = Extract<Event, { type: "grant.given" }>["grant"];
type Overriding = Extract<Event, { type: "override.set" }>["override"];

const nameOf = async (user: string, directory: Directory) => (await directory.person(user)).name;

/** A path, or for what is gone the name it began with. */
async function placeOf(id: string | null, { directory, history }: Sources): Promise<string> {
  if (id === null) return "the account";
  const path = await directory.place(id);
  if (path !== id) return path;
  const event = await history.beginning(id);
  if (event?.type === "folder.created") return `"${event.folder.name}" (gone since)`;
  return event?.type === "asset.created" ? `"${event.asset.name}" (gone since)` : id;
}

async function holderOf({ user, group }: Given, { directory, history }: Sources): Promise<string> {
  if (user !== null) return nameOf(user, directory);
  const event = group === null ? undefined : await history.beginning(group);
  return event?.type === "group.created" ? `the group "${event.group.name}"` : "a group";
}

async function roleOf({ role, folders, asset, collection }: Given, sources: Sources): Promise<string> {
  const name = `the role ${await sources.directory.role(role)}`;
  if (collection !== null) return `${name} on a collection`;
  const places = asset === null ? folders : [asset];
  if (places === null) return `${name} everywhere`;
  return `${name} on ${(await Promise.all(places.map((place) => placeOf(place, sources)))).join(", ")}`;
}

async function overrideWords({ user, effect, permission, folder }: Overriding, sources: Sources) {
  const verb = effect === "allow" ? "may" : "may not";
  const where = folder === null ? "in all the account" : `on ${await placeOf(folder, sources)}`;
  const what = permission === "*" ? "do anything" : `use ${permission}`;
  return `${await nameOf(user, sources.directory)} ${verb} ${what} ${where}`;
}

const endOf = ({ until }: { readonly until: number | null }) =>
  until === null ? "" : ` until ${sayTime(until)}`;

const because = (reason: string) => (reason === "" ? "" : ` ("${reason}")`);
