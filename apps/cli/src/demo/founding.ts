import { foundAccount } from "@gatefold/gateway";
import { z } from "zod";
import { type Api, createApi, pathOf } from "../api.ts";
import { writeKey } from "../data-folder/keys.ts";
import type { Composition } from "../serve/composition.ts";
import { connectPlatforms } from "./connections.ts";
import { demoOwner, demoPeople, demoRoles, otherAgency } from "./cast.ts";
import { fillLibrary, type Filling } from "./library.ts";

const made = z.object({ id: z.string() });
const madeKey = z.object({ token: z.string() });

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
  const json = { parent: other.root, name: workspace, workspace: true };
  await otherApi.call({ method: "POST", path: pathOf("folders"), json }, made);
}

/** The roles, and the people who hold them, each with a key. */
async function hire(api: Api, dataFolder: string, folders: ReadonlyMap<string, string>): Promise<void> {
  const roles = new Map<string, string>();
  for (const role of demoRoles) roles.set(role.name, await post(api, "roles", role));
  for (const { username, name, grants, suspended } of demoPeople) {
    const user = await post(api, "users", { username, name });
    await post(api, "grants", { user, role: need("Programs", roles), reason: "Uses the command line." });
    for (const { role, on, reason } of grants) {
      const narrowed = [need(on.join("/"), folders)];
      await post(api, "grants", { user, role: need(role, roles), folders: narrowed, reason });
    }
    const key = { owner: user, name: "Demo" };
    const { token } = await api.call({ method: "POST", path: pathOf("keys"), json: key }, madeKey);
    await writeKey(dataFolder, username, token);
    if (suspended) {
      const json = { status: "suspended" };
      await api.call({ method: "PATCH", path: pathOf("users", user), json }, made);
    }
  }
}

async function post(api: Api, collection: string, json: object): Promise<string> {
  return (await api.call({ method: "POST", path: pathOf(collection), json }, made)).id;
}

function need(name: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The demo names "${name}", which it does not make.`);
  return id;
}
