import { faultOf } from "../http/requests.ts";
import { createRounds, type Rounds } from "../rounds.ts";
import type { Services } from "../services.ts";
import { usualAudit } from "./settings.ts";

const MINUTE = 60_000;

type SigningDeps = Pick<Services, "store" | "clock" | "log" | "config">;

/**
 * Signs the heads of journals in which something is new, each account's as often as the settings say; of several gateways
 * one does it. A journal that no longer holds what was signed is not signed again, and the log says so.
 */
export function createSigning(deps: SigningDeps): Rounds {
  const onError = (error: unknown) => deps.log.error({ error: faultOf(error) }, "heads not signed");
  return createRounds(MINUTE, () => signDue(deps), onError);
}

export async function signDue({ store, clock, log, config }: SigningDeps): Promise<void> {
  const { checkpointMinutes } = { ...usualAudit, ...config.audit };
  if (checkpointMinutes === 0) return;
  const now = clock();
  const after = now - checkpointMinutes * MINUTE;
  for (const account of await store.checkpoints.due(after)) {
    try {
      await store.checkpoints.sign(account, now, after);
    } catch (error) {
      // One account's trouble is not the next one's.
      log.error({ account, error: faultOf(error) }, "head not signed");
    }
  }
}
