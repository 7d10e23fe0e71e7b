import { writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { mixPresets, type PresetDocument, presetNamed, presets } from "@gatefold/core";
import type { Command } from "commander";
import { configurationOf, type SettingsOptions, withSettings } from "../configuration/options.ts";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { didYouMean } from "../near.ts";
import { copyable } from "../shell.ts";
import { rowsOf } from "../table.ts";

interface InitOptions extends SettingsOptions {
  readonly preset: string;
  readonly name?: string;
  readonly out?: string;
  readonly print?: boolean;
}

const names = presets.map(({ name }) => name);

const help = `
Presets:
${rowsOf(presets.map(({ name, description }) => [`  ${name}`, description])).join("\n")}

Several, with a comma between them, are mixed into one account.

Examples:
  $ ./dev gatefold init --preset agency --data /srv/gatefold
  $ ./dev gatefold init --preset agency,media-library --out policy.json`;

export function registerInit(program: Command, io: Io): void {
  const command = program
    .command("init")
    .description("make an account from presets, or write out what they say")
    .requiredOption("--preset <NAMES>", `what it begins with: ${names.join(", ")}`)
    .option("--name <NAME>", 'what the account is called (default: "My account")')
    .option("--out <FILE>", "make nothing; write the policy document to a new file, to be edited")
    .option("--print", "make nothing; print the policy document");
  withSettings(command, ["data", "database.url", "masterKeyFile"])
    .addHelpText("after", help)
    .action(async (options: InitOptions) => {
      const mixed = namesIn(options.preset);
      const document = mixPresets(mixed.map(presetNamed));
      if (options.print === true) io.print(asJson(document));
      if (options.out !== undefined) await writeOut(io, options.out, document);
      if (options.print !== true && options.out === undefined) await make(io, options, mixed, document);
    });
}

/** Throws `UNKNOWN_PRESET` with the nearest name. */
function namesIn(typed: string): string[] {
  const mixed = [...new Set(typed.split(",").map((name) => name.trim()))];
  for (const name of mixed) {
    if (names.includes(name)) continue;
    throw new CommandFailed(exit.usage, "UNKNOWN_PRESET", `There is no preset "${name}".`, [
      ...didYouMean(name, names),
      `There are ${names.join(", ")}.`,
    ]);
  }
  return mixed;
}

const asJson = (document: PresetDocument) => JSON.stringify(document, null, 2);

async function writeOut(io: Io, file: string, document: PresetDocument): Promise<void> {
  const path = resolve(io.settings.standing, file);
  await writeFile(path, `${asJson(document)}\n`, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "EEXIST" ? "is there already" : `can't be written (${error.code})`;
    throw new CommandFailed(exit.refused, "FILE_NOT_WRITTEN", `${file} ${reason}; name another file.`, [], {
      cause: error,
    });
  });
  io.print(`Wrote ${file}. Edit it, write what must hold into "cases", and try it:`);
  io.print(`  ${io.settings.program} ${copyable(["policy", "test", relative(io.settings.standing, path)])}`);
}

async function make(
  io: Io,
  options: InitOptions,
  mixed: readonly string[],
  preset: PresetDocument,
): Promise<void> {
  const { values } = await configurationOf(io, options);
  const { data, masterKeyFile, "database.url": databaseUrl } = values;
  const dataFolder = data ?? io.settings.usualDataFolder;
  const name = options.name?.trim() ?? "My account";
  if (name === "") throw usage("An account's name has something in it.");
  // Loaded when it is wanted: other commands need no store of their own.
  const { makeAccount } = await import("../serve/init.ts");
  await makeAccount({ dataFolder, databaseUrl, masterKeyFile, name, preset, clock: io.now });
  io.print(io.style.strong(`Made the account "${name}" from ${mixed.join(", ")}.`));
  io.print("");
  for (const row of rowsOf(summaryOf(preset, dataFolder))) io.print(`  ${row}`);
  const onIt = dataFolder === io.settings.usualDataFolder ? [] : ["--data", dataFolder];
  io.print("");
  io.print(io.style.strong("To go on"));
  for (const words of [
    ["serve", ...onIt],
    ["ls", "--as", "owner", ...onIt],
  ]) {
    io.print(`  ${io.settings.program} ${copyable(words)}`);
  }
}

function summaryOf({ plan, folders = [], roles = [] }: PresetDocument, dataFolder: string): string[][] {
  const limits = Object.entries(plan?.limits ?? {}).map(([what, most]) => `at most ${most} ${what}`);
  const rules = [...(plan?.features ?? []), ...limits];
  const owns = roles.find(({ allAccess }) => allAccess === true);
  return [
    ["Roles", roles.map(({ id, name = id }) => name).join(", ")],
    ["Folders", folders.map(({ id, name = id }) => name).join(", ")],
    ["Plan", rules.length > 0 ? rules.join(", ") : "nothing counted, nothing apart"],
    ["Owner", `owner, who is ${owns?.name ?? "all access"}; the key is ${dataFolder}/keys/owner`],
  ];
}
