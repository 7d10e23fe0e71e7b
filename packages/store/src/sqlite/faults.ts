import { GatefoldError } from "@gatefold/core";
import { StoreFull, StoreReadOnly, StoreUnavailable } from "../errors.ts";

/** SQLite's results, by their low byte; the rest says which kind. */
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** What a caller is told in place of SQLite's error, where that speaks of file and disk; any other as it is. */
export function faultOf(error: unknown): unknown {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return error;
  switch (error.errcode & 0xff) {
    case FULL:
      return new StoreFull(`SQLITE_${error.errcode}`);
    case READONLY:
      return new StoreReadOnly(`SQLITE_${error.errcode}`);
    case BUSY:
    case IOERR:
    case CANTOPEN:
      return new StoreUnavailable(`SQLITE_${error.errcode}`);
    case CORRUPT:
    case NOTADB:
      return new GatefoldError(
        "STORE_CORRUPT",
        'The database\'s file is damaged. Stop the gateway, keep the file as it is, and restore a backup: "gatefold restore".',
        { state: error.errcode },
        { cause: error },
      );
    default:
      return error;
  }
}
