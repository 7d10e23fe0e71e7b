import type { Permits } from "@gatefold/core";
import type { Delivery, DeliveryState } from "@gatefold/store";
import type { Counts } from "../metrics/counts.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Random } from "../ids.ts";
import type { Desk } from "../account/desk.ts";
import type { Enforcement } from "../enforce.ts";
import { faultOf } from "../http/requests.ts";
import { createCourier } from "./courier.ts";
import { createHosts, type Hosts } from "./hosts.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createLinks, type Links } from "./links.ts";
import { createOpenWay } from "./opening.ts";
import type { OpenWay } from "./way.ts";
import { createWatch, type Watch } from "./watching.ts";
import { createWorker, realTimers, type Worker } from "./worker.ts";

/** Everything that brings deliveries to platforms. */
export interface Dispatch {
  readonly hosts: Hosts;
  readonly ledger: Ledger;
  readonly links: Links;
  readonly open: OpenWay;
  readonly worker: Worker;
  readonly watch: Watch;
}

export interface DispatchDeps extends Dependencies {
  readonly desk: Desk;
  readonly counts: Pick<Counts, "settled">;
  readonly enforcement: Enforcement;
  readonly permits: Pick<Permits, "redeem">;
}

export function createDispatch(deps: DispatchDeps): Dispatch {
  const { store, clock, random, log, config } = deps;
  const hosts = createHosts({ ...deps, redeem: deps.permits.redeem });
  const watch = createWatch({
    jobs: store.deliveryJobs,
    timers: realTimers,
    onError: (error) => log.error({ error: faultOf(error) }, "jobs not followed"),
  });
  const ledger = createLedger({
    deliveries: store.deliveries,
    clock,
    onChange: () => watch.hasten(),
    onState: (delivery, state) => void countState(deps, delivery, state),
  });
  const links = createLinks({ links: store.links, clock, random, origin: config.contentUrl });
  const open = createOpenWay({ ...deps, hosts, links, secrets: store.secrets });
  const courier = createCourier({
    ledger,
    clock,
    chance: chanceOf(random),
    open,
    onError: (error, delivery) => log.error({ delivery, error: faultOf(error) }, "delivery went wrong"),
  });
  const worker = createWorker({
    queue: store.queue,
    clock,
    run: courier,
    onError: (error, job) => log.error({ job: job?.id ?? null, error: faultOf(error) }, "job went wrong"),
  });
  return { hosts, ledger, links, open, worker, watch };
}

/** By the connector, which the delivery does not name; where nothing can be asked for the moment, by none. */
async function countState(
  { desk, counts }: DispatchDeps,
  { account, connection }: Delivery,
  state: DeliveryState,
): Promise<void> {
  const known = await desk.state(account).catch(() => undefined);
  counts.settled(known?.get("connection", connection)?.connector ?? "unknown", state);
}

/** From 0 up to, not including, 1. */
function chanceOf(random: Random): () => number {
  return () => {
    const [high = 0, low = 0] = random(2);
    return (high * 256 + low) / 65_536;
  };
}
