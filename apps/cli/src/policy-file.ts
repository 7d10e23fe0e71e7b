import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { type Policy, PolicyError, parsePolicy } from "@gatefold/core";
import { LineCounter, parseDocument } from "yaml";
import { CommandFailed, exit } from "./exit.ts";
import type { OfflineIo } from "./offline.ts";

/** Problems that are told beside the first one. */
const mostTold = 10;

/**
 * Reads a policy document, JSON or YAML, from a file named from where the person stands. Throws `CommandFailed`: with
 * line and column where the text is broken, with the path where the document is.
 */
export async function readPolicy(io: Pick<OfflineIo, "settings">, file: string): Promise<Policy> {
  const text = await readText(resolve(io.settings.standing, file), file);
  const document = isJson(file, text) ? parseJson(file, text) : parseYaml(file, text);
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

async function readText(path: string, file: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      throw new CommandFailed(exit.usage, "FILE_NOT_FOUND", `There is no file ${file}; check its name.`);
    }
    const reason = code === "EISDIR" ? "it is a folder; name a file in it" : "check that you may read it";
    throw new CommandFailed(exit.usage, "FILE_UNREADABLE", `${file} can't be read: ${reason}.`, [], {
      cause: error,
    });
  }
}

function isJson(file: string, text: string): boolean {
  const extension = extname(file).toLowerCase();
  if (extension === ".yaml" || extension === ".yml") return false;
  return extension === ".json" || /^\s*[{[]/.test(text);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, col } = lineCounterOf(text).linePos(errorPosition(text));
    throw broken(file, "JSON", `line ${line}, column ${col}`, (error as SyntaxError).message);
  }
}

/**
 * Where the text stops being JSON. `JSON.parse` says so only in prose, and not always: but what comes before the
 * mistake fails by ending too early, so the mistake is at the end of the shortest beginning that fails in another way.
 */
function errorPosition(text: string): number {
  const endsEarly = (length: number) => {
    try {
      JSON.parse(text.slice(0, length));
      return true;
    } catch (error) {
      const { message } = error as SyntaxError;
      const at = /at position (\d+)/.exec(message)?.[1];
      return at === undefined ? message.startsWith("Unexpected end") : Number(at) >= length;
    }
  };
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (endsEarly(middle + 1)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lineCounterOf(text: string): LineCounter {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) counter.addNewLine(at + 1);
  return counter;
}

function parseYaml(file: string, text: string): unknown {
  const document = parseDocument(text, { logLevel: "error", prettyErrors: true });
  const [error] = document.errors;
  if (error) {
    const [start] = error.linePos ?? [];
    const place = start ? `line ${start.line}, column ${start.col}` : "an unknown place";
    throw broken(file, "YAML", place, error.message.split(/ at line |\n/)[0] ?? error.code);
  }
  try {
    return document.toJS();
  } catch (reason) {
    throw broken(file, "YAML", "an alias", (reason as Error).message);
  }
}

function broken(file: string, format: "JSON" | "YAML", place: string, reason: string): CommandFailed {
  const said = reason
    .replace(/( in JSON)? at position .*$/s, "")
    .replace(/, (\.\.\.)?".* is not valid JSON$/s, "")
    .replace(/\.$/, "");
  return new CommandFailed(
    exit.refused,
    `INVALID_${format}`,
    `${file} is not ${format} at ${place}: ${said}.`,
  );
}
