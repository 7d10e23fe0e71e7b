import type { Command } from "commander";
import { type Configuration, readConfiguration } from "../configuration/configuration.ts";
import { type Key, keys, settingOf } from "../configuration/declaration.ts";
import { readSettingsFile } from "../configuration/file.ts";
import { configurationOf, type SettingsOptions, withSettings } from "../configuration/options.ts";
import type { Io } from "../io.ts";
import { rowsOf } from "../table.ts";

interface ConfigOptions extends SettingsOptions {
  readonly json?: boolean;
}

export function registerConfig(program: Command, io: Io): void {
  const command = program
    .command("config")
    .description("what is set for the gateway, and where; secrets are not shown")
    .option("--json", "for programs");
  withSettings(command)
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./dev gatefold config\n  $ ./dev gatefold config --config /etc/gatefold.yaml --json",
    )
    .action(async (options: ConfigOptions) => {
      const configuration = await configurationOf(io, options);
      if (options.json === true) io.print(JSON.stringify(asJson(configuration), null, 2));
      else for (const line of rowsOf(rowsFor(configuration, io.settings.usualDataFolder))) io.print(line);
    });
  command
    .command("check")
    .argument("<FILE>", "a file of settings, JSON or YAML")
    .description("whether a file of settings would be taken, all that is wrong with it told")
    .addHelpText("after", "\nExamples:\n  $ ./dev gatefold config check /etc/gatefold.yaml")
    .action((file: string) => check(io, file));
}

/** The file alone, whatever the variables around it say. */
async function check(io: Io, file: string): Promise<void> {
  const { standing } = io.settings;
  await readConfiguration({ standing, variables: new Map() }, { flags: new Map(), config: file });
  const { values } = await readSettingsFile(standing, file);
  io.print(`${file} is sound: ${values.size} ${values.size === 1 ? "setting" : "settings"}.`);
}

function asJson({ values, sources, file }: Configuration) {
  const settings = keys.map((key) => [key, { value: shown(values, key), ...sources.get(key) }]);
  return { file, settings: Object.fromEntries(settings) };
}

/** A secret is never shown, but whether there is one is. */
function shown(values: Configuration["values"], key: Key): unknown {
  const value = values[key];
  return settingOf(key).secret && value !== null ? "(hidden)" : value;
}

function rowsFor({ values, sources }: Configuration, usualDataFolder: string): string[][] {
  return keys.map((key) => {
    const { from, name } = sources.get(key) ?? { from: "usual", name: "" };
    const { usual, usualSaid } = settingOf(key);
    if (from !== "usual") return [key, said(shown(values, key)), name];
    return [
      key,
      key === "data" ? usualDataFolder : (usualSaid ?? said(usual)).replaceAll("`", ""),
      "as usual",
    ];
  });
}

function said(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.join(", ");
  return Object.entries(value ?? {})
    .map(([name, to]) => `${name}=${String(to)}`)
    .join(", ");
}
