import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Settings } from "../config.ts";
import { type Key, keys, settingOf, type Values } from "./declaration.ts";
import { readSettingsFile, type SettingsFile } from "./file.ts";
import { fileKeyOf, fileVariableOf, flagOf, otherVariables, secretKeys, variableOf } from "./names.ts";
import { contradictionsIn, type Problem, refuse, refused, unknown } from "./problems.ts";

/** Where a value comes from: an option, a variable, a file of settings, or nowhere. */
export interface Source {
  readonly from: "option" | "variable" | "file" | "usual";
  /** `--port`, `GATEFOLD_API_PORT`, the file's name; "" where it is the usual one. */
  readonly name: string;
}

/** What is in force, and why. */
export interface Configuration {
  readonly values: Values;
  readonly sources: ReadonlyMap<Key, Source>;
  /** The file that was read, as it was named. */
  readonly file: string | null;
}

/** What was typed: texts by their settings, and the file that `--config` names. */
export interface Typed {
  readonly flags: ReadonlyMap<Key, string>;
  readonly config?: string | undefined;
}

type Surroundings = Pick<Settings, "standing" | "variables">;

/**
 * Options win over variables, variables over the file, the file over what is usual. Throws `SETTINGS_INVALID` that tells
 * all that is unknown, refused or said twice; `CommandFailed` where the file can't be read.
 */
export async function readConfiguration(
  { standing, variables }: Surroundings,
  { flags, config }: Typed,
): Promise<Configuration> {
  const name = config ?? (variables.get("GATEFOLD_CONFIG") || null);
  const file = name === null ? null : await readSettingsFile(standing, name);
  const problems = [...unknownVariables(variables), ...(file?.problems ?? [])];
  const layers = layersOf(standing, flags, variables, file);
  const values: Record<string, unknown> = {};
  const sources = new Map<Key, Source>();
  for (const key of keys) {
    const found = layers.map((layer) => layer(key, problems)).find((one) => one !== undefined);
    values[key] = found ? read(key, found, problems) : settingOf(key).usual;
    sources.set(key, found?.source ?? { from: "usual", name: "" });
  }
  if (problems.length === 0) problems.push(...contradictionsIn(values as Values));
  refuse(problems);
  return { values: values as Values, sources, file: name };
}

/** One setting, whatever other variables say: for commands that run no gateway. Throws as `readConfiguration` does. */
export async function readSetting<One extends Key>(
  surroundings: Surroundings,
  key: One,
): Promise<Values[One]> {
  const { standing, variables } = surroundings;
  const ofKey = new Set([variableOf(key), fileVariableOf(key)]);
  const some = new Map([...variables].filter(([name]) => ofKey.has(name)));
  const config = some.size > 0 ? undefined : variables.get("GATEFOLD_CONFIG") || undefined;
  const { values } = await readConfiguration({ standing, variables: some }, { flags: new Map(), config });
  return values[key];
}

interface Found {
  readonly value: unknown;
  readonly source: Source;
  /** How the person wrote it, e.g. `api.port in /etc/gatefold.yaml`. */
  readonly called: string;
  /** Where a relative path is meant from. */
  readonly base: string;
}

type Layer = (key: Key, problems: Problem[]) => Found | undefined;

/** The strongest first. */
function layersOf(
  standing: string,
  flags: ReadonlyMap<Key, string>,
  variables: ReadonlyMap<string, string>,
  file: SettingsFile | null,
): Layer[] {
  const ofFlags: Layer = (key) => {
    const value = flags.get(key);
    const name = flagOf(key);
    return value === undefined ? undefined : foundIn({ from: "option", name }, value, name, standing);
  };
  const ofVariables: Layer = (key, problems) => {
    const name = variableOf(key);
    const one = variables.get(name) || undefined;
    const beside = secretKeys.includes(key) ? variables.get(fileVariableOf(key)) || undefined : undefined;
    const names = [name, fileVariableOf(key)] as const;
    const value = eitherOf(names, [one, beside], standing, problems);
    return value === undefined ? undefined : foundIn({ from: "variable", name }, value, name, standing);
  };
  const ofFile: Layer = (key, problems) => {
    if (!file) return undefined;
    const { name, folder, values } = file;
    const names = [`${key} in ${name}`, `${fileKeyOf(key)} in ${name}`] as const;
    const both = [values.get(key) ?? undefined, values.get(fileKeyOf(key)) ?? undefined] as const;
    const value = eitherOf(names, both, folder, problems);
    return value === undefined ? undefined : foundIn({ from: "file", name }, value, names[0], folder);
  };
  return [ofFlags, ofVariables, ofFile];
}

const foundIn = (source: Source, value: unknown, called: string, base: string): Found => ({
  source,
  value,
  called,
  base,
});

/** The value, or what the file beside it holds; both at once are told. */
function eitherOf(
  [name, fileName]: readonly [string, string],
  [value, file]: readonly [unknown, unknown],
  base: string,
  problems: Problem[],
): unknown {
  if (file === undefined) return value;
  if (value !== undefined) {
    problems.push({
      typed: false,
      sentence: `${name} and ${fileName} are both set; leave one of them away.`,
    });
    return undefined;
  }
  const text = typeof file === "string" ? textIn(resolve(base, file)) : undefined;
  if (text === undefined) problems.push(refused(fileName, "the path of a file that can be read"));
  return text;
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

function read(key: Key, { value, called, source, base }: Found, problems: Problem[]): unknown {
  const { kind, usual } = settingOf(key);
  const { success, data } = kind.schema.safeParse(value);
  if (success) return kind.isPath ? absolute(data, base) : data;
  problems.push(refused(called, kind.takes, source.from === "option"));
  return usual;
}

function absolute(data: unknown, base: string): unknown {
  if (typeof data === "string") return resolve(base, data);
  if (!Array.isArray(data)) return data;
  return data.map((entry: string) => (/^\.{1,2}\//.test(entry) ? resolve(base, entry) : entry));
}

function unknownVariables(variables: ReadonlyMap<string, string>): Problem[] {
  const known = [...keys.map(variableOf), ...secretKeys.map(fileVariableOf), ...Object.keys(otherVariables)];
  return [...variables.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => {
      const renamed = name.replace("GATEFOLD_GATEWAY_", "GATEFOLD_");
      if (known.includes(renamed)) return { typed: false, sentence: `${name} is called ${renamed} now.` };
      return unknown(name, known, "");
    });
}
