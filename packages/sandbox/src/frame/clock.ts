/** The clock everything in the sandbox reads: limits, times of change, ends of tokens. Times are milliseconds since 1970. */
export interface SandboxClock {
  readonly now: () => number;
  /** Goes on from this time, or stands at it where the clock is frozen. */
  readonly set: (time: number) => void;
  /** Jumps ahead. */
  readonly advance: (milliseconds: number) => void;
  /** Stands still until it is set, advanced or thawed. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Back to the machine's own time. */
  readonly real: () => void;
  readonly state: () => ClockState;
}

export interface ClockState {
  readonly now: number;
  readonly mode: "real" | "offset" | "frozen";
}

/** A clock that runs with `base` until it is told otherwise. */
export function createClock(base: () => number = Date.now): SandboxClock {
  let offset = 0;
  let frozenAt: number | undefined;
  const now = () => frozenAt ?? base() + offset;
  const set = (time: number) => {
    if (frozenAt === undefined) offset = time - base();
    else frozenAt = time;
  };
  const mode = () => {
    if (frozenAt !== undefined) return "frozen";
    return offset === 0 ? "real" : "offset";
  };
  return {
    now,
    set,
    advance: (milliseconds) => set(now() + milliseconds),
    freeze: () => {
      frozenAt ??= now();
    },
    thaw: () => {
      if (frozenAt !== undefined) offset = frozenAt - base();
      frozenAt = undefined;
    },
    real: () => {
      offset = 0;
      frozenAt = undefined;
    },
    state: () => ({ now: now(), mode: mode() }),
  };
}
