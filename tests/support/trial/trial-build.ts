import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { REMIX_SERVE } from "#tests/support/server.ts";

const ROOT = path.join(import.meta.dirname, "../../..");
export const TRIAL_BUILD = "./build/trial/server/index.js";
/** Runs the build that has `/stuck`. */
export const TRIAL_SERVE = [process.execPath, REMIX_SERVE, TRIAL_BUILD];

/** Makes the build with the routes of this folder, unless it is there. */
export async function buildTrial(): Promise<void> {
  await promisify(execFile)(process.execPath, ["scripts/build-if-stale.mjs", "trial"], { cwd: ROOT });
}
