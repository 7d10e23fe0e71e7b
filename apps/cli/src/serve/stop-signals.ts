/** A terminal's Ctrl-C reaches npm, pnpm and us, and each passes it on: so close together it is one wish. */
const ONE_WISH_MS = 700;

/** The wish to stop: the first SIGINT, SIGTERM or SIGHUP. */
export interface Stop {
  readonly asked: Promise<NodeJS.Signals>;
  wasAsked(): boolean;
}

/** At a second signal `onImpatience` is called: whoever asks twice does not want to wait. */
export function stopAsked(process: NodeJS.Process, now: () => number, onImpatience: () => void): Stop {
  const asked = Promise.withResolvers<NodeJS.Signals>();
  let first: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (first === undefined) {
        first = now();
        asked.resolve(signal);
      } else if (now() - first > ONE_WISH_MS) onImpatience();
    });
  }
  return { asked: asked.promise, wasAsked: () => first !== undefined };
}
