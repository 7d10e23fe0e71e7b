import { ServerResponse } from "node:http";
import type { Connector, Http, HttpRequest } from "@gatefold/connector-sdk";
import type { Blobs, Store } from "@gatefold/store";
import { around, type StatementWatch, watchStatements } from "../../packages/store/test/statements.ts";
import { type Death, say } from "./death.ts";
import type { PointName } from "./points.ts";

/**
 * The parts of a gateway, each telling which points it comes by. All of it stands around the parts: the product knows of
 * no points.
 */

export function watchedBlobs(blobs: Blobs, { reach }: Death): Blobs {
  return {
    ...blobs,
    async put(bytes) {
      const kept = await blobs.put(bytes);
      reach("change: a picture's bytes are kept, it is not entered");
      return kept;
    },
  };
}

/** Also says when the queue has something to do now, and when it has not. */
export function watchedStore(store: Store, { reach }: Death, clock: () => number): Store {
  const { journal, answers, deliveries, queue, acts } = store;
  let running = 0;
  return {
    ...store,
    journal: {
      ...journal,
      async append(append) {
        reach("change: before its transaction");
        const head = await journal.append(append);
        reach("change: committed, before its answer is kept");
        return head;
      },
    },
    answers: {
      ...answers,
      async claim(name, now, until) {
        const held = await answers.claim(name, now, until);
        reach("change: its name is claimed");
        return held;
      },
      async keep(...kept) {
        await answers.keep(...kept);
        reach("change: its answer is kept, before it is sent");
      },
    },
    acts: {
      ...acts,
      async record(act) {
        await acts.record(act);
        if (act.act === "deliver") reach("delivery: its act is written, without a permit");
      },
    },
    deliveries: {
      ...deliveries,
      async reserve(delivery, job) {
        say("busy");
        const answer = await deliveries.reserve(delivery, job);
        reach("delivery: reserved, before its answer");
        return answer;
      },
      async update(account, id, patch, from) {
        const written = await deliveries.update(account, id, patch, from);
        const point = pointOfUpdate(patch.state, from?.[0]);
        if (written && point) reach(point);
        return written;
      },
    },
    queue: {
      ...queue,
      async claim(now, leaseMs) {
        const job = await queue.claim(now, leaseMs);
        if (!job) return undefined;
        running += 1;
        say("busy");
        reach("delivery: its job is claimed");
        return job;
      },
      async retry(claim, runAt) {
        const done = await queue.retry(claim, runAt);
        running -= 1;
        reach("delivery: put back for a second look");
        return done;
      },
      async done(claim) {
        const done = await queue.done(claim);
        running -= 1;
        reach("delivery: its job ended");
        return done;
      },
      async nextAt() {
        const at = await queue.nextAt();
        if (running === 0 && (at === undefined || at > clock())) say("idle");
        return at;
      },
    },
  };
}

function pointOfUpdate(to: string | undefined, from: string | undefined): PointName | undefined {
  if (to === "sending") return "delivery: written as sending";
  if (to === "waiting" && from === "sending") return "delivery: to be sent anew";
  if (to === "delivered") return "delivery: settled, its job not ended";
  if (to === "removed") return "removal: noted, before its answer";
  return undefined;
}

/** Points before and after each request of the connector's; what a search found. */
export function watchedConnector(connector: Connector, { reach }: Death): Connector {
  const through = <C extends { readonly http: Http }>(
    context: C,
    before: PointName,
    after: PointName | null,
  ): C => ({
    ...context,
    http: {
      async send(request: HttpRequest) {
        reach(before);
        const answer = await context.http.send(request);
        if (after) reach(after);
        return answer;
      },
    },
  });
  return {
    ...connector,
    deliver: (context, order) =>
      connector.deliver(
        through(
          context,
          "delivery: permitted, before it is sent",
          "delivery: stored by the platform, before it is noted",
        ),
        order,
      ),
    async reconcile(context, order) {
      const found = await connector.reconcile(
        through(context, "delivery: about to be looked for", null),
        order,
      );
      reach(found ? "delivery: found again, before it is noted" : "delivery: looked for in vain");
      return found;
    },
    remove: (context, id) =>
      connector.remove(
        through(context, "removal: before it is sent", "removal: done by the platform, before it is noted"),
        id,
      ),
  };
}

/** Points around the answer of whoever asked for a change. */
export function watchAnswers({ reach }: Death): void {
  around(ServerResponse.prototype, "end", (end, response) => {
    const { req, statusCode } = response as ServerResponse;
    const [, ended] = end();
    if (req.method !== "GET" && statusCode < 300) reach("change: answered");
    return ended;
  });
}

/** Which point a transaction's commit is, by what was written in it. */
const WRITES: readonly (readonly [RegExp, PointName, PointName])[] = [
  [/^insert into "entries"/, "change: in its transaction", "change: at its commit"],
  [/^insert into "deliveries"/, "delivery: in its reservation", "delivery: at its reservation's commit"],
  [/^insert into "acts"/, "delivery: in the transaction of its act", "delivery: at its act's commit"],
];

/** Points within transactions, at the database's driver. */
export function watchDatabase({ reach, during }: Death): void {
  // One process has few transactions at a time; the last that wrote one of these is about to commit.
  let open: PointName | undefined;
  const committing = () => {
    const point = open;
    open = undefined;
    return point;
  };
  const watch: StatementWatch = {
    done(statement) {
      if (/^(?:create|alter|drop) /.test(statement)) reach("start: in a migration");
      for (const [shape, within, commit] of WRITES) {
        if (!shape.test(statement)) continue;
        open = commit;
        reach(within);
      }
    },
    within(statement, run) {
      const point = statement === "commit" ? committing() : undefined;
      return point ? during(point, run) : run();
    },
    sent(statement) {
      const point = statement === "commit" ? committing() : undefined;
      if (point) reach(point);
    },
  };
  watchStatements(watch);
}
