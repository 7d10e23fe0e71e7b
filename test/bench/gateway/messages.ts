/** What is asked of a process of the bench, and what it answers. */

/** A request as it stands on the wire. */
export type Wire = string;

export interface Load {
  readonly kind: "load";
  readonly port: number;
  /** Each connection sends one after another, chosen by chance. */
  readonly requests: readonly Wire[];
  readonly connections: number;
  readonly ms: number;
}

export interface Loaded {
  readonly kind: "loaded";
  readonly answers: number;
  readonly perSecond: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
}

/** What a server process was begun for: what to answer, and where pictures are. */
export interface Stage {
  readonly kind: "stage";
  /** A folder of its own. */
  readonly folder: string;
  /** What the bare one answers to a decision. */
  readonly answer: unknown;
}

/** Where a server listens, and what to ask it for. */
export interface Ready {
  readonly kind: "ready";
  readonly api: number;
  readonly content: number;
  /** As `METHOD path`, by what they are. */
  readonly lines: Readonly<Record<string, string>>;
  readonly token: string;
  readonly body: string;
  /** Who may change it all. */
  readonly owner: { readonly id: string; readonly role: string; readonly token: string };
}

/** What a server answers when it is asked for `processor`: the processor time it has taken since it began, in microseconds. */
export interface Processor {
  readonly kind: "processor";
  readonly micros: number;
}

/** Bytes in use after a collection. */
export interface Memory {
  readonly kind: "memory";
  readonly bytes: number;
}
