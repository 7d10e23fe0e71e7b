import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { CommandFailed, exit } from "../exit.ts";

/** Writes a file that only its owner can read, whole or not at all. */
export async function writePrivate(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** Reads such a file; undefined where there is none. Throws `NOT_PRIVATE` where others can read it. */
export async function readPrivate(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) throw notPrivate(path);
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

const notPrivate = (path: string) =>
  new CommandFailed(exit.refused, "NOT_PRIVATE", `Others on this machine can read ${path}; it is not used.`, [
    `chmod 600 ${JSON.stringify(path)}`,
  ]);
