import { definePermissions, type PermissionSpec } from "../catalogue.ts";
import type { Level } from "../model.ts";
import { definePolicy } from "../policy/define.ts";
import { builtInUnder, library, type Preset } from "./preset.ts";

const own = (
  level: Level,
  alias: string,
  description: string,
): PermissionSpec<never> & { description: string } => ({ level, description, aliases: [alias] });

/** What this way of working names beyond Gatefold's own. Asked by the product that embeds Gatefold. */
const beyond = {
  "project.view": own("workspace", "view-projects", "See the projects tab and every existing project."),
  "project.create": own("workspace", "create-project", "Start new projects and open the magic tools."),
  "project.edit": own("workspace", "edit-project", "Change existing projects."),
  "project.delete": own("workspace", "delete-project", "Remove existing projects."),
  "creative.create": own("folder", "create-creative", "Make new creatives with the magic tools."),
  "creative.edit": own("folder", "edit-creative", "Change existing creatives."),
  "creative.delete": own("folder", "delete-creative", "Remove existing creatives."),
  "creative.export": own(
    "folder",
    "export-creative",
    "Send creatives out to connected third-party platforms.",
  ),
  "creative.share": own("folder", "create-share", "Make share links for creatives."),
  "product.view": own("workspace", "view-product", "List and look at products."),
  "product.create": own("workspace", "create-product", "Set up a new product."),
  "product.edit": own("workspace", "edit-product", "Change product properties."),
  "product.delete": own("workspace", "delete-product", "Remove products."),
  "template.view": own("folder", "view-templates", "Open the template library, list and look at templates."),
  "template.create": own("folder", "create-template", "Design new templates."),
  "template.edit": own("folder", "edit-template", "Change existing templates."),
  "template.delete": own("folder", "delete-template", "Remove templates."),
  "brand.view": own("workspace", "view-brand", "Open the brand library, list and look at brands."),
  "brand.edit": own("workspace", "edit-brand", "Create brands and change brand properties."),
  "image.create": own("workspace", "create-image", "Generate images."),
  "image.export": own("workspace", "export-image", "Take generated images out."),
  "text.create": own("workspace", "create-text", "Open text projects and generate copy."),
  "text.export": own("workspace", "export-text", "Take generated copy out."),
  "workspace.list": own("account", "view-workspaces", "See the workspaces tab and hierarchy."),
  "ad-results.view": own("workspace", "view-ad-results", "See the ad results dashboard."),
  "ad-results.edit": own(
    "workspace",
    "edit-ad-results",
    "Make and change views on the ad results dashboard.",
  ),
  "ad-insights.view": own("workspace", "view-insights", "See the ad insights dashboard."),
  "ad-insights.edit": own("workspace", "edit-insights", "Make views and tags on the ad insights dashboard."),
  "benchmarks.view": own("workspace", "view-benchmarks", "See the ad benchmarks tab."),
  "integrations.view": own(
    "workspace",
    "view-integrations",
    "See the integrations tab and what is connected.",
  ),
  "ai-governance.view": own("workspace", "view-ai-governance", "See the AI-governance tab and its settings."),
  "ai-governance.edit": own("workspace", "edit-ai-governance", "Change the AI-governance settings."),
  "export-history.view": own("workspace", "view-export-history", "See the workspace export history."),
  "ad.create": own("workspace", "create-ad", "Create campaigns and publish ads."),
  "ad.edit": own("workspace", "edit-ad", "Change live ads of connected integrations."),
};

const catalogue = definePermissions(
  {
    ...beyond,
    "creatives-folder.edit": {
      description: "Create, rename and delete folders in the creatives tab.",
      needs: ["folder.create", "folder.manage"],
      aliases: ["edit-creatives-folder"],
    },
  },
  builtInUnder({
    "asset.view": { aliases: ["view-assets"] },
    "asset.create": { aliases: ["create-asset"] },
    "asset.edit": { aliases: ["edit-asset"] },
    "asset.delete": { aliases: ["delete-asset"] },
    "asset.approve": { aliases: ["approve-creative"] },
    "connections.manage": { aliases: ["edit-integrations"] },
    "grants.manage": { aliases: ["edit-team"] },
    "team.view": { aliases: ["view-team"] },
    "workspace.create": { aliases: ["create-workspace"] },
    "workspace.edit": { aliases: ["edit-workspace"] },
    "billing.view": { aliases: ["view-subscription"] },
    "billing.manage": { aliases: ["edit-subscription"] },
  }),
);

type Name = (typeof catalogue.permissions)[number]["id"];

/** A creative that lies in Gatefold's library is an asset: sending and sharing it take hold where its holder may view it. */
const exporting: (Name | "deliver.*")[] = ["creative.export", "asset.download", "deliver.*"];
const sharing: Name[] = ["creative.share", "asset.share"];
const results: Name[] = ["ad-results.view", "ad-insights.view", "benchmarks.view"];

/** Brands under one subscription, each a workspace in which people have one or more of four roles. */
export const creativeWorkspace: Preset = {
  name: "creative-workspace",
  description: "Brands under one subscription, with clients who approve and media people who publish.",
  document: definePolicy(catalogue, {
    folders: [library, { id: "workspace", parent: library.id, name: "First workspace", workspace: true }],
    roles: [
      {
        id: "admin",
        name: "Admin",
        description: "All features and settings; who is one everywhere has the subscription, too.",
        allAccess: true,
      },
      {
        id: "creative",
        name: "Creative",
        description: "All tools; can't approve creatives or manage the workspace's settings.",
        permissions: [
          "project.view",
          "project.create",
          "project.edit",
          "project.delete",
          "creative.create",
          "creative.edit",
          "creative.delete",
          ...exporting,
          ...sharing,
          "asset.view",
          "asset.create",
          "asset.edit",
          "asset.delete",
          "product.view",
          "product.create",
          "product.edit",
          "product.delete",
          "template.view",
          "template.create",
          "template.edit",
          "template.delete",
          "brand.view",
          "brand.edit",
          "image.create",
          "image.export",
          "text.create",
          "text.export",
          ...results,
          "ad-results.edit",
          "ad-insights.edit",
          "integrations.view",
          "ai-governance.view",
          "export-history.view",
          "ad.create",
          "ad.edit",
          "creatives-folder.edit",
          "folder.create",
          "folder.manage",
        ],
      },
      {
        id: "media",
        name: "Media",
        description: "Exports and shares creatives; results and insights.",
        permissions: [
          "project.view",
          ...exporting,
          ...sharing,
          ...results,
          "export-history.view",
          "ad.create",
        ],
      },
      {
        id: "client",
        name: "Client",
        description:
          "Views the brand, asset and template libraries; approves, views and exports creatives; results and insights.",
        permissions: [
          "project.view",
          "asset.approve",
          ...exporting,
          "asset.view",
          "template.view",
          "brand.view",
          ...results,
        ],
      },
    ],
  }),
};
