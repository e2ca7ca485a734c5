import os from "node:os";

/** What one process may take under full load, in megabytes; a machine of 512 MB is for one. */
const PROCESS_MB = 400;
/** Each holds up to a dozen connections, and hosted databases allow about a hundred. */
const PROCESSES_UNASKED = 4;

/**
 * How many processes serve: WEB_CONCURRENCY, else one for each processor, as far as the memory is enough. A setting that
 * cannot be used is for the app to complain of, so one process is started with it.
 * @param {Record<string, string | undefined>} env
 * @param {{ processors?: number, bytes?: number }} [machine]
 */
export function processCount(env, { processors = os.availableParallelism(), bytes = memory() } = {}) {
  const asked = env.WEB_CONCURRENCY?.trim();
  if (asked) return /^[1-9]\d?$/.test(asked) ? Number(asked) : 1;
  const room = Math.floor(bytes / 1024 ** 2 / PROCESS_MB);
  return Math.max(1, Math.min(processors, room, PROCESSES_UNASKED));
}

/** The memory of this machine, or of the container around this process. */
function memory() {
  return Math.min(os.totalmem(), process.constrainedMemory() || Infinity);
}
