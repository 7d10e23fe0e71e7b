import { GatefoldError } from "./errors.ts";

/** What a permit is for. A redeemer names the same terms; any difference is a refusal. */
export interface PermitTerms {
  readonly account: string;
  readonly user: string;
  readonly permission: string;
  /** The asset version's id. */
  readonly version: string;
  readonly connection: string;
  readonly purpose: "deliver" | "remove";
}

/** Proof that `enforce` said yes and audited it. Opaque: what it stands for is known to its maker alone. */
export interface Permit {
  readonly id: string;
}

export type PermitRefusedCode = "PERMIT_UNKNOWN" | "PERMIT_USED" | "PERMIT_EXPIRED" | "PERMIT_MISMATCH";

/** A permit that proves nothing: forged, copied, used, too late, or for something else. Nothing was sent. */
export class PermitRefused extends GatefoldError {
  override readonly name = "PermitRefused";
  declare readonly code: PermitRefusedCode;
}

export interface Permits {
  /** Only `enforce` may hold this. */
  mint(terms: PermitTerms): Permit;
  /** Once, within the permit's life, for exactly these terms; a failed try with wrong terms uses it up too. */
  redeem(permit: unknown, terms: PermitTerms): void;
}
