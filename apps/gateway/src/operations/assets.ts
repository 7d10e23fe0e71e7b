import { askedFor, type Asset, assetsIn, type Event, scopeAs } from "@gatefold/core";
import { z } from "zod";
import { type Asked, demand, seenAsset, seenFolder, sightFor } from "../access/access.ts";
import { noteLook } from "../audit/looks.ts";
import { cursorField, idField, limitField, none, timeField } from "../http/fields.ts";
import { nameKey, nameMustBeFree, pathNameField } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { given } from "../http/patches.ts";
import { fittedName } from "../pictures/formats.ts";
import { leavesWorkspace } from "../account/tree.ts";
import { assetForm, shownAsset } from "./asset-form.ts";

const params = z.strictObject({ asset: idField });

const changes = z
  .strictObject({
    name: pathNameField.optional(),
    folder: idField.optional(),
    expires: timeField.nullable().optional(),
    approved: z.boolean().optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "Say what is to be changed.");

/** The asset as it is wanted, and the events that make it so, each after its own right; none where it is so already. */
function planChange(view: View, asset: Asset, wanted: z.output<typeof changes>) {
  const { state } = view;
  const { name = asset.name, ...rest } = given(wanted);
  const value = { ...asset, ...rest, name: fittedName(name, asset.version) };
  const left = leavesWorkspace(state, asset.folder, value.folder);
  // An approval was given in a workspace, and stays there.
  if (left) value.approved = false;
  const { id, folder, expires, approved } = value;
  const events: Event[] = [];
  const change = (permission: Asked, event: Event) => {
    demand(view, permission, id);
    events.push(event);
  };
  if (folder !== asset.folder) {
    demand(view, "asset.create", seenFolder(view, folder).id);
    change("asset.delete", { type: "asset.moved", id, folder });
  }
  if (value.name !== asset.name)
    change(askedFor(state, "asset.rename"), { type: "asset.renamed", id, name: value.name });
  if (events.length > 0) nameMustBeFree(state, folder, value.name, id);
  if (expires !== asset.expires) change("asset.edit", { type: "asset.expiry-set", id, expires });
  if (approved !== asset.approved) {
    change(left ? "asset.delete" : "asset.approve", { type: "asset.approval-set", id, approved });
  }
  return { events, value };
}

function visibleAssets({ caller, state, now }: View): Asset[] {
  return assetsIn(state, scopeAs(state, caller.principal, "asset.view", now));
}

export const assets = [
  operation({
    id: "assets.list",
    method: "GET",
    path: "/v1/assets",
    summary: "The assets you may view, of one folder or of all, by name.",
    params: none,
    query: z.strictObject({ folder: idField.optional(), limit: limitField, cursor: cursorField }),
    body: null,
    success: 200,
    response: pageOf(assetForm),
    handle({ view, query: { folder, limit, cursor } }, { config, looks }) {
      if (folder !== undefined) noteLook({ looks }, view, folder);
      const rows =
        folder === undefined ? visibleAssets(view) : sightFor(view).assetsIn(seenFolder(view, folder).id);
      const page = pageBy(rows, { sortKey: ({ name }) => nameKey(name), cursor, limit });
      return { body: { ...page, items: page.items.map((asset) => shownAsset(asset, config.contentUrl)) } };
    },
  }),

  operation({
    id: "assets.get",
    method: "GET",
    path: "/v1/assets/:asset",
    summary: "One asset. Its bytes are at its links, on the content origin.",
    params,
    query: none,
    body: null,
    success: 200,
    response: assetForm,
    handle({ view, params: { asset: id } }, { config, looks }) {
      noteLook({ looks }, view, id);
      return { body: shownAsset(seenAsset(view, id), config.contentUrl) };
    },
  }),

  operation({
    id: "assets.change",
    method: "PATCH",
    path: "/v1/assets/:asset",
    summary: "Renames an asset, moves it, says when it expires, or whether it is approved.",
    params,
    query: none,
    body: changes,
    success: 200,
    refuses: ["NAME_TAKEN"],
    response: assetForm,
    async handle({ view: { caller }, params: { asset: id }, body }, { desk, config }) {
      const { value, revision } = await desk.write(caller, (view) =>
        planChange(view, seenAsset(view, id), body),
      );
      return { body: shownAsset(value, config.contentUrl), revision };
    },
  }),

  operation({
    id: "assets.delete",
    method: "DELETE",
    path: "/v1/assets/:asset",
    summary: "Deletes an asset. What was delivered stays on its platform until that is removed.",
    params,
    query: none,
    body: null,
    success: 204,
    response: null,
    async handle({ view: { caller }, params: { asset: id } }, { desk }) {
      const { revision } = await desk.write(caller, (view) => {
        demand(view, "asset.delete", seenAsset(view, id).id);
        return { events: [{ type: "asset.deleted", id }], value: undefined };
      });
      return { body: undefined, revision };
    },
  }),
];
