import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { GatefoldError } from "@gatefold/core";

/** A blob lies under its hash, the first two digits naming a folder; unfinished ones lie apart. */
export interface Layout {
  readonly root: string;
  readonly drafts: string;
  /** Throws `BLOB_NAME_INVALID`: only a hash ever becomes part of a path. */
  pathOf(sha256: string): string;
  /** A new name for a file on its way in or out. */
  draftPath(): string;
}

export function layoutOf(root: string): Layout {
  const drafts = join(root, "drafts");
  return {
    root,
    drafts,
    pathOf(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) {
        throw new GatefoldError(
          "BLOB_NAME_INVALID",
          "A blob is named by its SHA-256: 64 lower-case hex digits.",
        );
      }
      return join(root, sha256.slice(0, 2), sha256.slice(2));
    },
    draftPath: () => join(drafts, randomUUID()),
  };
}

/** The hash that a folder's and a file's name make together, if they make one. */
export function hashNamed(folder: string, file: string): string | undefined {
  return /^[0-9a-f]{2}$/.test(folder) && /^[0-9a-f]{62}$/.test(file) ? folder + file : undefined;
}
