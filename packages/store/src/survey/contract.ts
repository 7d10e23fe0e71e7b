import type { Millis } from "@gatefold/core";

/** What an operator asks of a database: how it is, and how much waits in it. Nothing of it is any account's content. */
export interface Survey {
  /** Throws where the database does not answer. */
  database(): Promise<DatabaseFacts>;
  /** Throws where the database does not answer, or has not this version's tables. */
  work(now: Millis): Promise<WorkFacts>;
}

export interface DatabaseFacts {
  readonly engine: "sqlite" | "postgres";
  /** As it says itself, e.g. `18.1`. */
  readonly version: string;
  /** Its own clock. */
  readonly now: Millis;
  /** Migrations of this version that were not made here, and those made here that this version does not know. */
  readonly migrations: { readonly missing: readonly string[]; readonly unknown: readonly string[] };
}

/** How many there are, and since when the oldest one is so; null where there is none. */
export interface Pile {
  readonly count: number;
  readonly oldestAt: Millis | null;
}

export interface WorkFacts {
  /** `waiting`: not before its time. `due`: since its time. `running`: leased; the oldest by when it was due. */
  readonly jobs: Readonly<Record<"waiting" | "due" | "running", Pile>>;
  /** The most often that one job was claimed. */
  readonly mostAttempts: number;
  /** Those that are not over, by state: since when each is in it. */
  readonly deliveries: Readonly<Record<"waiting" | "sending" | "unknown", Pile>>;
  readonly accounts: number;
  /** Of all accounts' journals together. */
  readonly entries: number;
}

/** What keys outside the database do with what is in it. */
export interface KeyFacts {
  /** Credentials that were sealed; one of them was opened. */
  readonly sealed: number;
  /** Heads that were signed; the key is there that did it last. */
  readonly signed: number;
}
