import { faultOf } from "../http/requests.ts";
import { createRounds, type Rounds } from "../rounds.ts";
import type { Services } from "../services.ts";
import { usualAudit } from "./settings.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type RetentionDeps = Pick<Services, "store" | "clock" | "log" | "config">;

/** Once a day, one of the gateways on a database lets go of what is older than it is to be kept. */
export function createLettingGo(deps: RetentionDeps): Rounds {
  const onError = (error: unknown) => deps.log.error({ error: faultOf(error) }, "nothing let go");
  return createRounds(HOUR, () => letGo(deps), onError);
}

export async function letGo({ store, clock, log, config }: RetentionDeps): Promise<void> {
  const { keepActsDays, keepLooksDays, keepDeliveryDetailsDays } = { ...usualAudit, ...config.audit };
  const now = clock();
  const before = (days: number) => (days === 0 ? null : now - days * DAY);
  const cutoffs = {
    acts: before(keepActsDays),
    looks: before(keepLooksDays),
    deliveryDetails: before(keepDeliveryDetailsDays),
  };
  const gone = await store.retention.sweep(now, now - DAY, cutoffs);
  if (gone) log.info({ gone }, "what need not be kept was let go");
}
