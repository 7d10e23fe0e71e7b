import { Command, CommanderError } from "commander";
import { GatefoldError } from "@gatefold/core";
import manifest from "../package.json" with { type: "json" };
import { registerConfig } from "./commands/config.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerDecide } from "./commands/decide.ts";
import { registerPolicy } from "./commands/policy.ts";
import { CommandFailed, type ExitStatus, exit, exitHelp } from "./exit.ts";
import type { Io } from "./io.ts";
import { registerInit } from "./commands/init.ts";
import { registerReset } from "./commands/reset.ts";
import { registerSandbox } from "./commands/sandbox.ts";
import { registerServe } from "./commands/serve.ts";
import { registerDiff } from "./commands/diff.ts";
import { registerDeliver } from "./commands/deliver.ts";
import { registerDeliveries } from "./commands/deliveries.ts";
import { registerJobs } from "./commands/jobs.ts";
import { registerSettle } from "./commands/settle.ts";
import { registerGrant } from "./commands/grant.ts";
import { registerRevoke } from "./commands/revoke.ts";
import { registerConnections } from "./commands/connections.ts";
import { registerAccount } from "./commands/account.ts";
import { registerAssets } from "./commands/assets.ts";
import { registerCollections } from "./commands/collections.ts";
import { registerGrants } from "./commands/grants.ts";
import { registerFolders } from "./commands/folders.ts";
import { registerGroups } from "./commands/groups.ts";
import { registerKeys } from "./commands/keys.ts";
import { registerOverrides } from "./commands/overrides.ts";
import { registerRoles } from "./commands/roles.ts";
import { registerUndo } from "./commands/undo.ts";
import { registerUsers } from "./commands/users.ts";
import { registerLint } from "./commands/lint.ts";
import { registerWho } from "./commands/who.ts";
import { registerAudit } from "./commands/audit.ts";
import { registerBackup } from "./commands/backup.ts";
import { registerMasterKey } from "./commands/master-key.ts";
import { registerRestore } from "./commands/restore.ts";
import { registerImport } from "./commands/import.ts";
import { registerList } from "./commands/list.ts";
import { registerLs } from "./commands/ls.ts";
import { registerWhy } from "./commands/why.ts";

const examples = `
Examples:
  $ ./dev start
  $ ./dev gatefold deliver Aurora/Summer/hero.jpg --as bea
  $ ./dev gatefold why bea deliver.klaviyo Aurora/Winter/lights.jpg --as ada`;

/** Each file of `commands/` brings one; `--help` lists them in this order. */
const commands: readonly ((program: Command, io: Io) => void)[] = [
  registerServe,
  registerInit,
  registerConfig,
  registerDoctor,
  registerSandbox,
  registerLs,
  registerImport,
  registerAssets,
  registerDeliver,
  registerDeliveries,
  registerJobs,
  registerSettle,
  registerWhy,
  registerWho,
  registerList,
  registerDiff,
  registerLint,
  registerGrant,
  registerRevoke,
  registerGrants,
  registerUsers,
  registerGroups,
  registerRoles,
  registerOverrides,
  registerFolders,
  registerCollections,
  registerConnections,
  registerKeys,
  registerAccount,
  registerAudit,
  registerBackup,
  registerRestore,
  registerUndo,
  registerMasterKey,
  registerReset,
  registerDecide,
  registerPolicy,
];

export function createProgram(io: Io): Command {
  const program = new Command("gatefold")
    .description("Who may pull which picture into which platform: decide it, do it, show it afterwards.")
    .version(manifest.version, "-V, --version", "which Gatefold this is")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHasColors: () => io.settings.colours && io.stdout.isTTY,
      getErrHasColors: () => io.settings.colours && io.stderr.isTTY,
      outputError: (text, write) =>
        write(text.replace(/^error: ./, (start) => start.slice(-1).toUpperCase())),
    })
    .configureHelp({
      sortOptions: false,
      styleTitle: io.style.strong,
      subcommandTerm: (command) => command.name(),
    })
    .helpCommand("help [command]", "what a command does, with examples")
    .helpOption("-h, --help", "what this does, with examples")
    .showHelpAfterError("  Add --help to see what it takes.")
    .addHelpText("after", `\n${exitHelp}\n${examples}`);
  for (const register of commands) register(program, io);
  return program;
}

/** Runs one command line (without node and script); answers the status to leave with. Never throws. */
export async function run(io: Io, words: readonly string[]): Promise<ExitStatus> {
  try {
    await createProgram(io).parseAsync(words, { from: "user" });
    return io.status();
  } catch (error) {
    return report(io, error);
  }
}

function report(io: Io, error: unknown): ExitStatus {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage;
  if (error instanceof GatefoldError) {
    io.note(failure(io, error.message, error.code, error instanceof CommandFailed ? error.next : []));
    return error instanceof CommandFailed ? error.status : exit.refused;
  }
  return reportUnexpected(io, error);
}

/** What the system refused says so itself; anything else is a mistake of ours. */
function reportUnexpected(io: Io, error: unknown): ExitStatus {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: "" };
  const sentence = code === undefined ? "Something broke in gatefold itself; please report it." : message;
  const next = code === undefined && message ? [message] : [];
  io.note(failure(io, sentence, code ?? "UNEXPECTED", next));
  return exit.unreachable;
}

/** The sentence first, then the code, then what to do next. */
function failure(io: Io, sentence: string, code: string, next: readonly string[]): string {
  const style = io.errorStyle;
  const lines = [`${style.bad(sentence)} ${style.faint(`[${code}]`)}`, ...next.map((line) => `  ${line}`)];
  return lines.join("\n");
}
