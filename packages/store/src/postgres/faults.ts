import { GatefoldError } from "@gatefold/core";
import { DatabaseError } from "pg";
import { StoreContended, StoreFull, StoreReadOnly, StoreUnavailable } from "../errors.ts";

/**
 * Classes and codes of SQLSTATE that speak of the server or the way to it, and not of the statement: connections (08),
 * resources, a full disk among them (53), somebody who stops it (57), a server that only reads (25006), a transaction
 * that was idle too long (25P03), a wait for a lock that ended (55P03), a name or password it does not take (28), a
 * database it does not have (3D).
 */
const UNAVAILABLE = /^(?:08|28|3D|53|57|58)|^(?:25006|25P03|55P03)$/;
const FULL = "53100";
const READ_ONLY = "25006";
/** Two transactions got in each other's way, and the server ended one: once more, and it goes through. */
const CONTENDED = /^40(?:001|P01)$/;

/**
 * What a caller is told in place of the driver's error, which may hold values of rows in its text or detail, and must not
 * go into a log.
 */
export function faultOf(error: unknown): GatefoldError {
  if (!(error instanceof DatabaseError) || error.code === undefined)
    return new StoreUnavailable(reasonOf(error));
  const { code, constraint, table } = error;
  if (CONTENDED.test(code)) return new StoreContended(code);
  if (code === FULL) return new StoreFull(code);
  if (code === READ_ONLY) return new StoreReadOnly(code);
  if (UNAVAILABLE.test(code)) return new StoreUnavailable(code);
  const message = `The database refused a statement (SQLSTATE ${code}); run "gatefold audit verify".`;
  return new GatefoldError("STORE_REFUSED", message, { state: code, constraint, table });
}

/** The system's or the driver's own words, which name no value. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.message || error.name;
}

/** What opening says of a server that is not there. */
export function unreadable(cause: StoreUnavailable): GatefoldError {
  const { reason } = cause.details;
  return new GatefoldError(
    "STORE_UNREADABLE",
    `The database can't be opened (${String(reason)}); see that PostgreSQL runs, and that address, name and password are right.`,
    { reason },
    { cause },
  );
}
