import type { Connector } from "@gatefold/connector-sdk";

const levels = {
  owner: "manage",
  admin: "manage",
  manager: "contribute",
  author: "contribute",
  viewer: "view",
} as const;

/**
 * Mailchimp's five roles by what they may do with content. The API writes `owner` in small letters, the page of users in capitals; how the
 * API writes the others is not documented, so both are here.
 */
export const roles: Connector["roles"] = {
  byRole: Object.fromEntries(
    Object.entries(levels).flatMap(([role, level]) => [
      [role, level],
      [role.charAt(0).toUpperCase() + role.slice(1), level],
    ]),
  ),
  guest: null,
};
