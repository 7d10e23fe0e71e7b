import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { CommandFailed, exit } from "../exit.ts";
import { emptyDataFolder, readMarker } from "../data-folder/marker.ts";
import { takeLock } from "../data-folder/lock.ts";
import { dataFolderOf } from "../data-folder/place.ts";
import type { Io } from "../io.ts";

export function registerReset(program: Command, io: Io): void {
  program
    .command("reset")
    .description("throw the demo's data away; the next start makes it anew")
    .option("--yes", "don't ask")
    .option("--data <DIR>", "the data folder, in place of $GATEFOLD_DATA")
    .addHelpText("after", "\nExamples:\n  $ ./dev reset\n  $ ./dev gatefold reset --yes")
    .action(async (options: { yes?: boolean; data?: string }) =>
      reset(io, await dataFolderOf(io, options), options.yes ?? false),
    );
}

async function reset(io: Io, dataFolder: string, agreed: boolean): Promise<void> {
  const marker = await readMarker(dataFolder);
  if (!marker) return io.note(`There is nothing to throw away at ${dataFolder}.`);
  if (!marker.demo) {
    throw new CommandFailed(
      exit.refused,
      "NOT_THE_DEMO",
      `${dataFolder} holds an account that is not the demo.`,
      ["It is left alone; take it away by hand if that is what you want."],
    );
  }
  const lock = takeLock(dataFolder);
  if (!lock) {
    throw new CommandFailed(
      exit.refused,
      "SERVER_RUNS",
      `A server runs on ${dataFolder}; nothing was thrown away.`,
      ["Stop it first (Ctrl-C where it runs), then try again."],
    );
  }
  try {
    if (!agreed && !(await agrees(io, dataFolder))) return io.note("Nothing was thrown away.");
    await emptyDataFolder(dataFolder);
  } finally {
    lock.release();
  }
  io.note(`Thrown away: ${dataFolder}. The next start makes it anew.`);
}

async function agrees(io: Io, dataFolder: string): Promise<boolean> {
  if (!io.stdin.isTTY) {
    throw new CommandFailed(exit.usage, "NOT_CONFIRMED", `This would throw ${dataFolder} away.`, [
      "Say so with --yes.",
    ]);
  }
  const prompt = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const answer = await prompt.question(
      `Throw ${dataFolder} away, with all pictures and the journal? [y/N] `,
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
