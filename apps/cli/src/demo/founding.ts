import type { InputOf } from "@gatefold/client";
import { foundAccount } from "@gatefold/gateway";
import { type Api, createApi } from "../api.ts";
import { writeKey } from "../data-folder/keys.ts";
import type { Composition } from "../serve/composition.ts";
import { connectPlatforms } from "./connections.ts";
import { demoOwner, demoPeople, demoRoles, otherAgency } from "./cast.ts";
import { fillLibrary, type Filling } from "./library.ts";

/** No feature is bought apart, and nothing is counted. */
const plan = { features: [], limits: {} };

/**
 * Makes the demo's two accounts, with libraries, people and connections, the way anybody would: through the API, as
 * their owners. Keys go into the data folder.
 */
export async function foundDemo(
  { parts, gateway, sandbox }: Composition,
  dataFolder: string,
  filling: Filling,
): Promise<void> {
  const agency = await foundAccount(parts, {
    name: "Lighthouse Studio",
    plan,
    owner: { username: demoOwner.username, name: demoOwner.name, email: null },
  });
  await writeKey(dataFolder, demoOwner.username, agency.token);
  const api = createApi({ url: gateway.apiUrl, key: agency.token, fetch });
  const folders = await fillLibrary(api, agency.root, filling);
  if (sandbox) await connectPlatforms(api, folders, sandbox.running.klaviyo.accounts);
  await hire(api, dataFolder, folders);

  const { owner, name, workspace } = otherAgency;
  const other = await foundAccount(parts, {
    name,
    plan,
    owner: { username: owner.username, name: owner.name, email: null },
  });
  await writeKey(dataFolder, owner.username, other.token);
  const otherApi = createApi({ url: gateway.apiUrl, key: other.token, fetch });
  const body = { parent: other.root, name: workspace, workspace: true };
  await otherApi.call("folders.create", { body });
}

/** The roles, and the people who hold them, each with a key. */
async function hire(api: Api, dataFolder: string, folders: ReadonlyMap<string, string>): Promise<void> {
  const roles = new Map<string, string>();
  for (const role of demoRoles) {
    roles.set(role.name, (await api.call("roles.create", { body: role })).id);
  }
  for (const { username, name, grants, suspended } of demoPeople) {
    const { id: user } = await api.call("users.create", { body: { username, name } });
    const give = (body: InputOf<"grants.give">["body"]) => api.call("grants.give", { body });
    await give({ user, role: need("Programs", roles), reason: "Uses the command line." });
    for (const { role, on, reason } of grants) {
      const narrowed = [need(on.join("/"), folders)];
      await give({ user, role: need(role, roles), folders: narrowed, reason });
    }
    const { token } = await api.call("keys.create", { body: { owner: user, name: "Demo" } });
    await writeKey(dataFolder, username, token);
    if (suspended) {
      await api.call("users.change", { path: { user }, body: { status: "suspended" } });
    }
  }
}

function need(name: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The demo names "${name}", which it does not make.`);
  return id;
}
