import { CancelledError } from "./errors.ts";

/** So many at a time; the others wait in the order they came. */
export interface Lanes {
  /** Waits for a lane, and answers how to leave it. Throws `CancelledError` where the signal is aborted before. */
  enter(key: string, width: number | undefined, signal: AbortSignal): Promise<() => void>;
}

interface Lane {
  inside: number;
  readonly waiting: (() => void)[];
}

export const createLanes = (): Lanes => {
  const lanes = new Map<string, Lane>();

  const leave = (key: string, lane: Lane) => () => {
    const next = lane.waiting.shift();
    if (next) next();
    else lane.inside -= 1;
    if (lane.inside === 0) lanes.delete(key);
  };

  return {
    async enter(key, width, signal) {
      if (width === undefined) return () => {};
      const lane = lanes.get(key) ?? { inside: 0, waiting: [] };
      lanes.set(key, lane);
      if (lane.inside < width) lane.inside += 1;
      else await turnIn(lane, signal);
      return leave(key, lane);
    },
  };
};

const turnIn = (lane: Lane, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const go = () => {
      signal.removeEventListener("abort", stop);
      resolve();
    };
    const stop = () => {
      lane.waiting.splice(lane.waiting.indexOf(go), 1);
      reject(
        new CancelledError("Stopped while waiting for the platform's other requests; nothing was sent."),
      );
    };
    if (signal.aborted) {
      reject(new CancelledError("Stopped before anything was sent."));
      return;
    }
    signal.addEventListener("abort", stop, { once: true });
    lane.waiting.push(go);
  });
