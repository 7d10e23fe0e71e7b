import type { Manifest } from "./manifest.ts";

/** Told how far it is. `rows` and `pictures` come one after the other. */
export interface Watch {
  begin(what: "rows" | "pictures", total: number): void;
  /** `name`: the table, or the picture's hash. */
  step(by: number, name: string): void;
}

export const unwatched: Watch = { begin: () => {}, step: () => {} };

export interface BackupMade {
  /** The folder of this backup. */
  readonly snapshot: string;
  readonly manifest: Manifest;
  /** Pictures that were not in the folder of backups yet. */
  readonly copied: number;
}

/** What was made safe, and what a person must know. */
export interface Aftermath {
  /** Deliveries that were on their way when the backup was made: they wait for a person's look. */
  readonly toLookAt: number;
  /** Work of the queue, and links to fetch by, that were let go. */
  readonly jobs: number;
  readonly links: number;
  /** API keys that open again, and those that were suspended. */
  readonly keys: number;
  readonly keysSuspended: number;
}

export interface Restored {
  readonly snapshot: string;
  readonly manifest: Manifest;
  readonly rows: number;
  readonly pictures: number;
  readonly aftermath: Aftermath;
}
