import { defineConnector, NotFoundError } from "@gatefold/connector-sdk";
import { secrets, settings } from "./settings.ts";
import { findImages, getAccount, hideImage, ORIGIN, REVISION, uploadImage } from "./wire.ts";

/** A connector from nothing: Klaviyo's image library again, as small as it gets. */
export default defineConnector({
  contract: 1,
  meta: {
    id: "shelf",
    name: "Shelf",
    vendor: "Klaviyo",
    version: "0.1.0",
    docsUrl: "https://developers.klaviyo.com/en/reference/images_api_overview",
    apiVersion: REVISION,
    origins: [ORIGIN],
    limits: {
      look: { perSecond: 1, perMinute: 15 },
      upload: { perSecond: 3, perMinute: 100, perDay: 100 },
    },
    buckets: { deliver: "upload", remove: "upload" },
    staleness: "A hidden image leaves the library at once; its address stays open.",
  },
  settings,
  secrets,
  destination: [],
  capabilities: {
    deliver: "upload",
    maxBytes: 5_000_000,
    mimeTypes: ["image/jpeg", "image/png", "image/gif"],
    dedupe: "marker",
    remove: "hide",
  },
  roles: { byRole: {}, guest: null },

  verify: (context) => getAccount(context),

  async deliver(context, { asset, marker }) {
    const file = new File([new Uint8Array(await asset.read())], asset.filename, { type: asset.mime });
    const image = await uploadImage(context, `${asset.path} [${marker}]`, file);
    return { status: "delivered", externalId: image.id, externalUrl: image.attributes.image_url };
  },

  async reconcile(context, { marker }) {
    const images = await findImages(context, marker);
    const ours = images.find(({ attributes }) => !attributes.hidden && attributes.name.includes(marker));
    if (!ours) return undefined;
    return { status: "already-present", externalId: ours.id, externalUrl: ours.attributes.image_url };
  },

  async remove(context, externalId) {
    try {
      await hideImage(context, externalId);
      return { status: "hidden" };
    } catch (error) {
      if (error instanceof NotFoundError) return { status: "already-gone" };
      throw error;
    }
  },

  async health(context) {
    try {
      const { name } = await getAccount(context);
      return {
        status: "ok",
        checks: [{ name: "account", ok: true, message: `The key opens ${name}.` }],
      };
    } catch {
      return {
        status: "down",
        checks: [{ name: "account", ok: false, message: "The key opens no account." }],
      };
    }
  },
});
