import type { Delivered } from "@gatefold/connector-sdk";
import type { AssetVersion, Permit } from "@gatefold/core";
import type { Delivery } from "@gatefold/store";

/** Why it may not be: for programs and for people. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** One delivery's way to its platform, opened on the account as it is at this moment. */
export interface Way {
  /** Whether the platform can be asked if it is there already. */
  readonly canLook: boolean;
  /** Waits until the platform's limits leave room, and keeps the place. Decides nothing. */
  ready(signal: AbortSignal): Promise<void>;
  /** Gives a kept place back that was not used. */
  release(): void;
  /** A fresh decision for the whole principal, audited before it answers. */
  enforce(): Promise<{ readonly permit: Permit } | { readonly refused: Reason }>;
  /** Once begun it is not called off: what is on its way may arrive. */
  send(permit: Permit): Promise<Delivered>;
  look(signal: AbortSignal): Promise<Delivered | undefined>;
}

/** `version`: the one that was asked for, which the asset may no longer have. */
export type OpenWay = (
  delivery: Delivery,
  version: AssetVersion,
) => Promise<Way | { readonly refused: Reason }>;
