import type { Founded } from "../src/account/founding.ts";
import { API_KEY, type PlatformWorld } from "./platform.ts";
import { samplePicture } from "./sample-pictures.ts";
import { upload } from "./uploads.ts";
import { type Answer, must } from "./world.ts";

/** Ids of one thing of each kind. */
export type Things = Readonly<
  Record<
    | "user"
    | "group"
    | "role"
    | "grant"
    | "override"
    | "folder"
    | "asset"
    | "collection"
    | "connection"
    | "delivery"
    | "job"
    | "key",
    string
  >
>;

/** A request of an operation that names things: everything it can name, so that no id goes untried. */
export interface Sample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const secrets = { apiKey: API_KEY };
const png = { "content-type": "image/png" };

/**
 * For every operation, requests that name things by id; an empty list where it takes no id at all. A test fails for an
 * operation that is not here.
 */
export const samples: Readonly<Record<string, (ids: Things) => readonly Sample[]>> = {
  "me.get": () => [],
  "account.get": () => [],
  "account.change": ({ role }) => [{ body: { creatorRole: role } }],
  "users.list": ({ folder }) => [{ query: { at: folder } }],
  "users.get": ({ user, folder }) => [{ params: { user } }, { params: { user }, query: { at: folder } }],
  "users.create": () => [],
  "users.change": ({ user }) => [{ params: { user }, body: { name: "Other" } }],
  "groups.list": () => [],
  "groups.get": ({ group }) => [{ params: { group } }],
  "groups.create": ({ user }) => [{ body: { name: "Made", members: [user] } }],
  "groups.change": ({ group, user }) => [
    { params: { group }, body: { name: "Other" } },
    { params: { group }, body: { add: [user] } },
    { params: { group }, body: { remove: [user] } },
  ],
  "groups.delete": ({ group }) => [{ params: { group } }],
  "users.erase": ({ user }) => [{ params: { user } }],
  "roles.list": ({ folder }) => [{ query: { at: folder } }],
  "roles.get": ({ role, folder }) => [{ params: { role } }, { params: { role }, query: { at: folder } }],
  "roles.create": ({ folder }) => [
    { body: { name: "Made", permissions: ["asset.view"], folders: [folder] } },
  ],
  "roles.replace": ({ role }) => [{ params: { role }, body: { name: "Replaced" } }],
  "roles.copy": ({ role }) => [{ params: { role }, body: { name: "Copied" } }],
  "roles.delete": ({ role }) => [{ params: { role } }, { params: { role }, query: { replacement: role } }],
  "grants.list": ({ folder, user }) => [{ query: { at: folder } }, { query: { at: folder, user } }],
  "grants.give": ({ user, group, role, folder, asset }) => [
    { body: { user, role } },
    { body: { user, role, folders: [folder] } },
    { body: { user, role, asset } },
    { body: { group, role, collection: folder } },
    { body: { user, role, collection: folder } },
  ],
  "grants.end": ({ grant }) => [{ params: { grant }, body: {} }],
  "overrides.list": ({ folder, user }) => [{ query: { at: folder } }, { query: { at: folder, user } }],
  "overrides.set": ({ user, folder }) => [
    { body: { user, effect: "deny", permission: "asset.view" } },
    { body: { user, effect: "deny", permission: "asset.view", folder } },
  ],
  "overrides.end": ({ override }) => [{ params: { override }, body: {} }],
  "folders.list": ({ folder }) => [{ query: { parent: folder } }],
  "folders.get": ({ folder }) => [{ params: { folder } }],
  "folders.create": ({ folder }) => [{ body: { parent: folder, name: "Made" } }],
  "folders.change": ({ folder }) => [
    { params: { folder }, body: { name: "Other" } },
    { params: { folder }, body: { restricted: true } },
  ],
  "folders.delete": ({ folder }) => [{ params: { folder } }],
  "assets.list": ({ folder }) => [{ query: { folder } }],
  "assets.get": ({ asset }) => [{ params: { asset } }],
  "assets.change": ({ asset, folder }) => [
    { params: { asset }, body: { name: "other.png" } },
    { params: { asset }, body: { folder } },
  ],
  "assets.delete": ({ asset }) => [{ params: { asset } }],
  "assets.upload": ({ folder }) => [{ query: { folder, name: "made.png" }, body: "bytes", headers: png }],
  "assets.replace": ({ asset }) => [{ params: { asset }, body: "bytes", headers: png }],
  "collections.list": ({ folder }) => [{ query: { folder } }],
  "collections.get": ({ collection }) => [{ params: { collection } }],
  "collections.create": ({ folder, asset }) => [
    { body: { folder, name: "Made" } },
    { body: { folder, name: "Made", assets: [asset] } },
  ],
  "collections.change": ({ collection, asset }) => [
    { params: { collection }, body: { name: "Other" } },
    { params: { collection }, body: { add: [asset] } },
    { params: { collection }, body: { remove: [asset] } },
  ],
  "collections.delete": ({ collection }) => [{ params: { collection } }],
  "connections.list": ({ folder, asset }) => [{ query: { folder } }, { query: { asset } }],
  "connections.get": ({ connection }) => [{ params: { connection } }],
  "connections.create": ({ folder }) => [{ body: { connector: "klaviyo", name: "Made", folder, secrets } }],
  "connections.change": ({ connection }) => [{ params: { connection }, body: { name: "Other" } }],
  "connections.delete": ({ connection }) => [{ params: { connection } }],
  "connections.verify": ({ connection }) => [{ params: { connection } }],
  "deliveries.request": ({ asset, connection }) => [{ body: { asset } }, { body: { asset, connection } }],
  "deliveries.list": ({ asset, connection }) => [
    { query: { asset, connection } },
    { query: { asset, of: "all" } },
    { query: { asset, of: "needs-a-look" } },
  ],
  "deliveries.get": ({ delivery }) => [{ params: { delivery } }],
  "deliveries.cancel": ({ delivery }) => [{ params: { delivery } }],
  "deliveries.settle": ({ delivery }) => [
    { params: { delivery }, body: { say: "leave" } },
    { params: { delivery }, body: { say: "there", externalId: "7" } },
  ],
  "deliveries.remove": ({ delivery }) => [{ params: { delivery } }],
  // Assets by id are items of a job that is made: hidden and missing alike, as the test of jobs says.
  "jobs.create": ({ connection, folder, collection }) => [
    { body: { folder } },
    { body: { collection } },
    { body: { folder, below: true, to: [{ connection }] } },
  ],
  "jobs.list": () => [],
  "jobs.get": ({ job }) => [{ params: { job } }],
  "jobs.items": ({ job }) => [{ params: { job } }],
  "jobs.events": ({ job }) => [{ params: { job } }],
  "jobs.cancel": ({ job }) => [{ params: { job } }],
  "jobs.retry": ({ job }) => [{ params: { job } }],
  "lookup.get": () => [],
  "decisions.make": ({ folder, asset, user }) => [
    { body: { permission: "asset.download", at: asset } },
    { body: { permission: "asset.view", at: folder } },
    { body: { permission: "asset.view", at: folder, user } },
  ],
  "findings.list": () => [{}],
  "previews.make": ({ folder, asset, user, role, grant, override }) => [
    { body: { operation: "grants.give", body: { user, role, folders: [folder] } } },
    { body: { operation: "grants.end", path: { grant }, body: {} } },
    { body: { operation: "overrides.end", path: { override }, body: {} } },
    { body: { operation: "folders.change", path: { folder }, body: { restricted: true } } },
    { body: { operation: "assets.change", path: { asset }, body: { folder } } },
  ],
  "who.list": ({ folder }) => [{ query: { permission: "asset.view", at: folder } }],
  "scopes.list": ({ folder, asset, user }) => [
    { query: { at: folder } },
    { query: { at: asset } },
    { query: { at: folder, user } },
    { query: { user } },
  ],
  "scopes.folders": ({ folder, user }) => [
    { query: { permission: "asset.view", at: folder } },
    { query: { permission: "asset.view", at: folder, user } },
    { query: { permission: "asset.view", user } },
  ],
  "keys.list": ({ user }) => [{ query: { owner: user } }],
  "keys.create": ({ user, folder, connection }) => [
    { body: { name: "Made", owner: user } },
    { body: { name: "Made", folders: [folder] } },
    { body: { name: "Made", connections: [connection] } },
  ],
  "keys.roll": ({ key }) => [{ params: { key }, body: {} }],
  "keys.revoke": ({ key }) => [{ params: { key } }],
  "acts.list": ({ folder }) => [{ query: { at: folder } }],
  "changes.undo": () => [],
  "looks.list": ({ folder, user }) => [{ query: { at: folder } }, { query: { at: folder, user } }],
  "journal.list": () => [],
  "journal.verify": () => [],
  "checkpoints.list": () => [],
  "checkpoints.sign": () => [],
  "signing-keys.list": () => [],
};

/** One thing of each kind in an account, all of them outside the reach of whoever is not told of them. */
export async function furnish(platform: PlatformWorld, by: Founded): Promise<Things> {
  const { world } = platform;
  const make = async (path: string, body: object) =>
    must(await world.call<{ id: string }>(by.token, `POST ${path}`, body), 201).id;
  const folder = await make("/v1/folders", { parent: by.root, name: "Private" });
  const user = await make("/v1/users", { username: "someone", name: "Someone" });
  const group = await make("/v1/groups", { name: "Some", members: [user] });
  const role = await make("/v1/roles", { name: "Something", permissions: ["asset.view"] });
  const grant = await make("/v1/grants", { user, role, folders: [folder] });
  const override = await make("/v1/overrides", { user, effect: "deny", permission: "asset.edit", folder });
  const made = await world.call<{ key: { id: string } }>(by.token, "POST /v1/keys", {
    name: "K",
    owner: user,
  });
  const { id: asset } = await upload(world, by.token, folder, "private.png", await samplePicture());
  const collection = await make("/v1/collections", { folder, name: "Set", assets: [asset] });
  const connection = await platform.connect(by, folder);
  const delivery = must(await platform.deliver(by.token, { asset }), 201).id;
  const asked = await world.call<{ id: string }>(by.token, "POST /v1/jobs", { assets: [asset] });
  const job = must(asked, 202).id;
  return {
    folder,
    user,
    group,
    role,
    grant,
    override,
    asset,
    collection,
    connection,
    delivery,
    job,
    key: must(made, 201).key.id,
  };
}

/** Ids of the same form that no server made. */
export function nobodys(things: Things): Things {
  const ids = Object.entries(things).map(([kind, id]) => [
    kind,
    id.replaceAll(/[0-9]/g, "x").replace(/.$/, "q"),
  ]);
  return Object.fromEntries(ids) as Things;
}

/** What no two answers have in common, and what counts requests. */
const ownOfEach: ReadonlySet<string> = new Set(["x-request-id", "date", "ratelimit", "ratelimit-policy"]);

/** All of an answer but what differs from one request to the next. */
export function fixed({ status, headers, text }: Answer) {
  const kept = [...headers].filter(([name]) => !ownOfEach.has(name));
  return { status, headers: Object.fromEntries(kept), text };
}

/** `METHOD /path?query` of a sample. */
export function lineOf(
  operation: { method: string; path: string },
  { params = {}, query = {} }: Sample,
): string {
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? `:${name}`);
  const search = new URLSearchParams(query).toString();
  return `${operation.method} ${path}${search ? `?${search}` : ""}`;
}
