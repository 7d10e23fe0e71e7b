import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What the surroundings say; options on the command line win over it. */
export interface Settings {
  /** `GATEFOLD_DATA`, else the usual one. Absolute. */
  readonly dataFolder: string;
  /** `.gatefold` in the checkout: the one that goes without saying. Absolute. */
  readonly usualDataFolder: string;
  /** `GATEFOLD_URL`: the gateway to ask, in place of the one that runs on the data folder. */
  readonly url: string | null;
  /** `GATEFOLD_KEY`: the API key to come with, in place of a file in the data folder. Never printed. */
  readonly key: string | null;
  /** `GATEFOLD_DATABASE_URL`: the PostgreSQL database to serve from, in place of the data folder's own. Never printed. */
  readonly databaseUrl: string | null;
  /** `GATEFOLD_BLOBS`, `GATEFOLD_MASTER_KEY_FILE`: shared by gateways on one database, in place of those in the data folder. */
  readonly blobs: string | null;
  readonly masterKeyFile: string | null;
  /** Where the person stands: paths they type are meant from here. Absolute. */
  readonly standing: string;
  /** How the person calls us, for commands that can be copied. */
  readonly program: string;
  /** Whether colours are wanted at all; whether the terminal shows them is another question. */
  readonly colours: boolean;
}

export function readSettings(workingFolder: string, env: NodeJS.ProcessEnv = process.env): Settings {
  const standing = resolve(workingFolder, env["INIT_CWD"] ?? ".");
  const usualDataFolder = resolve(home(standing), ".gatefold");
  const path = (name: string) => (env[name] ? resolve(standing, env[name]) : null);
  return {
    dataFolder: path("GATEFOLD_DATA") ?? usualDataFolder,
    usualDataFolder,
    url: env["GATEFOLD_URL"] || null,
    key: env["GATEFOLD_KEY"] || null,
    databaseUrl: env["GATEFOLD_DATABASE_URL"] || null,
    blobs: path("GATEFOLD_BLOBS"),
    masterKeyFile: path("GATEFOLD_MASTER_KEY_FILE"),
    standing,
    // Only the checkout's wrapper says where the person stands.
    program: env["INIT_CWD"] ? "./dev gatefold" : "gatefold",
    colours: !env["NO_COLOR"] && env["TERM"] !== "dumb",
  };
}

/** The checkout this file belongs to; where it was installed elsewhere, the folder the person stands in. */
function home(standing: string): string {
  const checkout = fileURLToPath(new URL("../../../", import.meta.url));
  return existsSync(resolve(checkout, "pnpm-workspace.yaml")) ? checkout : standing;
}
