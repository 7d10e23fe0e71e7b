import { type Policy, PolicyError, parsePolicy } from "@gatefold/core";
import { readDocument } from "./document-file.ts";
import { CommandFailed, exit } from "./exit.ts";
import type { OfflineIo } from "./offline.ts";

/** Problems that are told beside the first one. */
const mostTold = 10;

/**
 * Reads a policy document, JSON or YAML, from a file named from where the person stands. Throws `CommandFailed`: with
 * line and column where the text is broken, with the path where the document is.
 */
export async function readPolicy(io: Pick<OfflineIo, "settings">, file: string): Promise<Policy> {
  const document = await readDocument(io.settings.standing, file);
  try {
    return parsePolicy(document);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const others = error.problems.slice(1).map(({ path, message }) => `${path}: ${message}`);
    const told = others.slice(0, mostTold);
    if (others.length > mostTold) told.push(`and ${others.length - mostTold} more`);
    throw new CommandFailed(exit.refused, error.code, `${file}: ${error.message}`, told, { cause: error });
  }
}
