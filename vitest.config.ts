import os from "node:os";
import { lingui } from "@lingui/vite-plugin";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import ByProject from "./tests/support/by-project.ts";

type TestOptions = NonNullable<TestProjectInlineConfiguration["test"]>;

/** The projects that need PostgreSQL share one throwaway cluster, started before the first of them. */
const withDatabase: TestOptions = {
  globalSetup: "tests/support/global-setup.ts",
  testTimeout: 30_000,
  hookTimeout: 60_000,
};
/** Files that share their worker, and with it all that was imported, the app and the browser. */
const together = { isolate: false };
/** What holds answers to the clock, apart from what is in folders of its own. */
const timed = ["tests/faults/{trial,moved}.test.ts", "tests/rehearse/*.test.ts"];

export default defineConfig({
  plugins: [lingui()],
  esbuild: { jsx: "automatic" },
  test: {
    // One more than there are processors, as most tests wait for other processes.
    maxWorkers: os.availableParallelism() + 1,
    reporters: ["default", "./tests/support/slowest-files.ts"],
    sequence: { sequencer: ByProject },
    // In this order, so those that take long come first.
    projects: [
      project("outside", {
        ...withDatabase,
        ...together,
        include: ["tests/{e2e,http,faults,sharing,versions}/*.test.ts"],
        exclude: timed,
        testTimeout: 120_000,
        hookTimeout: 180_000,
      }),
      project("inside", {
        ...withDatabase,
        ...together,
        include: [
          "tests/{embedded-postgres,data,live,move-in,movies}/**/*.test.ts",
          "tests/http/parts/*.test.ts",
        ],
      }),
      project("ui", { environment: "jsdom", setupFiles: "tests/support/ui-setup.ts" }),
      project("house", { ...together, include: ["tests/*.test.ts", "tests/domain/**/*.test.ts"] }),
      // After all others, one file at a time.
      project("timed", {
        ...withDatabase,
        include: [...timed, "tests/{moment,attacks}/*.test.ts"],
        maxWorkers: 1,
        sequence: { groupOrder: 1 },
        testTimeout: 180_000,
        hookTimeout: 180_000,
      }),
    ],
  },
});

function project(name: string, options: TestOptions = {}): TestProjectInlineConfiguration {
  const include = [`tests/${name}/**/*.test.{ts,tsx}`];
  return { extends: true, test: { name, environment: "node", include, testTimeout: 15_000, ...options } };
}
