import { GatefoldError } from "@gatefold/core";
import type { Head } from "./contract.ts";

/** Somebody else's change came first. Nothing was written: load what came, plan again, then append again. */
export class HeadMoved extends GatefoldError {
  override readonly name = "HeadMoved";
  declare readonly code: "HEAD_MOVED";

  constructor(account: string, expected: Head) {
    super("HEAD_MOVED", "Something else changed in the meantime; look again, then try again.", {
      account,
      expected: expected.seq,
    });
  }
}

/**
 * The database can't be reached, or does not take statements. What was under way may have been written or not: look
 * again before anything is done twice.
 */
export class StoreUnavailable extends GatefoldError {
  override readonly name = "StoreUnavailable";
  declare readonly code: "STORE_UNAVAILABLE";

  /** `reason`: SQLSTATE, or the system's or driver's word for it. */
  constructor(reason: string) {
    super(
      "STORE_UNAVAILABLE",
      `The database can't be used right now (${reason}); see that it runs and can be reached from here.`,
      { reason },
    );
  }
}

/** Two writers got in each other's way, and nothing of this one's was written; it may be tried again at once. */
export class StoreContended extends GatefoldError {
  override readonly name = "StoreContended";
  declare readonly code: "STORE_CONTENDED";

  constructor(reason: string) {
    super("STORE_CONTENDED", "Too many write to the database at once; try again.", { reason });
  }
}

/** There is no room where it was to be written. Nothing of it was; reading goes on, and writing does once there is room. */
export class StoreFull extends GatefoldError {
  override readonly name = "StoreFull";
  declare readonly code: "STORE_FULL";

  constructor(reason: string) {
    super("STORE_FULL", `The disk is full (${reason}); make room, and it goes on by itself.`, { reason });
  }
}

/** Where it was to be written only reading is allowed: a disk mounted so, rights that are missing, a standby. */
export class StoreReadOnly extends GatefoldError {
  override readonly name = "StoreReadOnly";
  declare readonly code: "STORE_READ_ONLY";

  constructor(reason: string) {
    super(
      "STORE_READ_ONLY",
      `Nothing can be written there (${reason}); see to the rights of the folder, or that the database is no standby.`,
      { reason },
    );
  }
}
