import { dirname, join } from "node:path";
import type { DatabasePlace } from "@gatefold/store";
import type { Key } from "../configuration/declaration.ts";
import { configurationOf, type SettingsOptions } from "../configuration/options.ts";
import { otherDatabase } from "../data-folder/hold.ts";
import { readMarker } from "../data-folder/marker.ts";
import { CommandFailed, exit } from "../exit.ts";
import type { Io } from "../io.ts";

/** The settings that say where everything of an account is. */
export const placeSettings: readonly Key[] = ["data", "blobs", "masterKeyFile", "database.url"];

/** Where an account's parts are, or are to be. */
export interface Places {
  readonly dataFolder: string;
  readonly blobs: string;
  readonly masterKeyFile: string;
  /** A PostgreSQL database's address; null: a file in the data folder. */
  readonly url: string | null;
}

export async function placesMeant(io: Io, options: SettingsOptions): Promise<Places> {
  const { values } = await configurationOf(io, options);
  const dataFolder = values.data ?? io.settings.usualDataFolder;
  return {
    dataFolder,
    blobs: values.blobs ?? join(dataFolder, "blobs"),
    masterKeyFile: values.masterKeyFile ?? join(dataFolder, "master.key"),
    url: values["database.url"],
  };
}

/** The same for an account that is there, with its database. Throws `NOTHING_THERE` or `OTHER_DATABASE`. */
export async function accountMeant(
  io: Io,
  options: SettingsOptions,
): Promise<Places & { readonly database: DatabasePlace }> {
  const places = await placesMeant(io, options);
  const { dataFolder } = places;
  const marker = await readMarker(dataFolder);
  // The demo lies whole in its folder, whatever is set.
  const own = { blobs: join(dataFolder, "blobs"), masterKeyFile: join(dataFolder, "master.key"), url: null };
  const meant = marker?.demo === true ? { dataFolder, ...own } : places;
  if (marker && marker.database !== (meant.url === null ? "sqlite" : "postgres")) {
    throw otherDatabase(dataFolder, marker.database);
  }
  if (meant.url === null && !marker) throw nothingThere(dataFolder);
  return { ...meant, database: databaseIn(meant) };
}

export function databaseIn({ dataFolder, url }: Pick<Places, "dataFolder" | "url">): DatabasePlace {
  return url === null ? { file: join(dataFolder, "gatefold.sqlite") } : { url };
}

/** Where the keys are that no backup holds: each with what it is for. */
export function keyFilesOf({ dataFolder, masterKeyFile }: Places): string[][] {
  return [
    [masterKeyFile, "opens the sealed credentials"],
    [join(dirname(masterKeyFile), "signing.key"), "signs the journal's heads"],
    [join(dataFolder, "keys"), "API keys that --as uses"],
  ];
}

const nothingThere = (dataFolder: string) =>
  new CommandFailed(exit.refused, "NOTHING_THERE", `${dataFolder} holds no account.`, [
    "Name its data folder with --data, or its database with $GATEFOLD_DATABASE_URL.",
  ]);
