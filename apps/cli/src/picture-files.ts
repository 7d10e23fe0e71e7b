import { openAsBlob } from "node:fs";
import { open, rm, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { CommandFailed, exit } from "./exit.ts";
import type { Io } from "./io.ts";

/** A file of this machine, read as it is sent; the gateway says whether it is a picture. */
export async function pictureFile(
  io: Io,
  typed: string,
): Promise<{ readonly blob: Blob; readonly name: string }> {
  const path = resolve(io.settings.standing, typed);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    const what = found ? "is not a file" : "is not there";
    throw new CommandFailed(exit.usage, "NOT_A_FILE", `"${typed}" ${what}.`);
  }
  return { blob: await openAsBlob(path), name: basename(path).normalize("NFC") };
}

/** Writes bytes into a file that is not there yet; where they break off, no file is left. Answers what it is called. */
export async function saveAs(
  io: Io,
  typed: string,
  bytes: () => Promise<ReadableStream<Uint8Array>>,
): Promise<string> {
  const path = resolve(io.settings.standing, typed);
  const file = await open(path, "wx").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EEXIST" ? isThere(typed) : error;
  });
  try {
    for await (const chunk of await bytes()) await file.write(chunk);
    await file.close();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  return typed;
}

const isThere = (typed: string) =>
  new CommandFailed(exit.refused, "FILE_EXISTS", `"${typed}" is there already; it is not written over.`, [
    "Name another file: --to FILE.",
  ]);
