import { GatefoldError } from "@gatefold/core";
import type { SealedSecrets } from "@gatefold/store";

/** Sealed under a key that is not here, or changed since. */
const locked = new Set(["MASTER_KEY_WRONG", "SECRETS_CHANGED"]);

/**
 * Credentials that no key here opens are as if there were none: their connection asks for new ones, and all else goes on.
 * Whoever runs the server is told why.
 */
export function withoutLocked(
  secrets: SealedSecrets,
  onLocked: (connection: string, error: GatefoldError) => void,
): SealedSecrets {
  return {
    async open(account, connection) {
      try {
        return await secrets.open(account, connection);
      } catch (error) {
        if (!(error instanceof GatefoldError) || !locked.has(error.code)) throw error;
        onLocked(connection, error);
        return undefined;
      }
    },
  };
}
