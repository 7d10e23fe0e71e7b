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
