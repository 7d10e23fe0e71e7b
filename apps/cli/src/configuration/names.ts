import { type Key, keys, settingOf } from "./declaration.ts";

const PREFIX = "GATEFOLD_";

const words = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter}`).split(/[.-]/);

/** `api.url`: `GATEFOLD_API_URL`. */
export function variableOf(key: Key): string {
  return PREFIX + words(key).join("_").toUpperCase();
}

/** `api.url`: `--api-url`. */
export function flagOf(key: Key): string {
  return settingOf(key).flag ?? `--${words(key).join("-").toLowerCase()}`;
}

/** The setting beside a secret that names a file with it: `database.url`: `database.urlFile`. */
export const fileKeyOf = (key: Key) => `${key}File`;

export const fileVariableOf = (key: Key) => `${variableOf(key)}_FILE`;

/** Variables that are read elsewhere: by commands that ask a gateway, and the one that names the file. */
export const otherVariables = {
  GATEFOLD_CONFIG: "the file of settings; `--config` wins over it",
  GATEFOLD_URL: "for commands that ask a gateway: where it is; else the one that runs on the data folder",
  GATEFOLD_KEY: "for commands that ask a gateway: the API key to ask with, where there is no `--as`",
} as const;

export const secretKeys = keys.filter((key) => settingOf(key).secret === true);

/** What Kubernetes tells each container of a service that is called gatefold. */
const fromKubernetes = /^GATEFOLD_(SERVICE_(HOST|PORT)(_\w+)?|PORT_\d+_(TCP|UDP)(_\w+)?)$/;

/** Variables that begin as ours do, without those that others set. */
export function oursIn(env: NodeJS.ProcessEnv): Map<string, string> {
  const ours = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || value === undefined || fromKubernetes.test(name)) continue;
    if (name === "GATEFOLD_PORT" && /^(tcp|udp):\/\//.test(value)) continue;
    ours.set(name, value);
  }
  return ours;
}
