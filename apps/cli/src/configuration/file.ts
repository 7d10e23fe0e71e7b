import { dirname, resolve } from "node:path";
import { readSecretDocument } from "../document-file.ts";
import { keys } from "./declaration.ts";
import { fileKeyOf, secretKeys } from "./names.ts";
import { type Problem, unknown } from "./problems.ts";

/** What a file of settings says, by dotted names that exist; nothing is known yet of its values. */
export interface SettingsFile {
  /** As it was named. */
  readonly name: string;
  /** Paths in it are meant from here. */
  readonly folder: string;
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly Problem[];
}

const names: readonly string[] = [...keys, ...secretKeys.map(fileKeyOf)];
const sections = new Set(keys.filter((key) => key.includes(".")).map((key) => key.replace(/\.[^.]*$/, "")));

/** Throws `CommandFailed` where the file can't be read, or is neither JSON nor YAML. */
export async function readSettingsFile(standing: string, name: string): Promise<SettingsFile> {
  const document = await readSecretDocument(standing, name);
  const values = new Map<string, unknown>();
  const problems: Problem[] = [];
  const walk = (part: unknown, path: string): void => {
    if (!isMapping(part)) {
      const what = path === "" ? name : `${path} in ${name}`;
      problems.push({ typed: false, sentence: `${what} is refused: it takes names with their values.` });
      return;
    }
    for (const [word, value] of Object.entries(part)) {
      const key = path === "" ? word : `${path}.${word}`;
      if (names.includes(key)) values.set(key, value);
      else if (sections.has(key)) walk(value, key);
      else problems.push(unknown(key, names, ` (in ${name})`));
    }
  };
  if (isMarker(document)) {
    const sentence = `${name} is the mark of a data folder; a file of settings is another.`;
    problems.push({ typed: false, sentence });
  } else if (document !== null && document !== undefined) walk(document, "");
  return { name, folder: dirname(resolve(standing, name)), values, problems };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isMarker = (document: unknown) => isMapping(document) && Object.hasOwn(document, "gatefold");
