import { openAsBlob } from "node:fs";
import { fileTypeFromBlob } from "file-type";
import type { Api } from "../api.ts";
import { CommandFailed, exit } from "../exit.ts";
import { inParallel } from "./parallel.ts";
import { createShelves, type Shelves } from "./shelves.ts";
import { type FoundFile, walk } from "./walk.ts";

/** What became of one file. */
export type Outcome =
  | { readonly kind: "imported" | "present" }
  | { readonly kind: "skipped"; readonly message: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** So many uploads at a time: more would only wait for each other's turn at the journal. */
const HANDS = 4;

/**
 * Brings every picture below `source` into the library's folder `target`, and tells of each file. Throws where nothing
 * more can come of it: the gateway is gone, or the folders may not be made.
 */
export async function importFolder(
  api: Api,
  { source, target }: { readonly source: string; readonly target: string },
  onFile: (path: string, outcome: Outcome) => void,
): Promise<void> {
  const shelves = createShelves(api, target);
  await inParallel(walk(source), HANDS, async (file) => {
    const outcome = await importFile(api, shelves, file).catch(failureOf);
    onFile([...file.folders, file.name].join("/"), outcome);
  });
}

const pictures = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);

async function importFile(api: Api, shelves: Shelves, file: FoundFile): Promise<Outcome> {
  // Read from the disk as it is sent: a large picture is never held whole.
  const blob = await openAsBlob(file.path);
  const type = await fileTypeFromBlob(blob);
  if (!type || !pictures.has(type.mime)) {
    return { kind: "skipped", message: type ? `it is ${type.mime}` : "it is not a picture" };
  }
  const shelf = await shelves.at(file.folders);
  if (await shelf.holds(blob)) return { kind: "present" };
  await api.call("assets.upload", { query: { folder: shelf.folder, name: file.name }, body: blob });
  return { kind: "imported" };
}

/** One file's trouble is told and the others go on; a gateway that is gone ends it. */
function failureOf(error: unknown): Outcome {
  if (error instanceof CommandFailed && error.status !== exit.unreachable) {
    return { kind: "failed", code: error.code, message: error.message };
  }
  if (error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error) {
    return { kind: "failed", code: error.code, message: "The file can't be read." };
  }
  throw error;
}
