import type { WindowState, Windows } from "../frame/windows.ts";
import type { BrazeAccount } from "./accounts.ts";
import type { BrazeReadings } from "./readings.ts";

export type Bucket = "media" | "default" | "scim";

export interface Limits {
  /** Counts a request. `headers` go with every answer; `full`: it is refused. */
  readonly take: (
    account: BrazeAccount,
    bucket: Bucket,
  ) => { full: boolean; headers: Record<string, string> };
  /** What a workspace used of its numbers. */
  readonly use: (account: BrazeAccount) => readonly { what: string; used: number; limit: number }[];
}

const nameOf = ({ id }: BrazeAccount, bucket: Bucket) => `${id}/${bucket}`;

/** Windows begin with the clock's hour or day. No `Retry-After` is sent. */
export function createLimits(windows: Windows, readings: BrazeReadings, now: () => number): Limits {
  const windowOf = (bucket: Bucket) =>
    ({
      media: { name: "hourly", seconds: 3600, limit: readings.mediaPerHour },
      default: { name: "hourly", seconds: 3600, limit: 250_000 },
      scim: { name: "daily", seconds: 86_400, limit: readings.scimPerDay },
    })[bucket];
  return {
    take: (account, bucket) => {
      const { full, states } = windows.take(nameOf(account, bucket), [windowOf(bucket)]);
      return { full: full !== undefined, headers: headersOf(states, now()) };
    },
    use: (account) =>
      (
        [
          ["media", "Pictures this hour"],
          ["scim", "People looked up today"],
        ] as const
      ).flatMap(([bucket, what]) =>
        windows.look(nameOf(account, bucket), [windowOf(bucket)]).map(({ window, remaining }) => ({
          what,
          used: window.limit - remaining,
          limit: window.limit,
        })),
      ),
  };
}

/** `x-ratelimit-reset` is a time, in seconds since 1970. */
const headersOf = ([state]: readonly WindowState[], now: number): Record<string, string> =>
  state === undefined
    ? {}
    : {
        "x-ratelimit-limit": String(state.window.limit),
        "x-ratelimit-remaining": String(state.remaining),
        "x-ratelimit-reset": String(
          (Math.floor(now / 1000 / state.window.seconds) + 1) * state.window.seconds,
        ),
      };
