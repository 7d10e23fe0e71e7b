import { type FileHandle, mkdir, open } from "node:fs/promises";

/** For the owner alone: what lies in the data folder is everybody's work and the means to undo it. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Makes the folder, and those above it, unless they are there. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
}

/** Makes an empty file unless it is there; SQLite gives its side files the same mode. */
export async function makePrivateFile(file: string): Promise<void> {
  await (await open(file, "a", FILE_MODE)).close();
}

/** Opens a file that must not be there yet. */
export async function createPrivateFile(file: string): Promise<FileHandle> {
  return await open(file, "wx", FILE_MODE);
}

/** Makes a new name in a folder last through a power failure. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
