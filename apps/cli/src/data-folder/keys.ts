import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { CommandFailed, exit } from "../exit.ts";
import { didYouMean } from "../near.ts";
import { readPrivate, writePrivate } from "./private-files.ts";

const keysFolder = (dataFolder: string) => join(dataFolder, "keys");

/** A name that can be a file's, and nothing else. */
const plain = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export async function writeKey(dataFolder: string, name: string, token: string): Promise<void> {
  await mkdir(keysFolder(dataFolder), { recursive: true, mode: 0o700 });
  await writePrivate(join(keysFolder(dataFolder), name), `${token}\n`);
}

/** The key that this data folder keeps for a person. Throws `UNKNOWN_PERSON` with the names there are. */
export async function readKey(dataFolder: string, name: string): Promise<string> {
  const wanted = name.toLowerCase();
  const key = plain.test(wanted) ? await readPrivate(join(keysFolder(dataFolder), wanted)) : undefined;
  if (key !== undefined) return key.trim();
  const names = await keyNames(dataFolder);
  throw new CommandFailed(exit.usage, "UNKNOWN_PERSON", `There is no key of "${name}" here.`, [
    ...didYouMean(wanted, names),
    names.length > 0 ? `There are keys of ${names.join(", ")}.` : "The demo makes some: ./dev start",
  ]);
}

/** The names of those whose keys are here, sorted. */
export async function keyNames(dataFolder: string): Promise<string[]> {
  try {
    const names = await readdir(keysFolder(dataFolder));
    return names.filter((name) => plain.test(name) && !name.endsWith(".new")).toSorted();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
