import { defineConfig } from "tsup";

export default defineConfig({
  // The store's thread, which is looked for beside the file that starts it.
  entry: { index: "src/index.ts", "looks-flusher": "../../packages/store/src/looks/flusher.ts" },
  format: ["esm"],
  clean: true,
  sourcemap: true,
  target: "node24",
  // node:sqlite has no name without "node:", which tsup would otherwise take away.
  removeNodeProtocol: false,
  noExternal: [/^@gatefold\//],
});
