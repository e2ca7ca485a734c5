import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { bundledMigrations } from "#app/data/schema/bundled-migrations.server.ts";
import { prepareSearch } from "#app/data/schema/search-indexes.server.ts";
import { bringUpToDate } from "#app/data/schema/up-to-date.server.ts";
import { createDatabase, dropDatabases, startTestCluster } from "./cluster.ts";
import { removeFolder } from "./folder.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Connects to the run's PostgreSQL as a user that may create and drop databases. */
    adminUrl: string;
    /** A migrated database to copy; nobody may connect to it. The names of all copies begin with its own. */
    template: string;
    /** A folder for what need not outlive the run. */
    scratch: string;
  }
}

type Stage = { adminUrl: string; template: string; scratch: string; clear(): Promise<void> };

/** Kept on globalThis, because every project evaluates this module for itself. */
const run = globalThis as { testStage?: Promise<Stage>; testBuild?: Promise<void>; testStageUsers?: number };

/** Runs once for every project that names it, before the first test and, by what it returns, after the last. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  run.testStageUsers = (run.testStageUsers ?? 0) + 1;
  run.testStage ??= setStage();
  if (project.name !== "inside") await (run.testBuild ??= buildIfStale(project.config.root));
  const { adminUrl, template, scratch } = await run.testStage;
  project.provide("adminUrl", adminUrl);
  project.provide("template", template);
  project.provide("scratch", scratch);
  return leaveStage;
}

async function leaveStage(): Promise<void> {
  run.testStageUsers = (run.testStageUsers ?? 1) - 1;
  if (run.testStageUsers > 0) return;
  const stage = await run.testStage;
  delete run.testStage;
  await stage?.clear();
}

async function setStage(): Promise<Stage> {
  const cluster = await startTestCluster();
  const { adminUrl } = cluster;
  // Random, because TEST_DATABASE_URL may name a server that other runs use too.
  const template = `movie_lottery_test_${randomBytes(4).toString("hex")}`;
  const scratch = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-scratch-"));
  const clear = async () => {
    // A cluster of our own is removed as a whole; a server that was lent to us is left as it was.
    if (adminUrl === process.env.TEST_DATABASE_URL) await dropDatabases({ adminUrl, beginning: template });
    await cluster.stop();
    await removeFolder(scratch);
  };
  try {
    const url = await createDatabase({ adminUrl, template: "template1", name: template });
    await bringUpToDate({ address: () => url, migrations: bundledMigrations, restoring: false });
    await prepareSearch(() => url);
    return { adminUrl, template, scratch, clear };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** Before any test, and once: two builds into one folder would disturb each other. */
async function buildIfStale(root: string): Promise<void> {
  const script = path.join(root, "scripts/build-if-stale.mjs");
  if (existsSync(script)) await promisify(execFile)(process.execPath, [script], { cwd: root });
}
