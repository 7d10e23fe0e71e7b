import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";

interface UndoOptions extends SessionOptions {
  readonly preview?: string;
}

const examples = `
A change is named by the number of one of its entries, as \`audit tail\` shows it; all of the change is undone, by a new one
that can be undone itself. You need the rights that its opposite asks for. Where something was changed again since, undo that first.

Examples:
  $ ./dev gatefold audit tail --lines 3 --as ada
  $ ./dev gatefold undo 42 --as ada`;

export function registerUndo(program: Command, io: Io): void {
  const command = program
    .command("undo")
    .description("take a change back by a new one")
    .argument("<change>", "the number of one of its entries in the journal")
    .option("--preview <HASH>", "only if it is still what `diff undo` showed")
    .addHelpText("after", examples);
  withSession(command).action((change: string, options: UndoOptions) =>
    asPerson(io, options, (session) => undo(io, session, change, options)),
  );
}

async function undo(io: Io, { api }: Session, change: string, options: UndoOptions): Promise<void> {
  const path = { change: entryNumber(change) };
  const { value, text } = await api.answer("changes.undo", { path, preview: options.preview });
  if (options.json) return io.print(text);
  const entries = value.entries === 1 ? "one entry" : `${value.entries} entries`;
  io.print(io.style.good(`Undone: the change of entry ${change}, ${entries}.`));
}

/** Throws where it is no number of an entry. */
export function entryNumber(text: string): string {
  if (!/^[1-9]\d*$/.test(text)) throw usage(`"${text}" is no number of an entry; \`audit tail\` shows them.`);
  return text;
}
