import {
  choice,
  count,
  databaseAddress,
  hostAddress,
  milliseconds,
  days,
  hours,
  minutes,
  modules,
  networks,
  origins,
  path,
  port,
  type Setting,
  token,
  webAddress,
} from "./setting.ts";

const since = "0.1.0";

const setting = <Value>(one: Setting<Value>): Setting<Value> => one;

/**
 * All that can be set, by its name in a file (a dot is a section). From here come the variables, the options of
 * `gatefold serve`, what `gatefold config` shows and `docs/reference/configuration.md`.
 */
export const declaration = {
  data: setting<string | null>({
    is: "The data folder: keys, log and cache, and where nothing else is said the database, the pictures and the master key.",
    kind: path,
    usual: null,
    usualSaid: "`.gatefold` in the checkout, or where you stand",
    since,
  }),
  blobs: setting<string | null>({
    is: "The folder of the pictures' bytes; shared by all gateways on one database.",
    kind: path,
    usual: null,
    usualSaid: "`blobs` in the data folder",
    since,
  }),
  masterKeyFile: setting<string | null>({
    is: "The file of the key that opens sealed credentials; the same for all gateways on one database.",
    kind: path,
    usual: null,
    usualSaid: "`master.key` in the data folder",
    since,
  }),
  "database.url": setting<string | null>({
    is: "The PostgreSQL database that holds all but pictures and keys. As an option, others on the machine can read it.",
    kind: databaseAddress,
    usual: null,
    usualSaid: "a file in the data folder",
    secret: true,
    flag: "--database",
    since,
  }),
  host: setting<string>({
    is: "The address to listen on, for the API and pictures.",
    kind: hostAddress,
    usual: "127.0.0.1",
    since,
  }),
  "api.port": setting<number | null>({
    is: "Where the API listens.",
    kind: port,
    usual: null,
    usualSaid: "8080, or the next free one",
    flag: "--port",
    since,
  }),
  "api.url": setting<string | null>({
    is: "Where the API is reached from outside, e.g. through a proxy.",
    kind: webAddress,
    usual: null,
    usualSaid: "where it listens",
    since,
  }),
  "content.port": setting<number | null>({
    is: "Where pictures are served from, on an origin of their own.",
    kind: port,
    usual: null,
    usualSaid: "8081, or the next free one",
    since,
  }),
  "content.url": setting<string | null>({
    is: "Where pictures are reached from outside: another origin than the API's.",
    kind: webAddress,
    usual: null,
    usualSaid: "where they listen",
    since,
  }),
  "sandbox.port": setting<number | null>({
    is: "Where the demo's fake platforms listen.",
    kind: port,
    usual: null,
    usualSaid: "8090, or the next free one",
    since,
  }),
  trustedProxies: setting<readonly string[]>({
    is: "The proxies in front, whose `X-Forwarded-For` is believed: limits are then counted for the address behind them.",
    kind: networks,
    usual: [],
    usualSaid: "none",
    since,
  }),
  requestsPerMinute: setting<number>({
    is: "Requests that one key has in a minute, at each gateway.",
    kind: count(1_000_000, "as many as it likes"),
    usual: 12_000,
    since,
  }),
  failedKeysPerMinute: setting<number>({
    is: "Tries with keys that open nothing, from one address in a minute; at one key from all addresses, ten times as many.",
    kind: count(1_000_000, "as many as anybody likes"),
    usual: 60,
    since,
  }),
  "audit.checkpointMinutes": setting<number>({
    is: "How often heads of the journal are signed while there is something new.",
    kind: minutes(1_000_000, "only when somebody asks"),
    usual: 60,
    since,
  }),
  "audit.keepActsDays": setting<number>({
    is: "How long acts are kept: what was let out, and what was refused. The journal is kept always.",
    kind: days(36_500, "always"),
    usual: 0,
    since,
  }),
  "audit.keepLooksDays": setting<number>({
    is: "How long counted looks are kept.",
    kind: days(36_500, "always"),
    usual: 400,
    since,
  }),
  "audit.keepDeliveryDetailsDays": setting<number>({
    is: "How long the details of deliveries that came to an end are kept: the sentence of why, and the platform's address of what is no longer there.",
    kind: days(36_500, "always"),
    usual: 0,
    since,
  }),
  "audit.keepAnswersHours": setting<number>({
    is: "How long a write under an `Idempotency-Key` is answered again as it was.",
    kind: hours(1, 720),
    usual: 24,
    since,
  }),
  drainMs: setting<number>({
    is: "At a stop, how long `/readyz` says no before requests are no longer taken; longer than a load balancer takes to notice.",
    kind: milliseconds(600_000),
    usual: 0,
    since,
  }),
  stopWithinMs: setting<number>({
    is: "How long requests under way may go on after a stop.",
    kind: milliseconds(600_000),
    usual: 3000,
    since,
  }),
  "log.level": setting<"debug" | "info" | "warn" | "error" | "silent">({
    is: "What is logged: this and what is graver. Requests are `info`.",
    kind: choice("debug", "info", "warn", "error", "silent"),
    usual: "info",
    since,
  }),
  "log.to": setting<"file" | "stdout">({
    is: "Where the log goes: `gateway.log` in the data folder, or standard output, as containers want it.",
    kind: choice("file", "stdout"),
    usual: "file",
    since,
  }),
  connectors: setting<readonly string[]>({
    is: "Connectors beside those that come with Gatefold: packages, or paths of modules, whose default export is one.",
    kind: modules,
    usual: [],
    usualSaid: "none",
    since,
  }),
  "metrics.port": setting<number | null>({
    is: "Where metrics are served for Prometheus, on a listener of their own.",
    kind: port,
    usual: null,
    usualSaid: "nowhere",
    since,
  }),
  "metrics.host": setting<string>({
    is: "The address to serve metrics on. One that others reach needs `metrics.token`.",
    kind: hostAddress,
    usual: "127.0.0.1",
    since,
  }),
  "metrics.token": setting<string | null>({
    is: "What a scrape has to show, as `Authorization: Bearer …`. As an option, others on the machine can read it.",
    kind: token,
    usual: null,
    usualSaid: "none is asked for",
    secret: true,
    since,
  }),
  platformOrigins: setting<Readonly<Record<string, string>>>({
    is: "Where platforms are really reached, e.g. a sandbox: `https://a.klaviyo.com=http://127.0.0.1:8090/klaviyo`.",
    kind: origins,
    usual: {},
    usualSaid: "where they are",
    since,
  }),
};

export type Key = keyof typeof declaration;

type ValueOf<One> = One extends Setting<infer Value> ? Value : never;

/** What is in force. Paths are absolute. */
export type Values = { readonly [One in Key]: ValueOf<(typeof declaration)[One]> };

export const keys = Object.keys(declaration).filter((name): name is Key => isKey(name));

export function isKey(name: string): name is Key {
  return Object.hasOwn(declaration, name);
}

export function settingOf(key: Key): Setting<unknown> {
  return declaration[key];
}
