import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/liars/index.ts"],
  format: ["esm"],
  dts: true,
  clean: true,
  sourcemap: true,
  target: "node24",
  // node:sqlite has no name without "node:", which tsup would otherwise take away.
  removeNodeProtocol: false,
});
