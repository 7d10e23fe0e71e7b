import type { Delivered } from "@gatefold/connector-sdk";
import type { Permit } from "@gatefold/core";
import type { Delivery } from "@gatefold/store";

/** Why it may not be, for programs and for people. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** One delivery's way to its platform, opened on the state of this moment. */
export interface Way {
  /** Whether the platform can be asked if it is there already. */
  readonly canLook: boolean;
  /** Waits until the platform's limits leave room. Holds nothing, decides nothing. */
  ready(signal: AbortSignal): Promise<void>;
  /** A fresh decision for the whole principal, audited before it answers. */
  enforce(): Promise<{ readonly permit: Permit } | { readonly refused: Refusal }>;
  /** Once begun it is not called off: what is on its way may arrive. */
  send(permit: Permit): Promise<Delivered>;
  look(signal: AbortSignal): Promise<Delivered | undefined>;
}

export type OpenWay = (delivery: Delivery) => Promise<Way | { readonly refused: Refusal }>;
