import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** One source file of the workspace: its path from the root, its text, and what it imports. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

export const root = resolve(import.meta.dirname, "../..");

const skipped = new Set(["node_modules", "dist", ".mutants", ".turbo"]);

/** The TypeScript files under a folder, from the root; tests are left out. */
export function sources(folder: string): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sources(path);
    if (!/\.tsx?$/.test(entry.name) || entry.name.includes(".test.")) return [];
    const text = readFileSync(join(root, path), "utf8");
    return [{ path, text, imports: importsOf(path, text) }];
  });
}

/** Workspace files as paths from the root; packages by name. */
function importsOf(path: string, text: string): string[] {
  const specifiers = text.matchAll(
    /^\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)|^import\s+"([^"]+)"/gm,
  );
  return Array.from(specifiers, (match) => match[1] ?? match[2] ?? match[3] ?? "").map((specifier) =>
    specifier.startsWith(".") ? relative(root, resolve(root, dirname(path), specifier)) : specifier,
  );
}

/** Code without comments and the text in strings, for rules about what is called. */
export function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.)*`/g, " ");
}
