import type { z } from "zod";

/** A request as it came in, before anything in it is believed. */
export interface PullRequest {
  readonly method: string;
  /** Below where the gateway takes this connector's pulls, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What an authentic request asks for. It names a placement, and no person: whatever else it says decides nothing. */
export interface Pulled {
  readonly placement: string;
  /** What makes this request one of a kind, where it may be used once only. */
  readonly replayKey: string | null;
  /** When it was signed, in milliseconds since 1970, where it says so. */
  readonly issuedAt: number | null;
}

/** What the host decided. Refused and missing are one and the same, so that they can't be told apart. */
export type PullAnswer =
  | {
      readonly kind: "picture";
      readonly url: string;
      readonly alt: string;
      readonly width: number;
      readonly height: number;
      readonly mime: string;
      /** The answer may be kept so long, in milliseconds. */
      readonly keepFor: number;
    }
  | { readonly kind: "nothing" };

export interface PullResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A platform that asks for a picture when it sends. It authenticates and translates; the host decides. */
export interface Pull<Settings extends z.ZodObject, Secrets extends z.ZodObject> {
  readonly maxBytes: number;
  /** How far a signed request's time may lie from ours, either way, in milliseconds; null: its requests bear none. */
  readonly maxSkew: number | null;
  /** Milliseconds within which the platform wants its answer. */
  readonly within: number;
  /** Throws `InboundAuthError` before it parses anything that was not proved. The host has checked the size. */
  authenticate(
    connection: { readonly settings: z.output<Settings>; readonly secrets: z.output<Secrets> },
    request: PullRequest,
    now: number,
  ): Promise<Pulled>;
  /** In the platform's form. Pure: one answer, one text. */
  render(answer: PullAnswer): PullResponse;
}
