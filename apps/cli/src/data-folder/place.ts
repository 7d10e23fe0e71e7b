import { resolve } from "node:path";
import { readSetting } from "../configuration/configuration.ts";
import type { Io } from "../io.ts";

/** The data folder that a command line means: `--data`, from where the person stands, else what the settings say. */
export async function dataFolderOf(io: Io, options: { readonly data?: string }): Promise<string> {
  const { settings } = io;
  if (options.data !== undefined) return resolve(settings.standing, options.data);
  return (await readSetting(settings, "data")) ?? settings.usualDataFolder;
}
