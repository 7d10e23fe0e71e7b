import { askedFor, type Collection, holdingsOf, isLive } from "@gatefold/core";
import { z } from "zod";
import { demand, may, seenAsset, seenFolder, sees as seesPlace } from "../access/access.ts";
import type { View } from "../access/view.ts";
import { leavesWorkspace } from "../account/tree.ts";
import { cursorField, idField, limitField, none } from "../http/fields.ts";
import { nameField, nameKey } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { notFound, Refusal } from "../http/problems.ts";

const collection = z
  .object({
    id: z.string(),
    /** Null: it is hidden from the caller, who was given what is in it. */
    folder: z.string().nullable(),
    name: z.string(),
    /** Of what is in it, what the caller may view. */
    assets: z.array(z.string()),
  })
  .meta({ id: "Collection" });

const params = z.strictObject({ collection: idField });
const assetIds = z.array(idField).max(500).default([]);

function shown(view: View, { id, folder, name, assets }: Collection): z.input<typeof collection> {
  const home = seesPlace(view, folder) ? folder : null;
  return { id, folder: home, name, assets: assets.filter((asset) => may(view, "asset.view", asset)) };
}

/** Who views the folder it lives in knows of it; so does who was given it, by a key that is not cut down. */
function sightOf(view: View): (row: Collection) => boolean {
  const given = givenTo(view);
  return ({ id, folder }) => given.has(id) || may(view, "asset.view", folder);
}

function givenTo({ caller: { principal }, state, now }: View): ReadonlySet<string> {
  const { credential, user } = principal;
  const key = credential.kind === "key" ? state.get("key", credential.id) : undefined;
  if (!key || key.folders !== null || key.permissions !== null) return new Set();
  const features = state.get("account", principal.account)?.plan.features ?? [];
  const live = holdingsOf(state, user).grants.filter(
    ({ grant, role }) => isLive(grant, now) && (role.feature === null || features.includes(role.feature)),
  );
  return new Set(live.flatMap(({ grant }) => grant.collection ?? []));
}

export function seenCollection(view: View, id: string): Collection {
  const found = view.state.get("collection", id);
  if (!found || !sightOf(view)(found)) throw notFound();
  return found;
}

/** Pictures that the caller sees, of the collection's own workspace: a wall between clients runs between collections, too. */
function mustFit(view: View, folder: string, added: readonly string[]): void {
  const { state } = view;
  for (const id of added) {
    const { folder: home } = seenAsset(view, id);
    if (!leavesWorkspace(state, home, folder) && !leavesWorkspace(state, folder, home)) continue;
    throw new Refusal("INVALID", "A collection holds pictures of its own workspace; leave the others out.");
  }
}

export const collections = [
  operation({
    id: "collections.list",
    method: "GET",
    path: "/v1/collections",
    summary: "The collections you see, by name: those of folders you may view, and those you were given.",
    params: none,
    query: z.strictObject({ folder: idField.optional(), cursor: cursorField, limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(collection),
    handle({ view, query: { folder, cursor, limit } }) {
      const { state } = view;
      const rows =
        folder === undefined
          ? [...state.all("collection")]
          : state.find("collectionsIn", seenFolder(view, folder).id);
      const page = pageBy(rows, { sortKey: (row) => nameKey(row.name), cursor, limit, keep: sightOf(view) });
      return { body: { ...page, items: page.items.map((row) => shown(view, row)) } };
    },
  }),

  operation({
    id: "collections.get",
    method: "GET",
    path: "/v1/collections/:collection",
    summary: "One collection, with those of its pictures that you may view.",
    params,
    query: none,
    body: null,
    success: 200,
    response: collection,
    handle({ view, params: { collection: id } }) {
      return { body: shown(view, seenCollection(view, id)) };
    },
  }),

  operation({
    id: "collections.create",
    method: "POST",
    path: "/v1/collections",
    summary: "Makes a collection in a folder, perhaps with pictures that you may share.",
    params: none,
    query: none,
    body: z.strictObject({ folder: idField, name: nameField, assets: assetIds }),
    success: 201,
    response: collection,
    async handle({ view: { caller }, body }, { desk, ids }) {
      const row: Collection = { ...body, id: ids("collection"), assets: [...new Set(body.assets)] };
      const { revision, value } = await desk.write(caller, (view) => {
        demand(view, "collection.manage", seenFolder(view, row.folder).id);
        mustFit(view, row.folder, row.assets);
        const made = { ...row, assets: [...row.assets] };
        return { events: [{ type: "collection.created", collection: made }], value: view };
      });
      return { body: shown(value, row), revision };
    },
  }),

  operation({
    id: "collections.change",
    method: "PATCH",
    path: "/v1/collections/:collection",
    summary: "Renames a collection, adds pictures that you may share, takes some out; all of it or nothing.",
    params,
    query: none,
    body: z.strictObject({ name: nameField.optional(), add: assetIds, remove: assetIds }),
    success: 200,
    response: collection,
    async handle({ view: { caller }, params: { collection: id }, body }, { desk }) {
      const { revision, value } = await desk.write(caller, (view) => {
        const before = seenCollection(view, id);
        const { after, events } = changeOf(view, before, body);
        return { events, value: { view, after } };
      });
      return { body: shown(value.view, value.after), revision };
    },
  }),

  operation({
    id: "collections.delete",
    method: "DELETE",
    path: "/v1/collections/:collection",
    summary: "Deletes a collection; what is in it stays where it is, and what was shared by it ends.",
    params,
    query: none,
    body: null,
    success: 204,
    response: null,
    async handle({ view: { caller }, params: { collection: id } }, { desk }) {
      const { revision } = await desk.write(caller, (view) => {
        demand(view, "collection.manage", seenCollection(view, id).folder);
        return { events: [{ type: "collection.deleted", id }], value: undefined };
      });
      return { body: undefined, revision };
    },
  }),
];

interface Wanted {
  readonly name?: string | undefined;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

function changeOf(view: View, before: Collection, { name = before.name, add, remove }: Wanted) {
  const { id, folder } = before;
  const gone = new Set(remove);
  const added = [...new Set(add)].filter((asset) => !before.assets.includes(asset));
  const assets = [...before.assets.filter((asset) => !gone.has(asset)), ...added];
  const isRenamed = name !== before.name;
  const isCut = assets.length < before.assets.length + added.length;
  if (isRenamed || isCut) demand(view, "collection.manage", folder);
  if (added.length > 0) demand(view, askedFor(view.state, "collection.add"), folder);
  mustFit(view, folder, added);
  const events = [
    ...(isRenamed ? [{ type: "collection.renamed", id, name } as const] : []),
    ...(isCut || added.length > 0 ? [{ type: "collection.assets-set", id, assets } as const] : []),
  ];
  return { after: { ...before, name, assets }, events };
}
