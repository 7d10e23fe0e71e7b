import { resolve } from "node:path";
import type { BackupMade } from "@gatefold/store";
import type { Command } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { accountMeant, keyFilesOf, type Places, placeSettings } from "../backup/places-meant.ts";
import { watched } from "../backup/watched.ts";
import { type SettingsOptions, withSettings } from "../configuration/options.ts";
import { exit } from "../exit.ts";
import type { Io } from "../io.ts";
import { rowsOf } from "../table.ts";

interface BackupOptions extends SettingsOptions {
  readonly withoutPictures?: boolean;
  readonly json?: boolean;
}

const help = `
While gateways run: everything is of one moment, from SQLite and from PostgreSQL in one form, so that a backup of the one is
restored into the other too. Several backups in one folder share the pictures; only new ones are copied. The keys that open
and sign are never in it: their places are named, and their copies belong elsewhere. Each file is plain JSON lines or text,
and its SHA-256 stands in manifest.json. The exit status is 1 where a picture's bytes were lost before.

Examples:
  $ ./dev gatefold backup /backup/gatefold
  $ ./dev gatefold backup /backup/gatefold --data /srv/gatefold`;

export function registerBackup(program: Command, io: Io): void {
  const command = program
    .command("backup")
    .description("write all of the database, and the pictures, into a folder of backups")
    .argument("<dir>", "the folder of backups; made where there is none")
    .option("--without-pictures", "leave the pictures' bytes out: they are backed up otherwise")
    .option("--json", "what was made, for programs");
  withSettings(command, placeSettings)
    .addHelpText("after", help)
    .action((dir: string, options: BackupOptions) => backup(io, dir, options));
}

async function backup(io: Io, dir: string, options: BackupOptions): Promise<void> {
  const { database, ...places } = await accountMeant(io, options);
  // Loaded when it is wanted: other commands need no store of their own.
  const { createBlobFolder, makeBackup } = await import("@gatefold/store");
  const blobs = options.withoutPictures === true ? null : createBlobFolder(places.blobs);
  const watch = watched(io, ["Reading", "Copying"]);
  const folder = resolve(io.settings.standing, dir);
  const settings = { database, blobs, folder, now: new Date(io.now()), version: manifest.version, watch };
  const made = await makeBackup(settings).finally(() => watch.done());
  if ((made.manifest.blobs?.missing.length ?? 0) > 0) io.leaveWith(exit.refused);
  if (options.json === true) return io.print(JSON.stringify(made));
  report(io, made, places);
}

function report(io: Io, { snapshot, manifest: made, copied }: BackupMade, places: Places): void {
  const { style } = io;
  const rows = made.tables.reduce((sum, table) => sum + table.rows, 0);
  const pictures = made.blobs ? `${made.blobs.count} pictures (${copied} of them new)` : "no pictures";
  io.print(style.good(`Backed up ${rows} rows and ${pictures}.`));
  io.print(`  ${snapshot}`);
  for (const { account, seq, hash } of made.heads) {
    io.print(style.faint(`  Account ${account} at entry ${seq}, head ${hash}`));
  }
  for (const sha256 of made.blobs?.missing ?? []) {
    io.print(style.bad(`  Not in it, for its bytes are lost or changed: ${sha256}`));
  }
  io.print("");
  io.print(style.strong("Not in it; keep copies of them, and elsewhere"));
  for (const row of rowsOf(keyFilesOf(places))) io.print(`  ${row}`);
}
