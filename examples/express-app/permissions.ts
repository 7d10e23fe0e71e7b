import { definePermissions, type PermissionOf } from "@gatefold/core";

/** All that can be asked in this app. A name that is not here does not compile anywhere below. */
export const permissions = definePermissions({
  "article.read": { description: "Read articles." },
  "article.edit": { description: "Write and change articles.", needs: ["article.read"] },
  "grants.end": { description: "Take roles back.", level: "account" },
});

export type AppPermission = PermissionOf<typeof permissions>;
