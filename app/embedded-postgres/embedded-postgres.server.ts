import { realpath } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { chooseAccount } from "./account.ts";
import { findBinaries, packageRoot } from "./binaries.ts";
import { ensureCluster, renewPassword } from "./cluster.ts";
import { codeOf, ensureFolder, explained } from "./folder.ts";
import { startGuardian } from "./guardian.ts";
import { launch } from "./launch.ts";
import { connectionStringOf, type Layout, layoutOf } from "./layout.ts";
import { clearLeftovers } from "./leftovers.ts";
import { livingHolder, takeLock } from "./lock.ts";
import { EmbeddedUnavailable, type Emit, type EmbeddedEvent } from "./outcome.ts";
import { readPassword } from "./password.ts";
import { readPidFile } from "./pid-file.ts";
import { birthOf } from "./processes.ts";
import { type Supervised, supervise } from "./supervise.ts";

export { ensureFolder } from "./folder.ts";
export { DataFolderBusy, EmbeddedUnavailable, type EmbeddedEvent } from "./outcome.ts";

export type EmbeddedServer = {
  /** Where the database `app` can be reached. Ask again after a failure: a restart may change the port. */
  connectionString(): string;
  /** The pid of the running postmaster; null while it is being restarted and after stop(). */
  pid(): number | null;
  /** A fast shutdown, harder after 10 s and 14 s. May be called twice; never rejects. */
  stop(): Promise<void>;
};

/**
 * Starts the PostgreSQL that lives in `dataDir` and keeps it running until stop() or until this process
 * ends, however it ends. The first start makes the cluster (about a second). `settings` go to the server
 * as `-c name=value`; `fsync: "off"` also makes the cluster without syncing, for throwaway ones.
 *
 * Throws DataFolderBusy when a living process holds the folder; EmbeddedUnavailable when it can't run here
 * until a person changes something (the message says what); any other Error when this try failed and
 * another may work. After a throw nothing is left running or locked.
 */
export async function startEmbedded(options: {
  dataDir: string;
  onEvent?: (event: EmbeddedEvent) => void;
  settings?: Record<string, string>;
}): Promise<EmbeddedServer> {
  const { onEvent, settings = {} } = options;
  const emit = safely(onEvent);
  const layout = await openFolder(options.dataDir);
  const binaries = await findBinaries(layout);
  const lock = await takeLock(layout).catch((error: unknown) => {
    throw explained(error, layout);
  });
  const guardian = startGuardian({ binaries, layout, emit });
  const letGo = async () => {
    await guardian.close();
    await lock.release().catch(() => undefined);
  };
  try {
    const account = await chooseAccount(layout, binaries);
    const premises = { layout, binaries, account, settings, guardian, emit };
    await clearLeftovers(premises);
    const making = { ...premises, durable: settings.fsync !== "off" };
    let password = await ensureCluster(making);
    const begin = () => supervise({ emit, launch: (input) => launch({ ...premises, password }, input) });
    const server = await begin().catch(async (error: unknown): Promise<Supervised> => {
      if (codeOf(error) !== WRONG_PASSWORD) throw error;
      password = await renewPassword(making);
      return begin();
    });
    let stopped: Promise<void> | null = null;
    return {
      connectionString: () => connectionStringOf({ port: server.port(), password }),
      pid: () => server.pid(),
      stop: () => (stopped ??= timed(emit, () => server.stop().then(letGo, letGo))),
    };
  } catch (error) {
    await letGo();
    throw explained(error, layout);
  }
}

/** PostgreSQL's code for "database does not exist". */
const WRONG_PASSWORD = "28P01";

/**
 * The connection string of the server that a running app has in this folder; null when there is none, when it is just
 * being restarted, or when this user may not read the folder. Starts and changes nothing.
 */
export async function runningEmbedded({ dataDir }: { dataDir: string }): Promise<string | null> {
  const layout = layoutOf(await realpath(dataDir).catch(() => dataDir));
  if ((await livingHolder(layout)) === null) return null;
  const server = await readPidFile(layout);
  if (!server?.ready || (await birthOf(server.pid)) === null) return null;
  const password = await readPassword(layout).catch(() => null);
  return password && connectionStringOf({ port: server.port, password });
}

/** How often to look whether a server of another process has moved. */
const LOOK_EVERY_MS = 500;

/**
 * Uses the server that another process starts in `dataDir`, as soon as it runs, and follows it to other ports. Waits for
 * it without end; starts and changes nothing.
 */
export async function joinEmbedded({
  dataDir,
}: {
  dataDir: string;
}): Promise<Pick<EmbeddedServer, "connectionString">> {
  const look = () => runningEmbedded({ dataDir });
  let known = await look();
  for (; known === null; known = await look()) await delay(LOOK_EVERY_MS, undefined, { ref: false });
  let address = known;
  // While it is being restarted the old address stands, where nobody answers.
  setInterval(() => void look().then((now) => (address = now ?? address)), LOOK_EVERY_MS).unref();
  return { connectionString: () => address };
}

/** Why no PostgreSQL of npm's can run on this machine, in a sentence; null when one can. Starts and changes nothing. */
export function whyUnavailable(): string | null {
  try {
    packageRoot();
    return null;
  } catch (error) {
    if (error instanceof EmbeddedUnavailable) return error.message;
    throw error;
  }
}

async function openFolder(dataDir: string): Promise<Layout> {
  ensureFolder(dataDir);
  return layoutOf(await realpath(dataDir));
}

function safely(onEvent: ((event: EmbeddedEvent) => void) | undefined): Emit {
  return (event) => {
    try {
      onEvent?.(event);
    } catch {
      // An error in the caller's log must not stop the caller's database.
    }
  };
}

async function timed(emit: Emit, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  // Nothing in here should reject; if something does, a shutdown must not become a crash.
  await work().catch(() => undefined);
  emit({ kind: "stopped", ms: Math.round(performance.now() - began) });
}
