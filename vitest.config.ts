import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          // Modules are shared between files, which saves a third of the time.
          isolate: false,
          include: ["{packages,apps}/*/{src,test}/**/*.test.ts"],
          exclude: ["packages/connector-sdk/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "wire",
          // Apart: nock puts itself between every request and Node.js, wherever it was once loaded.
          include: ["packages/{connector-sdk,connectors/*}/{src,test}/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "stories",
          include: ["{test,examples}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
