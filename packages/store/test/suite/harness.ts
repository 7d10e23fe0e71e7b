import type { DatabasePlace, Store } from "../../src/index.ts";

/** One database to try things on. */
export interface Harness {
  readonly store: Store;
  /** How it was opened. */
  readonly settings: ({ readonly file: string } | { readonly url: string }) & {
    readonly masterKeyFile: string;
  };
  /** A second store on the same database, as another process would open it; closed with the first. */
  readonly another: () => Promise<Store>;
  /** Runs SQL on the tables behind the store's back; answers the rows. */
  readonly sql: (statement: string) => Promise<readonly Record<string, unknown>[]>;
  /** Where its database and its master key are. */
  readonly places: { readonly database: DatabasePlace; readonly masterKeyFile: string };
  readonly close: () => Promise<void>;
}

export type OpenHarness = () => Promise<Harness>;

/** Runs a test on a database of its own. */
export function onFresh(open: OpenHarness, run: (harness: Harness) => Promise<void>): () => Promise<void> {
  return async () => {
    const harness = await open();
    try {
      await run(harness);
    } finally {
      await harness.close();
    }
  };
}
