import { holdDataFolder, makeReady } from "../data-folder/hold.ts";
import { writeMarker } from "../data-folder/marker.ts";
import { forgetServer, type ServerAddresses, writeServer } from "../data-folder/server-file.ts";
import { CommandFailed, exit } from "../exit.ts";
import { compose, type Composition, type CompositionSettings } from "./composition.ts";

export interface ServerSettings extends Omit<CompositionSettings, "withSandbox"> {
  readonly demo: boolean;
  /** Makes the first account. Called once in a folder's or database's life, and again where that was broken off. */
  readonly found: (composition: Composition) => Promise<void>;
}

export interface RunningServer {
  readonly addresses: ServerAddresses;
  close(): Promise<void>;
}

/** Runs everything on a data folder that nobody else runs on; throws, and leaves nothing running, where that can't be. */
export async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { dataFolder, demo } = settings;
  const database = settings.databaseUrl === null ? "sqlite" : "postgres";
  await using opened = new AsyncDisposableStack();
  opened.adopt(await holdDataFolder(dataFolder), (lock) => lock.release());
  const isNew = await makeReady(dataFolder, { demo, database });
  const composition = opened.adopt(await compose({ ...settings, withSandbox: demo }), (parts) =>
    parts.close(),
  );
  // A database may hold accounts already, of another gateway beside this one.
  const isEmpty = (await composition.parts.store.journal.accounts()).length === 0;
  if (isEmpty && !isNew) throw nothingThere(dataFolder);
  if (isEmpty) await settings.found(composition);
  if (isNew) await writeMarker(dataFolder, { state: "ready", demo, database });
  const addresses = addressesOf(composition);
  opened.defer(() => forgetServer(dataFolder));
  await writeServer(dataFolder, addresses);
  const running = opened.move();
  return { addresses, close: () => running.disposeAsync() };
}

const addressesOf = ({ gateway, sandbox }: Composition): ServerAddresses => ({
  pid: process.pid,
  gateway: gateway.apiUrl,
  content: gateway.contentUrl,
  sandbox: sandbox?.url ?? null,
});

const nothingThere = (dataFolder: string) =>
  new CommandFailed(
    exit.refused,
    "NOTHING_THERE",
    `The database holds no account, though ${dataFolder} was used with one.`,
    ["See that it is the right database; to begin anew, name another folder with --data."],
  );
