import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          isolate: false,
          include: ["{packages,packages/connectors,apps}/*/{src,test}/**/*.test.ts"],
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
