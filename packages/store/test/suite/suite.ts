import { describe } from "vitest";
import { fetchLinksSuite } from "./fetch-links.ts";
import type { OpenHarness } from "./harness.ts";
import { journalSuite } from "./journal.ts";

/** What every store must do, whatever database is behind it. */
export function storeSuite(name: string, open: OpenHarness): void {
  describe(`${name}: journal`, () => {
    journalSuite(open);
  });
  describe(`${name}: links to fetch by`, () => {
    fetchLinksSuite(open);
  });
}
