import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";

const FORMS = 6_000;
const SEED = 20_261_124;
const ROOT = path.join(import.meta.dirname, "../..");

type Report = { forms: number; statuses: Record<string, number>; longestCpuMs: number };

/** In a process of its own, so that its processor time is the app's alone. `npm run fuzz` sends more. */
test(
  "6,000 random forms: no 5xx, none that takes long, and no row that should not be",
  { timeout: 240_000 },
  async () => {
    const { url } = await testDatabase();
    const run = [`--forms=${FORMS}`, `--seed=${SEED}`, `--database=${url}`];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", path.join(ROOT, "tests/fuzz/run.ts"), ...run],
      { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
    );
    const { forms, statuses } = JSON.parse(stdout.trim().split("\n").at(-1)!) as Report;
    expect(forms).toBe(FORMS);
    // Near enough to real forms that many were carried out, and far enough that as many were not.
    const carriedOut = (statuses[200] ?? 0) + (statuses[202] ?? 0) + (statuses[303] ?? 0);
    expect(carriedOut).toBeGreaterThan(FORMS / 8);
    // Many actions have no fields that could be wrong.
    expect(statuses[422]).toBeGreaterThan(FORMS / 25);
    expect(statuses[400]).toBeGreaterThan(FORMS / 20);
  },
);
