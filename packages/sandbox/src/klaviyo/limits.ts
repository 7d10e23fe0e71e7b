import type { WindowState, Windows } from "../frame/windows.ts";
import type { Caller, KlaviyoAccount } from "./accounts.ts";
import type { KlaviyoReadings } from "./readings.ts";
import { Refusal } from "./refusal.ts";

/** An endpoint's limits: in a second, in a minute and, for uploads, in a day. */
interface EndpointLimits {
  readonly burst: number;
  readonly steady: number;
  readonly daily?: number;
}

const XS: EndpointLimits = { burst: 1, steady: 15 };
const M: EndpointLimits = { burst: 10, steady: 150 };

/** As in the description of each endpoint. */
const endpointLimits = (readings: KlaviyoReadings) => ({
  accounts: XS,
  account: XS,
  "list-images": M,
  "get-image": M,
  "update-image": M,
  "import-image": { burst: 3, steady: 100, daily: 100 },
  "upload-image": { burst: 3, steady: 100, daily: readings.fileUploadsPerDay },
});

export type Endpoint = keyof ReturnType<typeof endpointLimits>;

const PRIVATE_KEYS = "private keys";

const bucket = (account: KlaviyoAccount, holder: string, endpoint: Endpoint) =>
  `${account.id}/${holder}/${endpoint}`;

/** Private keys share the account's limits; each installed app has its own. */
const bucketOf = ({ account, credential }: Caller, endpoint: Endpoint) =>
  bucket(account, credential.kind === "token" ? credential.app : PRIVATE_KEYS, endpoint);

const windowsOf = ({ burst, steady, daily }: EndpointLimits) => [
  { name: "burst", seconds: 1, limit: burst },
  { name: "steady", seconds: 60, limit: steady },
  ...(daily === undefined ? [] : [{ name: "daily", seconds: 86_400, limit: daily }]),
];

export interface Limits {
  /** Counts a request; gives the headers of its answer. Throws the 429. */
  readonly take: (caller: Caller, endpoint: Endpoint) => Record<string, string>;
  /** Takes back what `take` counted for a request that turned out invalid, where such don't count. */
  readonly giveBack: (caller: Caller, endpoint: Endpoint) => void;
  /** What an account's private keys used of the daily numbers. */
  readonly today: (account: KlaviyoAccount) => readonly DailyUse[];
}

/** How much of a daily number is used up. */
export interface DailyUse {
  readonly what: string;
  readonly used: number;
  readonly limit: number;
}

const DAILY = [
  ["upload-image", "Files"],
  ["import-image", "Imports"],
] as const;

export function createLimits(windows: Windows, readings: KlaviyoReadings): Limits {
  const limits = endpointLimits(readings);
  return {
    take: (caller, endpoint) => {
      const { full, states } = windows.take(bucketOf(caller, endpoint), windowsOf(limits[endpoint]));
      if (full) throw throttled(full, readings);
      return headersOf(states, readings);
    },
    giveBack: (caller, endpoint) => {
      if (!readings.refusedRequestsCount)
        windows.giveBack(bucketOf(caller, endpoint), windowsOf(limits[endpoint]));
    },
    today: (account) =>
      DAILY.flatMap(([endpoint, what]) =>
        windows
          .look(bucket(account, PRIVATE_KEYS, endpoint), windowsOf(limits[endpoint]))
          .filter((state) => state.window.name === "daily")
          .map(({ window, remaining }) => ({ what, used: window.limit - remaining, limit: window.limit })),
      ),
  };
}

function throttled(full: WindowState, readings: KlaviyoReadings): Refusal {
  const unit = full.reset === 1 ? "second" : "seconds";
  const silent = full.window.name === "daily" && readings.dailyRetryAfter === "absent";
  return new Refusal(
    429,
    `Request was throttled. Expected available in ${full.reset} ${unit}.`,
    silent ? {} : { "retry-after": String(full.reset) },
  );
}

function headersOf(states: readonly WindowState[], readings: KlaviyoReadings): Record<string, string> {
  const recorded = readings.rateLimitHeaders === "as-recorded";
  const shown = states.find((state) => state.window.name === (recorded ? "burst" : "steady"));
  if (!shown) return {};
  const policy = states.map(({ window }) => `${window.limit};w=${window.seconds}`).join(", ");
  return {
    "ratelimit-limit": recorded ? `${shown.window.limit}, ${policy}` : String(shown.window.limit),
    "ratelimit-remaining": String(shown.remaining),
    "ratelimit-reset": String(shown.reset),
  };
}
