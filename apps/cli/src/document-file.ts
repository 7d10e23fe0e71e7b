import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { CommandFailed, exit } from "./exit.ts";

/**
 * Reads JSON or YAML from a file named from where the person stands; what it says is not looked at. Throws `CommandFailed`
 * with line and column where the text is broken.
 */
export async function readDocument(standing: string, file: string): Promise<unknown> {
  const text = await readText(resolve(standing, file), file);
  return isJson(file, text) ? parseJson(file, text) : parseYaml(file, text);
}

/** The same of a file that may hold secrets: no error quotes a word of it. */
export async function readSecretDocument(standing: string, file: string): Promise<unknown> {
  try {
    return await readDocument(standing, file);
  } catch (error) {
    if (!(error instanceof CommandFailed) || !error.code.startsWith("INVALID_")) throw error;
    const place = error.message.slice(0, error.message.indexOf(REASON));
    throw new CommandFailed(error.status, error.code, `${place}.`);
  }
}

/** Between where a text is broken and why. */
const REASON = ": ";

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
    `${file} is not ${format} at ${place}${REASON}${said}.`,
  );
}
