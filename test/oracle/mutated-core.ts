import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Mutant } from "./mutants.ts";

const core = join(import.meta.dirname, "../../packages/core");

/**
 * Copies of core with one mistake in each. They lie inside the package, so that they find its dependencies; `name` keeps
 * the copies of two test files apart.
 */
export function createMutatedCore(name: string) {
  const copies = join(core, ".mutants", name);
  return {
    /** What these modules of the copy export, as one. Throws where the text to change is not there exactly once. */
    async load<Exports>(mutant: Mutant | null, modules: readonly string[]): Promise<Exports> {
      const folder = join(copies, (mutant?.name ?? "as it is").replaceAll(" ", "-"));
      cpSync(join(core, "src"), folder, { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
      if (mutant) mutate(folder, mutant);
      const loaded: unknown[] = [];
      for (const module of modules) {
        loaded.push(await import(/* @vite-ignore */ pathToFileURL(join(folder, module)).href));
      }
      return Object.assign({}, ...loaded) as Exports;
    },
    remove: () => rmSync(copies, { recursive: true, force: true }),
  };
}

function mutate(folder: string, { file, find, replace }: Mutant): void {
  const path = join(folder, file);
  const source = readFileSync(path, "utf8");
  const times = source.split(find).length - 1;
  if (times !== 1) throw new Error(`"${find}" must be in ${file} exactly once; it is there ${times} times.`);
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
}
