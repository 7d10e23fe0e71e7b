import type { Express } from "express";
import { Refusal, stale } from "./problems.ts";
import type { Services } from "../services.ts";

/** How long a look at the database may take, and how long its answer is good for: nobody can make us look more often. */
const PATIENCE_MS = 2000;
const GOOD_FOR_MS = 1000;

/** Each part that answering requests takes, and what is wrong with it. */
export interface Parts {
  readonly database: "ok" | "no answer";
  /** Have its tables the shape of this version? */
  readonly tables: "ok" | "of another version" | "not known";
  /** Could a decision be made now: is an account's head confirmed in time? */
  readonly decisions: "ok" | "stale" | "not known";
  readonly serving: "ok" | "stopping";
}

/** Whether requests should be sent here. */
export interface Readiness {
  look(): Promise<Parts>;
  /** From now on this gateway says that it is not ready. */
  stop(): void;
}

export function createReadiness({
  store,
  desk,
  clock,
}: Pick<Services, "store" | "desk" | "clock">): Readiness {
  let stopping = false;
  let looked: { readonly at: number; readonly parts: Promise<Omit<Parts, "serving">> } | undefined;
  const lookedLately = () => {
    const now = clock();
    if (!looked || Math.abs(now - looked.at) >= GOOD_FOR_MS) looked = { at: now, parts: lookAt(store, desk) };
    return looked.parts;
  };
  return {
    look: async () => ({ ...(await lookedLately()), serving: stopping ? "stopping" : "ok" }),
    stop: () => (stopping = true),
  };
}

async function lookAt(
  { survey, journal }: Services["store"],
  desk: Services["desk"],
): Promise<Omit<Parts, "serving">> {
  const facts = await inTime(survey.database());
  if (!facts) return { database: "no answer", tables: "not known", decisions: "not known" };
  const { missing, unknown } = facts.migrations;
  if (missing.length + unknown.length > 0) {
    return { database: "ok", tables: "of another version", decisions: "not known" };
  }
  const decides = await inTime(
    journal.accounts().then(async ([any]) => {
      if (any !== undefined) await desk.state(any);
      return true;
    }),
  );
  return { database: "ok", tables: "ok", decisions: decides ? "ok" : "stale" };
}

/** Undefined where it failed or took too long: which of them is for the log, where each is told already. */
async function inTime<Result>(work: Promise<Result>): Promise<Result | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), PATIENCE_MS);
  try {
    return await Promise.race([work, late.promise]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** What asks for no key: that the process lives, that requests should come here, and that the store answers. */
export function mountHealth(
  app: Express,
  { store, readiness }: Pick<Services, "store"> & { readonly readiness: Readiness },
): void {
  app.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  app.get("/readyz", async (_request, response) => {
    const parts = await readiness.look();
    if (Object.values(parts).some((part) => part !== "ok")) throw notReady(parts);
    response.json({ status: "ok", parts });
  });
  app.get("/v1/health", async (_request, response) => {
    await store.queue.nextAt().catch((cause: unknown) => {
      throw stale(cause);
    });
    response.json({ status: "ok" });
  });
}

function notReady(parts: Parts): Refusal {
  const failing = Object.entries(parts).filter(([, part]) => part !== "ok");
  const said = failing.map(([name, part]) => `${name}: ${part}`).join(", ");
  return new Refusal("STALE", `Not ready (${said}).`, { parts }, { "Retry-After": "1" });
}
