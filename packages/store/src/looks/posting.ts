import { Worker } from "node:worker_threads";
import { StoreUnavailable } from "../errors.ts";
import type { Look } from "./contract.ts";

/** Hands looks to a thread of their own, which is started with the first of them and started again where it ended. */
export interface LooksPost {
  add(looks: readonly Look[]): Promise<void>;
  close(): Promise<void>;
}

/** `place`: where the database is, for the thread to open it. */
export function createLooksPost(place: { readonly file: string } | { readonly url: string }): LooksPost {
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  let worker: Worker | undefined;
  let sent = 0;

  function start(): Worker {
    const started = new Worker(flusherFile(), { workerData: place, execArgv: [] });
    started.on("message", ({ id, code }: { readonly id: number; readonly code?: string }) => {
      const answer = waiting.get(id);
      waiting.delete(id);
      // A process need not stay for a thread that has nothing to do.
      if (waiting.size === 0) started.unref();
      if (code === undefined) answer?.resolve();
      else answer?.reject(new StoreUnavailable(code));
    });
    const ended = () => {
      if (worker === started) worker = undefined;
      for (const answer of waiting.values()) answer.reject(new StoreUnavailable("the thread ended"));
      waiting.clear();
    };
    return started.on("error", ended).on("exit", ended);
  }

  return {
    async add(looks) {
      if (looks.length === 0) return;
      worker ??= start();
      const answer = Promise.withResolvers<void>();
      const id = (sent += 1);
      waiting.set(id, answer);
      worker.ref();
      worker.postMessage({ id, looks });
      await answer.promise;
    },
    async close() {
      await worker?.terminate();
    },
  };
}

/** In a checkout it lies beside this file; in a package, beside the one file that everything is in. */
function flusherFile(): URL {
  const name = import.meta.url.endsWith(".ts") ? "./flusher.ts" : "./looks-flusher.js";
  return new URL(name, import.meta.url);
}
