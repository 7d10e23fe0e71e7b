import { resolve } from "node:path";
import type { Io } from "../io.ts";

/** The data folder that a command line means: `--data`, from where the person stands, else what the settings say. */
export function dataFolderOf(io: Io, options: { readonly data?: string }): string {
  return options.data === undefined ? io.settings.dataFolder : resolve(io.settings.standing, options.data);
}
