import { type Lock, takeLock } from "../data-folder/lock.ts";
import {
  emptyDataFolder,
  makeDataFolder,
  type Marker,
  readMarker,
  writeMarker,
} from "../data-folder/marker.ts";
import { findServer, forgetServer, type ServerAddresses, writeServer } from "../data-folder/server-file.ts";
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
  await makeDataFolder(dataFolder);
  // Before the lock, which is a file: nothing is put into a folder that is not ours.
  await readMarker(dataFolder);
  await using opened = new AsyncDisposableStack();
  opened.adopt(await lockOf(dataFolder), (lock) => lock.release());
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

async function lockOf(dataFolder: string): Promise<Lock> {
  const lock = takeLock(dataFolder);
  if (lock) return lock;
  const server = await findServer(dataFolder);
  const where = server ? `: process ${server.pid}, at ${server.gateway}` : "";
  throw new CommandFailed(exit.refused, "SERVER_RUNS", `A server runs on ${dataFolder} already${where}.`, [
    "Use that one, stop it first, or name another folder with --data.",
  ]);
}

/** Answers whether the account has yet to be made; what a start that broke off left behind is thrown away first. */
async function makeReady(
  dataFolder: string,
  { demo, database }: Pick<Marker, "demo" | "database">,
): Promise<boolean> {
  const marker = await readMarker(dataFolder);
  if (marker && marker.demo !== demo) throw otherKind(dataFolder, marker.demo);
  if (marker && marker.database !== database) throw otherDatabase(dataFolder, marker.database);
  if (marker?.state === "ready") return false;
  // An account in PostgreSQL was made whole or not at all, and its first key may lie in the folder already.
  if (marker && database === "sqlite") await emptyDataFolder(dataFolder);
  await writeMarker(dataFolder, { state: "making", demo, database });
  return true;
}

const otherDatabase = (dataFolder: string, database: Marker["database"]) =>
  new CommandFailed(
    exit.refused,
    "OTHER_DATABASE",
    database === "sqlite"
      ? `${dataFolder} holds an account in a database file of its own.`
      : `${dataFolder} belongs to an account in PostgreSQL.`,
    [
      database === "sqlite"
        ? "Leave --database and $GATEFOLD_DATABASE_URL away, or name another folder with --data."
        : "Name the database with $GATEFOLD_DATABASE_URL, or another folder with --data.",
    ],
  );

const nothingThere = (dataFolder: string) =>
  new CommandFailed(
    exit.refused,
    "NOTHING_THERE",
    `The database holds no account, though ${dataFolder} was used with one.`,
    ["See that it is the right database; to begin anew, name another folder with --data."],
  );

const otherKind = (dataFolder: string, demo: boolean) =>
  demo
    ? new CommandFailed(exit.refused, "IS_THE_DEMO", `${dataFolder} holds the demo.`, [
        "Add --demo, or name another folder with --data.",
      ])
    : new CommandFailed(
        exit.refused,
        "NOT_THE_DEMO",
        `${dataFolder} holds an account that is not the demo.`,
        ["Leave --demo away, or name another folder with --data."],
      );
