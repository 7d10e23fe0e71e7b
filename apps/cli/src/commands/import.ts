import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Api } from "../api.ts";
import { CommandFailed, exit } from "../exit.ts";
import { importFolder, type Outcome } from "../import/folder.ts";
import { createTally, type Tally } from "../import/tally.ts";
import { countFiles } from "../import/walk.ts";
import type { Io } from "../io.ts";
import { findPlace, isMissing, type Place } from "../places.ts";
import { createProgress } from "../progress.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";

interface ImportOptions extends SessionOptions {
  readonly into: string;
}

const examples = `
Folders become folders. What is there already, byte for byte, is left alone, so that it can be run again. Files that are
no pictures are passed over and named; hidden files and links are not looked at. The exit status is 1 where a picture
could not be brought in.

Examples:
  $ ./dev gatefold import ~/Pictures/aurora --into Aurora/Summer --as bea`;

export function registerImport(program: Command, io: Io): void {
  const command = program
    .command("import")
    .description("bring a folder of pictures, with all below it, into the library")
    .argument("<dir>", "the folder on this machine")
    .requiredOption(
      "--into <PATH>",
      "the folder of the library it goes into; made where its last name is new",
    )
    .addHelpText("after", examples);
  withSession(command).action((dir: string, options: ImportOptions) =>
    asPerson(io, options, (session) => importAll(io, session, dir, options)),
  );
}

async function importAll(io: Io, { api }: Session, dir: string, { into, json }: ImportOptions) {
  const source = resolve(io.settings.standing, dir);
  await mustBeFolder(source, dir);
  const place = await placeToFill(io, api, into);
  if (place.kind === "asset") {
    throw new CommandFailed(
      exit.usage,
      "NOT_A_FOLDER",
      `${into} is a picture; name a folder of the library.`,
    );
  }
  const tally = createTally();
  const progress = createProgress(io, "Importing", await countFiles(source));
  try {
    await importFolder(api, { source, target: place.id }, (path, outcome) => {
      tally.add(path, outcome);
      progress.step(stepOf(path, outcome));
    });
  } finally {
    progress.done();
  }
  if (tally.failed.length > 0) io.leaveWith(exit.refused);
  if (json) io.print(JSON.stringify(tally));
  else report(io, tally);
}

/** What the path leads to; where only its last name is missing, a new folder of that name. A near miss is no new name. */
async function placeToFill(io: Io, api: Api, path: string): Promise<Pick<Place, "kind" | "id">> {
  try {
    return await findPlace(api, path);
  } catch (error) {
    const [, above, name] = /^(.+)\/([^/]+)\/?$/.exec(path) ?? [];
    if (!isMissing(error) || error.next.length > 0 || !above || !name) throw error;
    const parent = await findPlace(api, above);
    if (parent.kind === "asset") throw error;
    const made = await api.call("folders.create", { body: { parent: parent.id, name } });
    io.note(`Made ${path}.`);
    return { kind: "folder", id: made.id };
  }
}

async function mustBeFolder(path: string, typed: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  const what = found ? "is not a folder" : "is not there";
  const where = path === typed ? "" : ` (looked at ${path})`;
  throw new CommandFailed(exit.usage, "NOT_A_FOLDER", `"${typed}" ${what}${where}.`);
}

const stepOf = (path: string, outcome: Outcome) =>
  outcome.kind === "imported"
    ? printable(path)
    : `${printable(path)} (${outcome.kind === "present" ? "there already" : outcome.kind})`;

/** A file can be called anything; what would steer the terminal is not printed as it is. */
const printable = (path: string) => path.replaceAll(/\p{Cc}/gu, "\u{fffd}");

function report(io: Io, { imported, present, skipped, failed }: Tally): void {
  const { style } = io;
  for (const { path, message } of skipped)
    io.print(`${style.faint("skipped")} ${printable(path)}: ${message}`);
  for (const { path, code, message } of failed) {
    io.print(`${style.bad("failed")}  ${printable(path)}: ${message} ${style.faint(`[${code}]`)}`);
  }
  const parts = [`${imported} imported`, `${present} there already`];
  if (skipped.length > 0) parts.push(`${skipped.length} skipped`);
  if (failed.length > 0) parts.push(`${failed.length} failed`);
  io.print((failed.length > 0 ? style.bad : style.good)(`${parts.join(", ")}.`));
}
