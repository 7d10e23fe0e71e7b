import { type Command, Option } from "commander";
import type { Io } from "../io.ts";
import { type Configuration, readConfiguration } from "./configuration.ts";
import { type Key, keys, settingOf } from "./declaration.ts";
import { flagOf } from "./names.ts";

/** What commander collects of the options below. */
export type SettingsOptions = Readonly<Record<string, unknown>>;

const optionOf = (key: Key) => {
  const { is, kind, usual, usualSaid } = settingOf(key);
  const said = usualSaid ?? String(usual);
  // The first sentence, its first letter small, as all help is written.
  const [sentence = is] = is.split(/\. (?=[A-Z])|\.$/);
  const plain = (sentence.charAt(0).toLowerCase() + sentence.slice(1)).replace(/^aPI/, "API");
  return new Option(`${flagOf(key)} <${kind.word}>`, `${plain} (else ${said})`.replaceAll("`", ""));
};

/** Takes these settings as options, or all of them, and the file that has them. */
export function withSettings(command: Command, some: readonly Key[] = keys): Command {
  command.option("--config <FILE>", "a file of settings, JSON or YAML, in place of $GATEFOLD_CONFIG");
  for (const key of some) command.addOption(optionOf(key));
  return command;
}

/** What is in force for a command that takes settings. */
export function configurationOf(io: Io, options: SettingsOptions): Promise<Configuration> {
  const flags = new Map<Key, string>();
  for (const key of keys) {
    const value = options[optionOf(key).attributeName()];
    if (typeof value === "string") flags.set(key, value);
  }
  const { config } = options;
  return readConfiguration(io.settings, { flags, config: typeof config === "string" ? config : undefined });
}
