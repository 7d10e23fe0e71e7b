/** What was asked of the gateways and what they said, kept outside of them: the measure of what must be there. */

/** A write that is asked for until it is answered, under one name. */
export interface Wish {
  readonly line: string;
  readonly body?: object;
  readonly bytes?: Uint8Array;
  readonly key: string;
  /** Said to be done; without a body where its answer was lost and only that is known. */
  readonly done: (body: { readonly id?: string } | undefined) => void;
}

export interface Sent {
  readonly id: string;
  readonly marker: string;
  readonly state: string;
  readonly externalId: string | null;
}

export interface Books {
  /** Asked for, and neither answered nor refused: it may have been done. */
  doubts: Wish[];
  /** By name; the id where it was told. */
  readonly folders: Map<string, string | undefined>;
  /** By their reason. */
  readonly grants: Map<string, string | undefined>;
  /** By name. */
  readonly pictures: Map<string, string | undefined>;
  /** By asset. */
  readonly deliveries: Map<string, Sent>;
  /** Deliveries that were taken back, by id. */
  readonly removed: Set<string>;
  /** Things that are no more: names that were changed, grants that were ended. */
  readonly ended: () => number;
  readonly end: () => void;
  /** Numbers things, so that no two have one name. */
  next(): number;
}

export function createBooks(): Books {
  let number = 0;
  let ended = 0;
  return {
    doubts: [],
    folders: new Map(),
    grants: new Map(),
    pictures: new Map(),
    deliveries: new Map(),
    removed: new Set(),
    ended: () => ended,
    end: () => (ended += 1),
    next: () => (number += 1),
  };
}
