import { builtInCatalogue, type Level, type Permission } from "@gatefold/core";

const levels: readonly { readonly level: Level; readonly title: string; readonly asked: string }[] = [
  {
    level: "folder",
    title: "At a folder or an asset",
    asked: "What is given at a folder holds for all below it, but not in a restricted folder further down.",
  },
  { level: "workspace", title: "At a workspace", asked: "Asked at the workspace's own folder." },
  {
    level: "account",
    title: "For the account",
    asked: "Only roles that are narrowed to no folder give these, and overrides for the whole account.",
  },
];

/** The page that lists the permissions every account has. */
export function permissionsReference(): string {
  const { permissions } = builtInCatalogue([{ id: "<platform>", name: "the platform" }]);
  const sections = levels.flatMap(({ level, title, asked }) => [
    `## ${title}`,
    asked,
    tableOf(permissions.filter((permission) => permission.level === level)),
  ]);
  return [
    "# Permissions",
    "Made from the code by `./dev docs`. Every account has these, and `deliver.<platform>` for each connector that its gateway has loaded. " +
      "An account may define more: [a preset's](../../packages/core/src/presets), or names of its own. " +
      "In a role, `asset.*` stands for all of a resource's that are asked at folders, those to come as well.",
    ...sections,
  ]
    .join("\n\n")
    .concat("\n");
}

function tableOf(permissions: readonly Permission[]): string {
  const rows = permissions.map(
    ({ id, description, needs }) =>
      `| \`${id}\` | ${description} | ${needs.map((need) => `\`${need}\``).join(", ")} |`,
  );
  return ["| permission | what it allows | needs |", "| --- | --- | --- |", ...rows].join("\n");
}
