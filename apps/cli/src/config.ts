import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { oursIn } from "./configuration/names.ts";

/** What the surroundings say, before anything of it is looked at; `configuration/` makes settings of it. */
export interface Settings {
  /** Those that begin with `GATEFOLD_`, without those that others set. Never printed. */
  readonly variables: ReadonlyMap<string, string>;
  /** `.gatefold` in the checkout: the data folder that goes without saying. Absolute. */
  readonly usualDataFolder: string;
  /** `GATEFOLD_URL`: the gateway to ask, in place of the one that runs on the data folder. */
  readonly url: string | null;
  /** `GATEFOLD_KEY`: the API key to come with, in place of a file in the data folder. Never printed. */
  readonly key: string | null;
  /** Where the person stands: paths they type are meant from here. Absolute. */
  readonly standing: string;
  /** How the person calls us, for commands that can be copied. */
  readonly program: string;
  /** Whether colours are wanted at all; whether the terminal shows them is another question. */
  readonly colours: boolean;
}

export function readSettings(workingFolder: string, env: NodeJS.ProcessEnv = process.env): Settings {
  const standing = resolve(workingFolder, env["INIT_CWD"] ?? ".");
  return {
    variables: oursIn(env),
    usualDataFolder: resolve(home(standing), ".gatefold"),
    url: env["GATEFOLD_URL"] || null,
    key: env["GATEFOLD_KEY"] || null,
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
