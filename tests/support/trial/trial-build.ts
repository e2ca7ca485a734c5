import { REMIX_SERVE } from "#tests/support/server.ts";

/** The build with the route of this folder, which the tests of the process make before they begin. */
export const TRIAL_BUILD = "./build/trial/server/index.js";
export const TRIAL_SERVE = [process.execPath, REMIX_SERVE, TRIAL_BUILD];
