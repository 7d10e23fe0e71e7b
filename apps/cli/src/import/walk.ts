import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** A file below the folder that is imported. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** The folders between the imported one and the file, outermost first. */
  readonly folders: readonly string[];
  readonly name: string;
}

/**
 * Every file below a folder, folder by folder, names in order; hidden ones (`.git`, `.DS_Store`) are left out. Links are
 * not followed: what they point to may lie outside, or above.
 */
export async function* walk(folder: string, folders: readonly string[] = []): AsyncGenerator<FoundFile> {
  const entries = await readdir(folder, { withFileTypes: true });
  const shown = entries.filter((entry) => !entry.name.startsWith("."));
  shown.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name } of shown.filter((entry) => entry.isFile())) {
    yield { path: join(folder, name), folders, name };
  }
  for (const { name } of shown.filter((entry) => entry.isDirectory())) {
    yield* walk(join(folder, name), [...folders, name]);
  }
}

/** How many files `walk` will find. */
export async function countFiles(folder: string): Promise<number> {
  const files = walk(folder);
  let count = 0;
  while (!(await files.next()).done) count += 1;
  return count;
}
