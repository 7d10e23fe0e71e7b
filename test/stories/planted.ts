import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { API_KEY, type PlatformWorld } from "../../apps/gateway/test/platform.ts";
import { samplePicture } from "../../apps/gateway/test/sample-pictures.ts";
import type { Things } from "../../apps/gateway/test/samples.ts";
import { upload } from "../../apps/gateway/test/uploads.ts";
import { must } from "../../apps/gateway/test/world.ts";

/** What people write, each a word of its own that is found again wherever it turns up. */
export const personal = {
  "a user's name": "Zaphod Plantedname",
  "a user's login": "zaphod.plantedlogin",
  "a user's e-mail": "zaphod.mail@planted.example",
  "a role's name": "Planted-Role-Name",
  "a role's description": "Planted-Role-Description",
  "a grant's reason": "Planted-Grant-Reason",
  "an override's reason": "Planted-Override-Reason",
  "a folder's name": "Planted-Folder-Name",
  "an asset's name": "planted-asset-name.png",
  "a connection's name": "Planted-Connection-Name",
  "a key's name": "Planted-Key-Name",
} as const;

/** Credentials that open nothing, sent by mistake or by somebody who tries. */
export const mistaken = {
  "a secret in the wrong form": "planted-secret-without-its-prefix",
  "a key the platform does not know": "pk_planted_key_that_klaviyo_does_not_know",
};

export type Planted = Awaited<ReturnType<typeof plant>>;

/** An account with all of that in it, a member of it who may nothing, and the owner of another account. */
export async function plant(platform: PlatformWorld) {
  const { world } = platform;
  const ada = await world.found();
  const eve = await world.found("Other");
  const bea = await world.person(ada, "bea");
  const make = async (path: string, body: object) =>
    must(await world.call<{ id: string }>(ada.token, `POST /v1/${path}`, body), 201).id;
  const parent = await make("folders", { parent: ada.root, name: "Inner" });
  const folder = await make("folders", { parent, name: personal["a folder's name"] });
  const user = await make("users", {
    username: personal["a user's login"],
    name: personal["a user's name"],
    email: personal["a user's e-mail"],
  });
  const role = await make("roles", {
    name: personal["a role's name"],
    description: personal["a role's description"],
    permissions: ["asset.view", "web-api.use"],
  });
  const grant = await make("grants", { user, role, reason: personal["a grant's reason"] });
  const deny = { user, effect: "deny", permission: "asset.edit", folder };
  const override = await make("overrides", { ...deny, reason: personal["an override's reason"] });
  const name = personal["a connection's name"];
  const connection = await platform.connect(ada, folder, { name });
  const { id: asset } = await upload(
    world,
    ada.token,
    folder,
    personal["an asset's name"],
    await samplePicture(),
  );
  const collection = await make("collections", { folder, name: "Set", assets: [asset] });
  const delivery = must(await platform.deliver(ada.token, { asset }), 201).id;
  const job = must(await world.call<{ id: string }>(ada.token, "POST /v1/jobs", { assets: [asset] }), 202).id;
  const created = await world.call<{ key: { id: string }; token: string }>(ada.token, "POST /v1/keys", {
    name: personal["a key's name"],
    owner: user,
  });
  const { key, token } = must(created, 201);
  const group = await make("groups", { name: "Some", members: [user] });
  const things: Things = {
    user,
    group,
    role,
    grant,
    override,
    folder,
    asset,
    collection,
    connection,
    delivery,
    job,
    key: key.id,
  };
  const master = (await readFile(join(world.files, "keys", "master"), "utf8")).trim();
  const credentials = {
    "the connection's key": API_KEY,
    "the master key": master,
    "ada's key": secretOf(ada.token),
    "bea's key": secretOf(bea.token),
    "eve's key": secretOf(eve.token),
    "zaphod's key": secretOf(token),
    ...mistaken,
  };
  return { ada, eve, bea, zaphod: { id: user, token }, things, credentials, created };
}

const secretOf = (token: string) => token.slice(-43);
