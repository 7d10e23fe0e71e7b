import { CommandFailed, exit } from "../exit.ts";
import { type Lock, takeLock } from "./lock.ts";
import { emptyDataFolder, makeDataFolder, type Marker, readMarker, writeMarker } from "./marker.ts";
import { findServer } from "./server-file.ts";

/** The folder for this process alone, made where it is missing. Throws `NOT_OURS`, `NOT_MADE` or `SERVER_RUNS`. */
export async function holdDataFolder(dataFolder: string): Promise<Lock> {
  await makeDataFolder(dataFolder);
  // Before the lock, which is a file: nothing is put into a folder that is not ours.
  await readMarker(dataFolder);
  return lockOf(dataFolder);
}

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
export async function makeReady(
  dataFolder: string,
  { demo, database }: Pick<Marker, "demo" | "database">,
): Promise<boolean> {
  const marker = await readMarker(dataFolder);
  if (marker && marker.demo !== demo) throw otherKind(dataFolder, marker.demo);
  if (marker && marker.database !== database) throw otherDatabase(dataFolder, marker.database);
  if (marker?.state === "ready") return false;
  if (marker?.state === "restoring") throw unfinished(dataFolder);
  // An account in PostgreSQL was made whole or not at all, and its first key may lie in the folder already.
  if (marker && database === "sqlite") await emptyDataFolder(dataFolder);
  await writeMarker(dataFolder, { state: "making", demo, database });
  return true;
}

const unfinished = (dataFolder: string) =>
  new CommandFailed(
    exit.refused,
    "RESTORE_UNFINISHED",
    `A backup was to be restored into ${dataFolder}, and that was broken off.`,
    ["Restore it again with the same --data, or take the folder away."],
  );

export const otherDatabase = (dataFolder: string, database: Marker["database"]) =>
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
