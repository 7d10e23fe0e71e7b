import type { Connector } from "@gatefold/connector-sdk";

/**
 * The system roles, by their customer keys, by what they may do with content. The Security Administrator's has nothing to do
 * with content; an enterprise's own roles give nothing until somebody maps them.
 */
export const roles: Connector["roles"] = {
  byRole: {
    SYS_DEF_ADMIN: "manage",
    SYS_DEF_IMHADMIN: "manage",
    SYS_DEF_CONTENT: "contribute",
    SYS_DEF_CONTENTEDIT: "contribute",
    SYS_DEF_CHANNELMANAGER: "contribute",
    SYS_DEF_ANALYST: "view",
    SYS_DEF_VIEWER: "view",
    SYS_DEF_DATA: "view",
    SYS_DEF_DS_USER: "view",
  },
  guest: null,
};
