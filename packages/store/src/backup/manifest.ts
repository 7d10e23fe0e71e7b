import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GatefoldError } from "@gatefold/core";
import { canonical, sha256 } from "../canonical.ts";
import { createPrivateFile } from "../private-files.ts";

/** The form of backups that this version writes, and the only one it reads. */
const FORMAT = 1;
const NAME = "manifest.json";

/** One file of a backup, as it must be found again. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

export interface TableFacts extends FileFacts {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** What a backup holds. Everything else in it is checked against this, and this against its own hash. */
export interface Manifest {
  readonly gatefold: "backup";
  readonly format: number;
  /** When it was made: ISO 8601, UTC. */
  readonly madeAt: string;
  /** Gatefold's own version. */
  readonly version: string;
  /** What it was made from; it can be restored into either. */
  readonly database: "sqlite" | "postgres";
  /** Migrations that shaped the tables, in their order. */
  readonly migrations: readonly string[];
  /** Where each account's journal stood. */
  readonly heads: readonly { readonly account: string; readonly seq: number; readonly hash: string }[];
  /** In the order they are restored in. */
  readonly tables: readonly TableFacts[];
  /** The hashes of all bytes that the journals name; null where they were left out. */
  readonly blobs: (FileFacts & { readonly count: number; readonly missing: readonly string[] }) | null;
  /** Ids of the master keys that sealed something in it. The keys themselves are never inside. */
  readonly masterKeys: readonly string[];
}

/** Throws `BACKUP_UNREADABLE`, `BACKUP_NEWER` or `BACKUP_DAMAGED`. */
export async function readManifest(snapshot: string): Promise<Manifest> {
  const file = join(snapshot, NAME);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(snapshot, cause);
  });
  const read = parsed(text, file);
  const { seal, ...manifest } = read;
  if (manifest.gatefold !== "backup") throw damaged(file, "it is no manifest of a backup");
  if (manifest.format !== FORMAT) throw newer(manifest.format);
  if (seal !== sha256(canonical(manifest)) || text !== written(read))
    throw damaged(file, "it was changed since the backup was made");
  return manifest;
}

export async function writeManifest(snapshot: string, manifest: Omit<Manifest, "gatefold" | "format">) {
  const whole: Manifest = { gatefold: "backup", format: FORMAT, ...manifest };
  const sealed = { ...whole, seal: sha256(canonical(whole)) };
  const file = await createPrivateFile(join(snapshot, NAME));
  try {
    await file.writeFile(written(sealed));
    await file.sync();
  } finally {
    await file.close();
  }
  return whole;
}

const written = (manifest: object) => `${JSON.stringify(manifest, null, 2)}\n`;

function parsed(text: string, file: string): Manifest & { readonly seal?: unknown } {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === "object" && read !== null) return read as Manifest;
  } catch {
    // Told below.
  }
  throw damaged(file, "it is no JSON object");
}

/** A file of a backup that is not as it was written. */
export function damaged(file: string, how: string): GatefoldError {
  return new GatefoldError(
    "BACKUP_DAMAGED",
    `${file} can't be used: ${how}. Nothing was restored; take another backup, or this one from another copy.`,
    { file },
  );
}

function unreadable(snapshot: string, cause: unknown): GatefoldError {
  return new GatefoldError(
    "BACKUP_UNREADABLE",
    `${snapshot} holds no backup that was finished; name a folder that "gatefold backup" wrote to.`,
    { snapshot },
    { cause },
  );
}

function newer(format: unknown): GatefoldError {
  return new GatefoldError(
    "BACKUP_NEWER",
    "The backup is of a form that this Gatefold does not know; restore it with the version that made it.",
    { format },
  );
}
