import { OutcomeUnknownError, RejectedError } from "@gatefold/connector-sdk";
import type { Delivered, Order } from "@gatefold/connector-sdk";

import { imageNameOf } from "./image-name.ts";
import { shown } from "./refusal.ts";
import type { BrazeContext } from "./settings.ts";
import { createAsset } from "./wire.ts";
import type { Upload } from "./wire.ts";

/** Lets Braze fetch one picture into the media library: one request, and never a second one of its own accord. */
export const deliver = async (context: BrazeContext, { asset, marker }: Order): Promise<Delivered> => {
  const name = imageNameOf(asset.path, asset.mime, marker);
  const upload = await createAsset(context, { name, link: await asset.link() });
  const { urls, refusals } = upload;
  const [url] = urls;
  if (url === undefined && refusals[0] !== undefined) {
    throw new RejectedError(`Braze did not take the picture: ${shown(refusals[0])}.`);
  }
  if (url === undefined || urls.length > 1 || refusals.length > 0) {
    throw new OutcomeUnknownError(
      `Braze's answer speaks of ${urls.length} pictures and ${refusals.length} refusals where one was delivered; look in its media library for ${marker}.`,
    );
  }
  return {
    status: "delivered",
    externalId: externalIdOf(url, upload, context.settings.workspace),
    externalUrl: url,
  };
};

/** What stands before an asset's id in what we keep of a picture: its address, which is all that Braze surely tells. */
export const ID_MARK = "#asset_id=";
const ID = /\b[0-9a-f]{24}\b/g;

/**
 * The address; with the asset's id, where the connection names its workspace by id and `dashboard_url` holds exactly one other.
 * Anything less is no id: which of several it is, or whether a single one is the workspace's, can't be told.
 */
const externalIdOf = (url: string, { dashboardUrl = "" }: Upload, workspace: string): string => {
  const ids = new Set(dashboardUrl.match(ID));
  const [id, ...others] = ids.delete(workspace) ? ids : [];
  return id !== undefined && others.length === 0 ? url + ID_MARK + id : url;
};
