import { GatefoldError } from "@gatefold/core";
import type { Store } from "@gatefold/store";
import type { Counts } from "./counts.ts";

/** The same store; what it fails with, how long heads take and what acts are committed is counted. */
export function watchedStore(store: Store, counts: Counts): Store {
  const watch = <Part extends object>(part: Part) => watched(part, counts);
  const journal = watch(store.journal);
  const acts = watch(store.acts);
  return {
    ...store,
    checkpoints: watch(store.checkpoints),
    places: watch(store.places),
    deliveries: watch(store.deliveries),
    deliveryJobs: watch(store.deliveryJobs),
    links: watch(store.links),
    looks: watch(store.looks),
    queue: watch(store.queue),
    answers: watch(store.answers),
    retention: watch(store.retention),
    secrets: watch(store.secrets),
    keySecrets: watch(store.keySecrets),
    journal: { ...journal, head: (account) => timed(() => journal.head(account), counts) },
    acts: {
      ...acts,
      async record(act) {
        await acts.record(act);
        counts.acted(act);
      },
      async recordAll(several) {
        await acts.recordAll(several);
        for (const act of several) counts.acted(act);
      },
    },
  };
}

async function timed<Result>(look: () => Promise<Result>, counts: Counts): Promise<Result> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const result = await look();
    counts.looked(seconds(), true);
    return result;
  } catch (error) {
    counts.looked(seconds(), false);
    throw error;
  }
}

function watched<Part extends object>(part: Part, counts: Counts): Part {
  const known = new Map<string | symbol, (...words: unknown[]) => unknown>();
  return new Proxy(part, {
    get(target, name) {
      const before = known.get(name);
      if (before) return before;
      if (typeof Reflect.get(target, name) !== "function") return Reflect.get(target, name);
      const watching = (...words: unknown[]): unknown => {
        // Looked up at each call: what the store has in its place by then is what is asked.
        const member: unknown = Reflect.get(target, name);
        const answer: unknown = typeof member === "function" && Reflect.apply(member, target, words);
        // Beside the answer, which goes to whoever asked as it is.
        if (answer instanceof Promise) answer.catch((error: unknown) => counts.storeFailed(codeOf(error)));
        return answer;
      };
      known.set(name, watching);
      return watching;
    },
  });
}

const codeOf = (error: unknown) => (error instanceof GatefoldError ? error.code : "UNEXPECTED");
