import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

interface Plugin {
  readonly name: string;
  setup(build: {
    onLoad(
      options: { readonly filter: RegExp },
      load: (found: { readonly path: string }) => { contents: string; loader: "ts" } | undefined,
    ): void;
  }): void;
}
type Build = (options: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** A package that a workspace's package has, found from there. */
const from = (workspace: string, name: string) =>
  createRequire(fileURLToPath(import.meta.resolve(`../../${workspace}/package.json`))).resolve(name);

/** CommonJS inside of an ES module asks for Node's own modules by this. */
const REQUIRE = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** One place in a source file, by its path from the checkout's root, and what is to stand there instead. */
export interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Changes the source on its way into the file; throws where it has no such place. */
const changing = ({ file, from: before, to }: Change): Plugin => ({
  name: "change",
  setup(build) {
    const path = fileURLToPath(import.meta.resolve(`../../${file}`));
    const text = readFileSync(path, "utf8");
    build.onLoad({ filter: /\.ts$/ }, ({ path: found }) => {
      if (found !== path) return undefined;
      if (text.split(before).length !== 2) {
        throw new Error(`${file} has no one place "${before}": the mutant must follow the code.`);
      }
      return { contents: text.replace(before, () => to), loader: "ts" };
    });
  },
});

/**
 * Makes one file of a program and all it imports, so that it starts in a tenth of the time; with the esbuild that tsup
 * builds the packages with. What has machine code in it stays where it is.
 */
export async function bundle(entry: string, outfile: string, change?: Change): Promise<string> {
  const { build } = createRequire(from("apps/cli", "tsup"))("esbuild") as { build: Build };
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: REQUIRE },
    alias: { sharp: from("apps/gateway", "sharp") },
    external: [from("apps/gateway", "sharp"), "pg-native"],
    logLevel: "error",
    plugins: change ? [changing(change)] : [],
  });
  return outfile;
}
