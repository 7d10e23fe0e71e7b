export interface Rounds {
  start(): void;
  /** Waits for what is being done. */
  stop(): Promise<void>;
}

/** Does something at the start and then every so often; what it throws goes to `onError`, and the next round comes anyway. */
export function createRounds(
  everyMs: number,
  act: () => Promise<void>,
  onError: (error: unknown) => void,
): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = running.then(act).catch(onError);
  };
  return {
    start() {
      run();
      timer ??= setInterval(run, everyMs).unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
