import { connectorChecks } from "./checks.ts";
import type { Target } from "./target.ts";
import { sentenceOf } from "./verdicts.ts";

/** As much of a test runner as is needed: vitest's, Jest's and Node's `test` are all this. */
export type TestFunction = (name: string, body: () => Promise<void>) => unknown;

/** What a failed check throws into the runner. */
class ConformanceFailure extends Error {
  override readonly name = "ConformanceFailure";
}

/**
 * Registers the thirty checks as tests. One that is skipped passes under a name that says so and why, so that every report shows it.
 */
export const testConnector = (target: Target, { test }: { readonly test: TestFunction }): void => {
  for (const check of connectorChecks(target)) {
    const title = `${target.connector.meta.id} ${check.number}: ${check.name}`;
    const name = check.skipped === null ? title : `${title} (skipped: ${check.skipped})`;
    test(name, async () => {
      const result = await check.run();
      if (result.outcome === "fail") {
        throw new ConformanceFailure(`${title}\n${sentenceOf(result)}`);
      }
    });
  }
};
