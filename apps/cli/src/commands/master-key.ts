import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import { accountMeant, placeSettings, placesMeant } from "../backup/places-meant.ts";
import { type SettingsOptions, withSettings } from "../configuration/options.ts";
import { CommandFailed, exit } from "../exit.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { createProgress } from "../progress.ts";
import { rowsOf } from "../table.ts";

interface KeyOptions extends SettingsOptions {
  readonly yes?: boolean;
  readonly json?: boolean;
}

const rotateHelp = `
While gateways run. The file gets a new key beside the old one, which seals nothing from then on; what it sealed is sealed
anew; then it leaves the file. Several gateways that share the file notice by themselves. Where it is broken off, run it
again: it goes on. Copy the file to where you keep its copies before and after. Backups made before need the old key.

Examples:
  $ ./dev gatefold master-key rotate`;

const lostHelp = `
What is lost is the credentials of connections that no key in the file opens: they must be entered again. Everything else stays.
Without --yes it says which, and changes nothing. With it, a new key is made where there is no file, those credentials are
forgotten, and the journal says so at each connection.

Examples:
  $ ./dev gatefold master-key lost
  $ ./dev gatefold master-key lost --yes`;

export function registerMasterKey(program: Command, io: Io): void {
  const masterKey = program
    .command("master-key")
    .description("the key that seals connections' credentials: make it, replace it, go on without it");
  const add = (
    name: string,
    description: string,
    help: string,
    act: (options: KeyOptions) => Promise<void>,
  ) => {
    const command = masterKey.command(name).description(description);
    if (name === "lost") command.option("--yes", "forget what can't be opened");
    command.option("--json", "for programs");
    withSettings(command, placeSettings).addHelpText("after", help).action(act);
  };
  add(
    "create",
    "make one before the first start, for gateways that will share it",
    example("master-key create"),
    (options) => create(io, options),
  );
  add(
    "show-id",
    "which keys the file holds, and how much each has sealed",
    example("master-key show-id"),
    (options) => show(io, options),
  );
  add("rotate", "put a new key in the old one's place", rotateHelp, (options) => rotate(io, options));
  add("lost", "what can't be opened any more, and how to go on", lostHelp, (options) => lost(io, options));
}

async function create(io: Io, options: KeyOptions): Promise<void> {
  const { masterKeyFile } = await placesMeant(io, options);
  const { keyRingIn, readKeyRing } = await import("@gatefold/store");
  if (await readKeyRing(masterKeyFile)) {
    throw new CommandFailed(
      exit.refused,
      "MASTER_KEY_THERE",
      `${masterKeyFile} is there already; it is left as it is.`,
    );
  }
  const [{ id }] = await keyRingIn(masterKeyFile, { mayMake: true, random: randomBytes });
  if (options.json === true) return io.print(JSON.stringify({ id, file: masterKeyFile }));
  io.print(io.style.good(`Made the master key ${id}.`));
  io.print(`  ${masterKeyFile}; keep a copy of it apart from the database's backups.`);
}

async function show(io: Io, options: KeyOptions): Promise<void> {
  const { masterKeyFile, database } = await accountMeant(io, options);
  const { readKeyRing, sealedRows } = await import("@gatefold/store");
  const [first, ...others] = (await readKeyRing(masterKeyFile)) ?? [];
  const counts = await sealedRows(database);
  const here = new Set([first, ...others].map((key) => key?.id));
  const keys = [
    ...(first ? [{ id: first.id, does: "seals" }] : []),
    ...others.map(({ id }) => ({ id, does: "opens" })),
    ...[...counts.keys()].filter((id) => !here.has(id)).map((id) => ({ id, does: "missing" })),
  ].map(({ id, does }) => ({ id, does, sealed: counts.get(id) ?? 0 }));
  if (keys.some(({ does }) => does === "missing")) io.leaveWith(exit.refused);
  if (options.json === true) return io.print(JSON.stringify({ file: masterKeyFile, keys }));
  io.print(masterKeyFile);
  for (const row of rowsOf(keys.map(({ id, does, sealed }) => [id, does, `rows sealed by it: ${sealed}`]))) {
    io.print(`  ${row}`);
  }
}

async function rotate(io: Io, options: KeyOptions): Promise<void> {
  const { masterKeyFile, database } = await accountMeant(io, options);
  const { rotateMasterKey, sealedRows } = await import("@gatefold/store");
  const total = [...(await sealedRows(database)).values()].reduce((sum, rows) => sum + rows, 0);
  const bar = io.stderr.isTTY ? createProgress(io, "Sealing anew", total) : undefined;
  const rotated = await rotateMasterKey({
    database,
    masterKeyFile,
    onSealed: (rows) => bar?.step("", rows),
  }).finally(() => bar?.done());
  if (rotated.broken.length > 0) io.leaveWith(exit.refused);
  if (options.json === true) return io.print(JSON.stringify(rotated));
  const goneOn = rotated.resumed ? ", going on with what was broken off" : "";
  io.print(
    io.style.good(
      `The master key is ${rotated.masterKey} now; ${rotated.resealed} rows were sealed anew${goneOn}.`,
    ),
  );
  io.print(`  ${masterKeyFile}; copy it to where you keep its copies.`);
  io.print(
    `  Backups made before need ${rotated.replaced.join(", ")}: keep that copy as long as you keep them.`,
  );
  for (const { connection } of rotated.broken) {
    io.print(
      io.style.bad(`  ${connection}: its credentials were changed outside Gatefold; enter them again.`),
    );
  }
}

async function lost(io: Io, options: KeyOptions): Promise<void> {
  const { masterKeyFile, database } = await accountMeant(io, options);
  const { lockedSecrets } = await import("@gatefold/store");
  const locked = await lockedSecrets({ database, masterKeyFile });
  if (options.json === true && options.yes !== true) return io.print(JSON.stringify({ locked }));
  if (locked.length === 0) {
    return io.print(
      io.style.good("Nothing is lost: there are no credentials that the master key does not open."),
    );
  }
  if (options.yes === true) {
    const { forgetLocked } = await import("../serve/lost-key.ts");
    await forgetLocked({ masterKeyFile, database, now: io.now() }, locked);
  }
  if (options.json === true) return io.print(JSON.stringify({ forgotten: locked }));
  const forgotten = options.yes === true;
  io.print(
    forgotten
      ? io.style.good("Forgotten; enter these again:")
      : "Lost, unless the key is found: the credentials of",
  );
  const rows = locked.map(({ connection, name, masterKey }) => [
    name,
    connection,
    `sealed under ${masterKey}`,
  ]);
  for (const row of rowsOf(rows)) io.print(`  ${row}`);
  if (!forgotten) {
    io.print("Everything else stays. Put the key back, or go on without:");
    io.print(`  ${io.settings.program} master-key lost --yes`);
  }
}
