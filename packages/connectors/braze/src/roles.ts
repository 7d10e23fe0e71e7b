import type { Connector } from "@gatefold/connector-sdk";

/**
 * By what Braze's own words let somebody do with pictures: the granular words, and the legacy ones that they replace. Roles
 * (`role:ID`), permission sets (`set:ID`) and what holds within a team alone (`team:WORD`) give nothing until somebody maps
 * them, and neither do words about anything but pictures.
 */
export const roles: Connector["roles"] = {
  byRole: {
    admin: "manage",
    edit_media_library_assets: "contribute",
    delete_media_library_asset: "contribute",
    manage_media_library: "contribute",
    view_media_library_assets: "view",
    basic_access: "view",
  },
  guest: null,
};
