import path from "node:path";
import type { Reporter, TestModule } from "vitest/node";

const SHOWN = 10;

/** Prints where the time of a run went, file by file. */
export default class SlowestFiles implements Reporter {
  onTestRunEnd(files: readonly TestModule[]): void {
    if (files.length <= SHOWN) return;
    const lines = files
      .map((file) => ({ name: path.relative(file.project.config.root, file.moduleId), ms: durationOf(file) }))
      .toSorted((one, other) => other.ms - one.ms)
      .slice(0, SHOWN)
      .map(({ name, ms }) => `${(ms / 1_000).toFixed(1).padStart(7)} s  ${name}`);
    console.log(`\nThe slowest files:\n${lines.join("\n")}`);
  }
}

/** Importing it, which for many means starting the app, and running its tests. */
function durationOf(file: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    file.diagnostic();
  return environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration;
}
