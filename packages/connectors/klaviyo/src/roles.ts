import type { Connector } from "@gatefold/connector-sdk";

/**
 * Klaviyo's seven built-in roles by what they may do with content. An account's own roles have names of its own choosing
 * and give nothing until somebody maps them.
 */
export const roles: Connector["roles"] = {
  byRole: {
    Owner: "manage",
    Admin: "manage",
    Manager: "contribute",
    "Campaign Coordinator": "contribute",
    "Content Creator": "contribute",
    Analyst: "view",
    Support: "view",
  },
  guest: null,
};
