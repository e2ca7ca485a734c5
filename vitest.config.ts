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
/** What meets the app only from outside shares its worker, and with it the app, the browser and all that is imported. */
const fromOutside: TestOptions = { ...withDatabase, isolate: false };
/** What holds answers to the clock runs after all others, one at a time. */
const timed = ["tests/faults/{trial,moved}.test.ts"];
const alone = (groupOrder: number): TestOptions => ({ fileParallelism: false, sequence: { groupOrder } });

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
      project("e2e", { ...fromOutside, testTimeout: 120_000, hookTimeout: 180_000 }),
      project("http", { ...fromOutside, include: ["tests/http/*.test.ts"], hookTimeout: 120_000 }),
      project("http-parts", { include: ["tests/http/parts/*.test.ts"] }),
      project("faults", { ...withDatabase, testTimeout: 180_000, exclude: timed }),
      project("versions", { ...fromOutside, testTimeout: 120_000, hookTimeout: 120_000 }),
      project("embedded-postgres", withDatabase),
      project("data", withDatabase),
      project("sharing", { ...fromOutside, hookTimeout: 120_000 }),
      project("live", withDatabase),
      project("movies", withDatabase),
      project("ui", { environment: "jsdom", setupFiles: "tests/support/ui-setup.ts" }),
      project("house", { include: ["tests/*.test.ts"], isolate: false }),
      project("domain", { isolate: false }),
      project("trial", {
        ...withDatabase,
        ...alone(1),
        include: timed,
        testTimeout: 180_000,
      }),
      project("moment", { ...withDatabase, ...alone(2), testTimeout: 120_000, hookTimeout: 180_000 }),
      project("attacks", { ...withDatabase, ...alone(3), testTimeout: 180_000 }),
    ],
  },
});

function project(name: string, options: TestOptions = {}): TestProjectInlineConfiguration {
  const include = [`tests/${name}/**/*.test.{ts,tsx}`];
  return { extends: true, test: { name, environment: "node", include, testTimeout: 15_000, ...options } };
}
