import { join } from "node:path";
import { root } from "../house/sources.ts";
import { apiReference } from "./api-reference.ts";
import { clientTypes } from "./client-types.ts";
import { cliReference } from "./cli-reference.ts";
import { configurationReference } from "./configuration-reference.ts";
import { permissionsReference } from "./permissions-reference.ts";

/** What is made from code, by where they lie. */
export const references: readonly { readonly file: string; readonly text: () => string }[] = [
  { file: join(root, "docs/reference/api.md"), text: apiReference },
  { file: join(root, "docs/reference/cli.md"), text: cliReference },
  { file: join(root, "docs/reference/configuration.md"), text: configurationReference },
  { file: join(root, "docs/reference/permissions.md"), text: permissionsReference },
  { file: join(root, "packages/client/src/operations.ts"), text: clientTypes },
];
