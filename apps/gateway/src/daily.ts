const DAY = 24 * 60 * 60 * 1000;

export interface Daily {
  start(): void;
  /** Waits for what is being done. */
  stop(): Promise<void>;
}

/** Does something at the start and then once a day; what it throws goes to `onError`, and the next day comes anyway. */
export function createDaily(act: () => Promise<void>, onError: (error: unknown) => void): Daily {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = running.then(act).catch(onError);
  };
  return {
    start() {
      run();
      timer ??= setInterval(run, DAY).unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
