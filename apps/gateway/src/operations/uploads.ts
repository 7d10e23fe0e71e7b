import type { AssetVersion, Event } from "@gatefold/core";
import { z } from "zod";
import { creditFor } from "../access/creators.ts";
import { demand, may, seenAsset, seenFolder } from "../access/access.ts";
import { idField, none } from "../http/fields.ts";
import { planMustAllow } from "../access/limits.ts";
import { nameMustBeFree, pathNameField } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { fittedName } from "../pictures/formats.ts";
import { takeIn } from "../pictures/intake.ts";
import { assetForm, shownAsset } from "./asset-form.ts";

/** Raw bytes; whatever the header says they are, they are looked at. 25 MB at most. */
const picture = {
  kind: "bytes",
  maxBytes: 25_000_000,
  types: ["image/*", "application/octet-stream"],
} as const;

/** Asked before a byte is read, and again when the bytes are there, for a body may be slow. */
function demandCreate(view: View, folder: string): void {
  demand(view, "asset.create", seenFolder(view, folder).id);
  planMustAllow(view.state, "assets", view.state.count("asset"));
}

/**
 * The same bytes change nothing; another format may change the name's extension. An approval was given to the bytes before: it stays
 * only where whoever brings the new ones may give it.
 */
function planReplacement(view: View, id: string, version: AssetVersion) {
  const asset = seenAsset(view, id);
  demand(view, "asset.edit", id);
  const events: Event[] = [];
  if (asset.version?.sha256 === version.sha256) return { events, value: asset };
  const name = fittedName(asset.name, version);
  const approved = asset.approved && may(view, "asset.approve", id);
  const dropped = asset.approved && !approved ? { approved: false as const } : {};
  events.push({ type: "asset.versioned", id, version, ...dropped });
  if (name !== asset.name) {
    nameMustBeFree(view.state, asset.folder, name, id);
    events.push({ type: "asset.renamed", id, name });
  }
  return { events, value: { ...asset, name, version, approved } };
}

export const uploads = [
  operation({
    id: "assets.upload",
    method: "POST",
    path: "/v1/assets",
    summary: "Puts a picture into a folder: JPEG, PNG, GIF or WebP, 25 MB at most.",
    params: none,
    query: z.strictObject({ folder: idField, name: pathNameField }),
    body: picture,
    success: 201,
    refuses: ["NAME_TAKEN", "PLAN_LIMIT"],
    response: assetForm,
    async handle({ view, query: { folder, name }, body }, { desk, blobs, ids, intake, config }) {
      demandCreate(view, folder);
      const version = await takeIn(body.content, { blobs, ids, intake });
      const row = { folder, name: fittedName(name, version), approved: true, expires: null, version };
      const asset = { id: ids("asset"), ...row };
      const grant = ids("grant");
      const { revision } = await desk.write(view.caller, (fresh) => {
        demandCreate(fresh, folder);
        nameMustBeFree(fresh.state, folder, asset.name);
        const credit = creditFor(fresh, "asset.create", folder, grant);
        return { events: [{ type: "asset.created", asset, ...credit }], value: undefined };
      });
      return { body: shownAsset(asset, config.contentUrl), revision };
    },
  }),

  operation({
    id: "assets.replace",
    method: "PUT",
    path: "/v1/assets/:asset/content",
    readBy: "assets.get",
    summary:
      "Gives an asset new bytes: a new version under the same id. Its approval was for the bytes before, and goes unless you may give it yourself.",
    params: z.strictObject({ asset: idField }),
    query: none,
    body: picture,
    success: 200,
    refuses: ["NAME_TAKEN"],
    response: assetForm,
    async handle({ view, params: { asset: id }, body }, { desk, blobs, ids, intake, config }) {
      demand(view, "asset.edit", seenAsset(view, id).id);
      const version = await takeIn(body.content, { blobs, ids, intake });
      const { value, revision } = await desk.write(view.caller, (fresh) =>
        planReplacement(fresh, id, version),
      );
      return { body: shownAsset(value, config.contentUrl), revision };
    },
  }),
];
