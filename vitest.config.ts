import { lingui } from "@lingui/vite-plugin";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

type TestOptions = NonNullable<TestProjectInlineConfiguration["test"]>;

/** The projects that need PostgreSQL share one throwaway cluster, started before the first of them. */
const withDatabase: TestOptions = {
  globalSetup: "tests/support/global-setup.ts",
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  plugins: [lingui()],
  esbuild: { jsx: "automatic" },
  test: {
    maxWorkers: 2,
    projects: [
      project("house", { include: ["tests/*.test.ts"] }),
      project("domain"),
      project("movies", withDatabase),
      project("ui", { environment: "jsdom", setupFiles: "tests/support/ui-setup.ts" }),
      project("data", withDatabase),
      project("live", withDatabase),
      project("embedded-postgres", withDatabase),
      project("http", { ...withDatabase, hookTimeout: 120_000 }),
      project("sharing", { ...withDatabase, hookTimeout: 120_000 }),
      project("versions", { ...withDatabase, testTimeout: 120_000, hookTimeout: 120_000 }),
      project("e2e", { ...withDatabase, testTimeout: 120_000, hookTimeout: 180_000 }),
      // These hold answers to the clock, so they run after all others, one at a time.
      project("faults", {
        ...withDatabase,
        testTimeout: 180_000,
        fileParallelism: false,
        sequence: { groupOrder: 1 },
      }),
      project("attacks", {
        ...withDatabase,
        testTimeout: 180_000,
        fileParallelism: false,
        sequence: { groupOrder: 3 },
      }),
      project("moment", {
        ...withDatabase,
        testTimeout: 120_000,
        hookTimeout: 180_000,
        fileParallelism: false,
        sequence: { groupOrder: 2 },
      }),
    ],
  },
});

function project(name: string, options: TestOptions = {}): TestProjectInlineConfiguration {
  const include = [`tests/${name}/**/*.test.{ts,tsx}`];
  return { extends: true, test: { name, environment: "node", include, testTimeout: 15_000, ...options } };
}
