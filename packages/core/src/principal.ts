/**
 * Who acts, whole: the user, and the credential he came by. Journal entries, acts and waiting jobs keep it, so that
 * taking away any part of it stops what it started. Ids only: it may be stored and logged.
 */
export interface Principal {
  readonly account: string;
  readonly user: string;
  readonly credential: Credential;
}

/** `founding`: the account's own first events, before there is anybody. */
export type Credential = { readonly kind: "key"; readonly id: string } | { readonly kind: "founding" };
