import type { PresetDocument } from "@gatefold/core";
import { holdDataFolder, makeReady } from "../data-folder/hold.ts";
import { readMarker, writeMarker } from "../data-folder/marker.ts";
import { CommandFailed, exit } from "../exit.ts";
import { openForFounding, type StoreSettings } from "./composition.ts";
import { loadConnectors } from "./connectors.ts";
import { foundFirst } from "./first-account.ts";

export interface NewAccount extends StoreSettings {
  readonly name: string;
  readonly preset: PresetDocument;
  readonly clock: () => number;
}

/** Makes the account of a data folder or database that has none, and stops. Throws `ACCOUNT_THERE`, and what `holdDataFolder` throws. */
export async function makeAccount({ name, preset, ...settings }: NewAccount): Promise<void> {
  const { dataFolder, databaseUrl } = settings;
  await using opened = new AsyncDisposableStack();
  opened.adopt(await holdDataFolder(dataFolder), (lock) => lock.release());
  const marker = await readMarker(dataFolder);
  if (marker?.demo === true) throw accountThere(`${dataFolder} holds the demo`);
  if (marker?.state === "ready") throw accountThere(`${dataFolder} holds an account`);
  const kind = { demo: false, database: databaseUrl === null ? "sqlite" : "postgres" } as const;
  await makeReady(dataFolder, kind);
  const parts = await openForFounding(settings, await loadConnectors([]));
  opened.defer(() => parts.store.close());
  if ((await parts.store.journal.accounts()).length > 0) throw accountThere("The database holds an account");
  await foundFirst(parts, dataFolder, { name, preset });
  await writeMarker(dataFolder, { state: "ready", ...kind });
}

const accountThere = (where: string) =>
  new CommandFailed(exit.refused, "ACCOUNT_THERE", `${where} already; it is left as it is.`, [
    "Name another folder with --data.",
  ]);
