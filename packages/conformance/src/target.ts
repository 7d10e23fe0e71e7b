import type { Connector, ExternalUser, Order, PullRequest } from "@gatefold/connector-sdk";

/** A connector, and what the checks need to try it. */
export interface Target {
  readonly connector: Connector;
  /** Starts the fake platform that it is tried against. */
  fake(): Promise<Fake>;
  readonly connections: {
    /** Opens the fake's first account. */
    readonly first: Credentials;
    /** Opens its second account, and nothing of the first. */
    readonly second: Credentials;
    /** Well formed, and opens nothing. */
    readonly wrong: Credentials;
  };
  /** A small file of each format that the suite has none of its own for (it has PNG, JPEG, GIF and WebP), by MIME type. */
  readonly samples?: Readonly<Record<string, Uint8Array>>;
  /** For whom orders are; Ann of example.com where left out. */
  readonly person?: Order["person"];
  /** Whom the fake's first account knows; wanted of a connector with a `directory`. */
  readonly people?: KnownPeople;
  /** How the platform asks for a picture, or why it never does. */
  readonly pull?: PullTarget | { readonly none: string };
  /** Settings that earlier versions of this connector accepted; they are accepted still. */
  readonly saved?: readonly unknown[];
  /** Checks that can't be passed, each with the reason, which is printed. Most can't be skipped. */
  readonly skips?: Readonly<Record<number, string>>;
}

/** As a gateway keeps them: settings as an admin filled them in, secrets unsealed. */
export interface Credentials {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

export type Which = "first" | "second";

/** A platform that is played over HTTP. The suite stands between it and the connector, and makes things go wrong there. */
export interface Fake {
  /** From each vendor's origin (a `*` may stand for the first label, and in the address for the label met) to an http address. */
  readonly origins: Readonly<Record<string, string>>;
  /** The fake's time, in milliseconds since 1970. It stands still but for `advance`. */
  readonly clock: { now(): number; advance(milliseconds: number): void };
  /** What an account's people see there now: nothing that was deleted or hidden, nothing that is still on its way. */
  pictures(account: Which): Promise<readonly Stored[]>;
  close(): Promise<void>;
}

export interface Stored {
  /** As `Delivered.externalId` names it. */
  readonly externalId: string;
  /** Its name, key or whatever else holds the marker; compared by letters and digits alone. */
  readonly text: string;
  /** The bytes that arrived, where the platform keeps them. */
  readonly bytes?: () => Promise<Uint8Array | undefined>;
}

export interface KnownPeople {
  /** Everybody's id, deactivated people too: more than one page of them, so that turning pages is tried. */
  readonly everybody: readonly string[];
  /** Who must be found, and as what. Guests, deactivated people and unproved addresses above all. */
  readonly found: readonly {
    readonly by: { readonly id: string } | { readonly email: string };
    readonly as: Partial<ExternalUser>;
  }[];
  /** Who must not be found: an id of nobody, an address of two people. */
  readonly lost: readonly ({ readonly id: string } | { readonly email: string })[];
}

export interface PullTarget {
  /** A placement's id. */
  readonly placement: string;
  /** A request as the platform would send it at this time, proved with these credentials where it proves itself. */
  request(placement: string, at: number, by: Credentials): AskedPull;
}

/** A `GET` without query, headers and body, but for what is said. */
export type AskedPull = Pick<PullRequest, "path"> & Partial<PullRequest>;
