/**
 * Who acts, whole: the user, and the credential he came by. Journal entries, acts and waiting jobs keep it, so that
 * taking away any part of it stops what it started. Ids only: it may be stored and logged.
 */
export interface Principal {
  readonly account: string;
  readonly user: string;
  readonly credential: Credential;
}

/**
 * - `founding`: the account's own first events, before there is anybody.
 * - `gatefold`: Gatefold itself, which keeps an account's catalogue in step with what is loaded. It is nobody in the
 *   account, opens nothing, and no request can come by it.
 */
export type Credential =
  | { readonly kind: "key"; readonly id: string }
  | { readonly kind: "founding" }
  | { readonly kind: "gatefold" };
