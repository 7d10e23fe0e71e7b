import type { Html } from "../page/html.ts";
import type { Storage } from "./storage.ts";

/** What the frame gives each platform to be made with. */
export interface PlatformParts {
  /** Shared by all: a platform's names begin with its id, `klaviyo/state.json`. */
  readonly storage: Storage;
  readonly now: () => number;
  readonly newId: () => string;
  readonly fetch: typeof fetch;
  /** Where a browser reaches the platform's mount, such as `http://127.0.0.1:4500/klaviyo`. */
  readonly url: () => string;
}

/** One faked platform: it answers requests and shows what it holds. The frame owns sockets, faults and the log. */
export interface Platform {
  /** Where it is mounted, `/klaviyo`, and how faults and the log name it. */
  readonly id: string;
  readonly name: string;
  /**
   * The vendor's origins it stands for, each with the path below the mount that plays it: `{ "https://a.klaviyo.com": "" }`.
   * A `*` in place of the host's first label stands for any one label, and in the path for the label that was met.
   */
  readonly origins: Readonly<Record<string, string>>;
  /** A line each about the accounts one can sign in to, such as `account SbxOne (One), 2 keys`. */
  readonly accounts: () => readonly string[];
  readonly answer: (request: PlatformRequest) => Promise<Answer>;
  /** What anyone may fetch at `/<id>/cdn/…` without a credential: no faults, not in the log. The path is below `/cdn`. */
  readonly asset: (path: string) => Promise<Answer | undefined>;
  /** Its part of the page. */
  readonly section: () => Html;
  /** Forgets everything it holds. */
  readonly reset: () => Promise<void>;
}

export interface PlatformRequest {
  readonly method: string;
  /** Below the mount, as sent: still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; what came several times is joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
