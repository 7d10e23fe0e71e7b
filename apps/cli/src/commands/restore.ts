import { resolve } from "node:path";
import type { KeysAfter, Manifest, Restored } from "@gatefold/store";
import type { Command } from "commander";
import { keyFilesOf, type Places, placeSettings, placesMeant } from "../backup/places-meant.ts";
import { takeFolder } from "../backup/target-folder.ts";
import { watched } from "../backup/watched.ts";
import { type SettingsOptions, withSettings } from "../configuration/options.ts";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { copyable } from "../shell.ts";
import { rowsOf } from "../table.ts";
import { sayTime } from "../times.ts";

interface RestoreOptions extends SettingsOptions {
  readonly dryRun?: boolean;
  readonly withoutPictures?: boolean;
  readonly suspendKeys?: boolean;
  readonly keepKey?: readonly string[];
  readonly json?: boolean;
}

const help = `
Nothing is overwritten: the data folder and the database must be new or empty. Every file is compared with the hash that was
written down, every journal walked and compared with its tables, and every picture hashed, before it is done; where one is
not what it was, nothing is restored, and it is named. It comes from either database and goes into either, so this is also
the way from SQLite to PostgreSQL and back.

What a backup can't know is made safe: deliveries that were on their way need a look and are never sent again by themselves;
links for platforms and waiting work are let go. Keys that were taken away since open again, unless --suspend-keys.

Examples:
  $ ./dev gatefold restore /backup/gatefold --dry-run
  $ ./dev gatefold restore /backup/gatefold --data /srv/gatefold-new`;

export function registerRestore(program: Command, io: Io): void {
  const command = program
    .command("restore")
    .description("put a backup into a new data folder, or into an empty PostgreSQL database")
    .argument("<dir>", "a backup, or a folder of backups: then its newest")
    .option("--dry-run", "check every file of it, and restore nothing")
    .option("--without-pictures", "leave the pictures' bytes out: they are restored otherwise")
    .option("--suspend-keys", "no API key opens anything until it is rolled, but those that are kept")
    .option("--keep-key <ID...>", "with --suspend-keys: keys that are in good hands")
    .option("--json", "what was restored, for programs");
  withSettings(command, placeSettings)
    .addHelpText("after", help)
    .action((dir: string, options: RestoreOptions) => restore(io, dir, options));
}

async function restore(io: Io, dir: string, options: RestoreOptions): Promise<void> {
  const from = resolve(io.settings.standing, dir);
  const keys = keysAfter(options);
  if (options.dryRun === true) return check(io, from, options);
  const places = await placesMeant(io, options);
  const { createBlobFolder, restoreBackup } = await import("@gatefold/store");
  await using folder = await takeFolder(places);
  const blobs = options.withoutPictures === true ? null : createBlobFolder(places.blobs);
  const watch = watched(io, ["Checking", "Checking", ...(blobs ? ["Restoring"] : []), "Restoring"]);
  const target = { database: folder.database, blobs, now: new Date(io.now()), keys };
  const restored = await restoreBackup({ from, watch }, target).finally(() => watch.done());
  await folder.ready();
  if ((restored.manifest.blobs?.missing.length ?? 0) > 0) io.leaveWith(exit.refused);
  if (options.json === true) return io.print(JSON.stringify(restored));
  report(io, restored, places);
}

function keysAfter({ suspendKeys, keepKey = [] }: RestoreOptions): KeysAfter {
  if (suspendKeys !== true) {
    if (keepKey.length > 0) throw usage("--keep-key goes with --suspend-keys.");
    return { suspend: false };
  }
  if (keepKey.length > 0) return { suspend: true, except: keepKey };
  throw new CommandFailed(exit.usage, "NO_KEY_LEFT", "With every key suspended nobody could come in.", [
    "Name a key that is in good hands with --keep-key ID.",
  ]);
}

async function check(io: Io, from: string, { json }: RestoreOptions): Promise<void> {
  const { checkBackup } = await import("@gatefold/store");
  const watch = watched(io, ["Checking", "Checking"]);
  const checked = await checkBackup({ from, watch }).finally(() => watch.done());
  if (json === true) return io.print(JSON.stringify(checked));
  const { snapshot, manifest, rows, pictures } = checked;
  io.print(io.style.good(`Each file is as it was written: ${rows} rows and ${pictures} pictures.`));
  io.print(`  ${snapshot}`);
  reportHeads(io, manifest);
  io.print(io.style.faint("  Journals are walked when it is restored; nothing was restored now."));
}

function reportHeads(io: Io, manifest: Manifest): void {
  const { madeAt, version, database, heads, blobs } = manifest;
  const kind = database === "sqlite" ? "SQLite" : "PostgreSQL";
  io.print(io.style.faint(`  Made ${sayTime(Date.parse(madeAt))} from ${kind} by Gatefold ${version}`));
  for (const { account, seq, hash } of heads) {
    io.print(io.style.faint(`  Account ${account} at entry ${seq}, head ${hash}`));
  }
  for (const sha256 of blobs?.missing ?? []) {
    io.print(io.style.bad(`  A picture's bytes were lost before the backup was made: ${sha256}`));
  }
}

function report(io: Io, { manifest, rows, pictures, aftermath }: Restored, places: Places): void {
  const { style } = io;
  io.print(style.good(`Restored ${rows} rows and ${pictures} pictures; every journal is whole.`));
  reportHeads(io, manifest);
  const { toLookAt, jobs, links, keys, keysSuspended } = aftermath;
  const left = [
    ...(toLookAt > 0
      ? [`On their way then, now "unknown", and not sent again unasked: deliveries, ${toLookAt}`]
      : []),
    ...(jobs + links > 0 ? [`Let go: waiting jobs, ${jobs}; links for platforms, ${links}`] : []),
    ...(keysSuspended > 0 ? [`Suspended until they are rolled: API keys, ${keysSuspended}`] : []),
    `Open as they did then, also where they were taken away since: API keys, ${keys}`,
  ];
  for (const line of left) io.print(`  ${line}`);
  io.print("");
  io.print(style.strong("To go on, put these back"));
  for (const row of rowsOf(keyFilesOf(places))) io.print(`  ${row}`);
  if (manifest.masterKeys.length > 0)
    io.print(style.faint(`  The master key's id: ${manifest.masterKeys.join(", ")}`));
  const { dataFolder, url } = places;
  const onIt = dataFolder === io.settings.usualDataFolder ? [] : ["--data", dataFolder];
  io.print(style.strong(url === null ? "and start it" : "and start it on the same database"));
  io.print(`  ${io.settings.program} ${copyable(["serve", ...onIt])}`);
}
