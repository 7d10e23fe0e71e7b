/** So many requests in so many seconds, counted in fixed windows that start at multiples of their length. */
interface Window {
  readonly name: string;
  readonly seconds: number;
  readonly limit: number;
}

export interface WindowState {
  readonly window: Window;
  readonly remaining: number;
  /** Whole seconds until the window starts anew, at least 1. */
  readonly reset: number;
}

interface Take {
  /** The window that is full and ends last; nothing was counted then. */
  readonly full: WindowState | undefined;
  readonly states: readonly WindowState[];
}

/** How many were counted in the window that starts there. */
type Count = readonly [start: number, count: number];

/** By bucket and window. */
export type Counts = Map<string, Count>;

export interface Windows {
  /** Counts one request in all windows of a bucket, or in none where one is full. */
  readonly take: (bucket: string, windows: readonly Window[]) => Take;
  /** Where a bucket stands, without counting. */
  readonly look: (bucket: string, windows: readonly Window[]) => readonly WindowState[];
  /** Takes one back in all of them. */
  readonly giveBack: (bucket: string, windows: readonly Window[]) => void;
  readonly counts: Counts;
}

export function createWindows(now: () => number, counts: Counts = new Map()): Windows {
  const look = (bucket: string, windows: readonly Window[]) =>
    windows.map((window) => stateOf(window, counts.get(key(bucket, window)), now()));
  return {
    counts,
    look,
    giveBack: (bucket, windows) => {
      for (const { window, remaining } of look(bucket, windows))
        if (remaining < window.limit)
          counts.set(key(bucket, window), [startOf(window, now()), window.limit - remaining - 1]);
    },
    take: (bucket, windows) => {
      const before = look(bucket, windows);
      const full = before
        .filter((state) => state.remaining <= 0)
        .reduce<WindowState | undefined>(
          (last, state) => (last && last.reset > state.reset ? last : state),
          undefined,
        );
      if (full) return { full, states: before };
      for (const { window, remaining } of before)
        counts.set(key(bucket, window), [startOf(window, now()), window.limit - remaining + 1]);
      return { full: undefined, states: look(bucket, windows) };
    },
  };
}

const key = (bucket: string, window: Window) => `${bucket} ${window.name}`;

const startOf = (window: Window, time: number) => time - (time % (window.seconds * 1000));

function stateOf(window: Window, counted: Count | undefined, time: number): WindowState {
  const start = startOf(window, time);
  const used = counted && counted[0] === start ? counted[1] : 0;
  const end = start + window.seconds * 1000;
  return { window, remaining: window.limit - used, reset: Math.max(1, Math.ceil((end - time) / 1000)) };
}
