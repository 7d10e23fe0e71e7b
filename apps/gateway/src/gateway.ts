import type { RequestListener } from "node:http";
import { join } from "node:path";
import express, { type Express } from "express";
import { createPermits } from "@gatefold/core";
import { mountContent } from "./content/routes.ts";
import { createRequestLimits, usualLimits } from "./access/request-limits.ts";
import { createCounts } from "./metrics/counts.ts";
import { watchedStore } from "./metrics/watched-store.ts";
import { createRounds, type Rounds } from "./rounds.ts";
import { mountExport } from "./audit/export.ts";
import { createLookCounts } from "./audit/looks.ts";
import { createLettingGo } from "./audit/retention.ts";
import { createSigning } from "./audit/signing.ts";
import { createProofs } from "./access/proofs.ts";
import { createHotBytes } from "./content/hot-bytes.ts";
import { beginAnswers } from "./http/heads.ts";
import { createKeyUses } from "./access/key-uses.ts";
import { withoutLocked } from "./delivery/locked-secrets.ts";
import { createDispatch } from "./delivery/dispatch.ts";
import { catalogueOf } from "./account/catalogue.ts";
import { createDesk } from "./account/desk.ts";
import { createPasts } from "./account/pasts.ts";
import { createEnforcement } from "./enforce.ts";
import { mountDescription } from "./openapi/routes.ts";
import { createReadiness, mountHealth } from "./http/health.ts";
import { createStreams } from "./http/event-stream.ts";
import { direct } from "./http/direct.ts";
import { mountOperations } from "./http/mount.ts";
import { operations } from "./operations/index.ts";
import { sweepBlobs } from "./pictures/sweeping.ts";
import { createLanes } from "./pictures/lanes.ts";
import { createThumbnails } from "./pictures/thumbnails.ts";
import { notFound } from "./http/problems.ts";
import { answerErrors, faultOf, followRequests } from "./http/requests.ts";
import type { Dependencies } from "./dependencies.ts";
import type { Services } from "./services.ts";

export interface Gateway {
  /** The API. */
  readonly api: Express;
  /** Answers as it does, and takes less time over what is asked most. */
  readonly apiListener: RequestListener;
  /** Bytes that people's browsers show, on an origin of their own. */
  readonly content: Express;
  /** For those in the same process: the demo and tests. */
  readonly services: Services;
  /** Begins the work that waits in the queue. */
  start(): void;
  /** Says from now on that it is not ready, and goes on as before. */
  stopping(): void;
  /** Lets what is being worked on come to an end. */
  close(): Promise<void>;
}

/** A gateway without a port. Nothing happens before `start`, or a request. */
export function createGateway(dependencies: Dependencies): Gateway {
  const services = createServices(dependencies);
  const api = createApp(services);
  const readiness = createReadiness(services);
  mountHealth(api, { ...services, readiness });
  mountDescription(api, operations, services.config);
  mountOperations(api, operations, services);
  mountExport(api, services);
  finish(api, services);
  const content = createApp(services);
  mountContent(content, services);
  finish(content, services);
  const { worker } = services.dispatch;
  const sweeping = createSweeping(services);
  const noting = createNoting(services);
  const signing = createSigning(services);
  const counting = createCounting(services);
  const lettingGo = createLettingGo(services);
  return {
    api,
    apiListener: direct(api, operations, services),
    content,
    services,
    stopping: () => readiness.stop(),
    start() {
      worker.start();
      sweeping.start();
      noting.start();
      signing.start();
      counting.start();
      lettingGo.start();
    },
    async close() {
      await Promise.all([worker.stop(), sweeping.stop(), noting.stop(), signing.stop(), counting.stop()]);
      await lettingGo.stop();
      await counting.flush();
      await noting.flush();
    },
  };
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function createSweeping({ store: { journal }, blobs, clock, log }: Services): Rounds {
  return createRounds(
    DAY,
    async () => {
      const swept = await sweepBlobs({ journal, blobs }, clock());
      if (swept > 0) log.info({ swept }, "blobs swept");
    },
    (error) => log.error({ error: faultOf(error) }, "sweeping went wrong"),
  );
}

/** Looks that can't be written down are no reason not to answer, or to stop. */
function createCounting({ looks, log }: Services): Rounds & { flush(): Promise<void> } {
  const onError = (error: unknown) => log.error({ error: faultOf(error) }, "looks not written down");
  const rounds = createRounds(1000, () => looks.flush(), onError);
  return { ...rounds, flush: () => looks.flush().catch(onError) };
}

/** A last use that is not noted is no reason not to stop, or to answer. */
function createNoting({ keyUses, log }: Services): Rounds & { flush(): Promise<void> } {
  const onError = (error: unknown) => log.error({ error: faultOf(error) }, "uses of keys not noted");
  const rounds = createRounds(MINUTE, () => keyUses.flush(), onError);
  return { ...rounds, flush: () => keyUses.flush().catch(onError) };
}

function createServices(given: Dependencies): Services {
  const { log } = given;
  const counts = createCounts();
  const onLocked = (connection: string, error: unknown) =>
    log.error({ connection, error: faultOf(error) }, "credentials can't be opened");
  const watched = watchedStore(given.store, counts);
  const store = { ...watched, secrets: withoutLocked(watched.secrets, onLocked) };
  const dependencies = { ...given, counts, store };
  const { blobs, clock, cacheFolder } = dependencies;
  const permits = createPermits(clock);
  const onLost = (account: string, error: unknown) =>
    log.error({ account, error: faultOf(error) }, "journal not reached");
  const onOutdated = (account: string, error: unknown) =>
    log.error({ account, error: faultOf(error) }, "catalogue not brought up to date");
  const catalogue = catalogueOf(dependencies.connectors);
  const desk = createDesk({ journal: store.journal, clock, onLost, catalogue, onOutdated });
  const enforcement = createEnforcement({
    desk,
    acts: store.acts,
    clock,
    mint: (terms) => permits.mint(terms),
  });
  const redeemer: Services["permits"] = { redeem: (permit, terms) => permits.redeem(permit, terms) };
  const pasts = createPasts({ journal: store.journal, clock });
  const limits = createRequestLimits({ ...usualLimits, ...dependencies.config.limits });
  const keyUses = createKeyUses(store.keySecrets, clock);
  const looks = createLookCounts(store.looks, clock);
  const decided = { ...dependencies, looks, desk, limits, keyUses, pasts, enforcement, permits: redeemer };
  const dispatch = createDispatch(decided);
  return {
    ...decided,
    dispatch,
    watch: dispatch.watch,
    streams: createStreams(),
    proofs: createProofs((key) => store.keySecrets.find(key), desk),
    hotBytes: createHotBytes(blobs),
    // Node has four threads for files unless told otherwise; some stay free of pictures.
    intake: createLanes(2),
    thumbnails: createThumbnails({ blobs, folder: join(cacheFolder, "thumbnails"), lanes: createLanes(1) }),
  };
}

/** What every answer has in common, whichever app gives it. */
function createApp(services: Services): Express {
  const { trustedProxies = [] } = services.config;
  const app = express();
  app.set("query parser", "simple");
  // One spelling of each address, the one that the document has.
  app.enable("strict routing");
  app.enable("case sensitive routing");
  app.set("etag", false);
  // Never "all": a name that anybody may put into a header is nobody's address.
  app.set("trust proxy", [...trustedProxies]);
  app.disable("x-powered-by");
  beginAnswers(app);
  app.use(followRequests(services));
  return app;
}

/** Where no route took the request. */
function finish(app: Express, { log, counts }: Services): void {
  app.use(() => {
    throw notFound();
  });
  app.use(answerErrors(log, counts));
}
