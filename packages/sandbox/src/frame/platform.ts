import type { Html } from "../page/html.ts";

/** One faked platform: it answers requests and shows what it holds. The frame owns sockets, faults and the log. */
export interface Platform {
  /** Where it is mounted, `/klaviyo`, and how faults and the log name it. */
  readonly id: string;
  readonly name: string;
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
