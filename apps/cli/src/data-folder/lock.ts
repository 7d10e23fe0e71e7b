import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Held by the one server that runs on a data folder. */
export interface Lock {
  release(): void;
}

/**
 * The operating system's own lock on a file of the folder, by way of SQLite: whoever dies lets go of it, by `kill -9`
 * too, so none is ever left behind. Undefined where somebody else holds it.
 */
export function takeLock(dataFolder: string): Lock | undefined {
  makePrivate(lockFile(dataFolder));
  const file = new DatabaseSync(lockFile(dataFolder), { timeout: 500 });
  try {
    // Nothing is written, so nothing need be undone by a file beside it.
    file.exec("PRAGMA journal_mode = memory; BEGIN EXCLUSIVE");
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** Whether a server runs on this folder right now. */
export function isLocked(dataFolder: string): boolean {
  if (!existsSync(lockFile(dataFolder))) return false;
  const file = new DatabaseSync(lockFile(dataFolder), { readOnly: true });
  try {
    file.prepare("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    file.close();
  }
}

/**
 * Whoever could open it could hold it, and no server would start: it is for its owner alone, whoever made it. One that is
 * there is not opened here, for closing it would let go of a lock that this process holds.
 */
function makePrivate(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  if (process.platform !== "win32") chmodSync(path, 0o600);
}

const lockFile = (dataFolder: string) => join(dataFolder, "lock");

const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
