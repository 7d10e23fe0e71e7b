import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DatabasePlace } from "@gatefold/store";
import { holdDataFolder } from "../data-folder/hold.ts";
import { readMarker, writeMarker } from "../data-folder/marker.ts";
import { CommandFailed, exit } from "../exit.ts";
import { databaseIn, type Places } from "./places-meant.ts";

/** A data folder that something is restored into, held until it is left. */
export interface TargetFolder extends AsyncDisposable {
  readonly database: DatabasePlace;
  /** From now on it is an account's. */
  ready(): Promise<void>;
}

/** A new or empty folder, or one in which a restore was broken off. Throws `TARGET_USED`, and what `holdDataFolder` throws. */
export async function takeFolder({ dataFolder, url }: Places): Promise<TargetFolder> {
  await using opened = new AsyncDisposableStack();
  opened.adopt(await holdDataFolder(dataFolder), (lock) => lock.release());
  const marker = await readMarker(dataFolder);
  if (marker && marker.state !== "restoring") throw used(dataFolder, marker.demo);
  if (marker) await forgetDatabase(dataFolder);
  const kind = { demo: false, database: url === null ? "sqlite" : "postgres" } as const;
  await writeMarker(dataFolder, { state: "restoring", ...kind });
  const held = opened.move();
  return {
    database: databaseIn({ dataFolder, url }),
    ready: () => writeMarker(dataFolder, { state: "ready", ...kind }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** Pictures that came over already are good: each lies under the hash of its bytes. */
async function forgetDatabase(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder);
  for (const name of names.filter((found) => found.startsWith("gatefold.sqlite"))) {
    await rm(join(dataFolder, name), { force: true });
  }
}

const used = (dataFolder: string, demo: boolean) =>
  new CommandFailed(
    exit.refused,
    "TARGET_USED",
    `${dataFolder} holds ${demo ? "the demo" : "an account"} already; nothing is overwritten.`,
    ["Name a new folder with --data."],
  );
