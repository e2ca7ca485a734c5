import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { notOurs } from "./folder.ts";
import type { Guardian } from "./guardian.ts";
import { connectionStringOf } from "./layout.ts";
import { clearLeftovers } from "./leftovers.ts";
import { openLog } from "./server-log.ts";
import { type Emit, EmbeddedUnavailable } from "./outcome.ts";
import { readPidFile } from "./pid-file.ts";
import { type Premises, type ServerProcess, spawnServer } from "./server-process.ts";

const TRIES = 10;
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 20;

export type Launching = Premises & { guardian: Guardian; password: string; emit: Emit };

/**
 * Starts the server and waits until it answers a query. When the wanted port is not free, takes another; waits for
 * shared memory that an earlier server still holds. Any other failure throws, with the server's own words, and leaves
 * no process behind.
 */
export async function launch(
  launching: Launching,
  { port: wanted, signal }: { port: number | null; signal: AbortSignal },
): Promise<ServerProcess> {
  let port = wanted;
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    await clearLeftovers(launching);
    const outcome = await attempt(launching, port ?? (await freePort()), signal);
    if ("server" in outcome) return outcome.server;
    const another = ANOTHER_PORT.test(outcome.said);
    const wait = STILL_IN_USE.test(outcome.said);
    if (tries === TRIES || !(another || wait)) throw failure(outcome.said, launching);
    if (another) port = null;
    else await delay(100 * tries);
  }
}

const ANOTHER_PORT = /could not bind|could not create any TCP\/IP sockets/;
const STILL_IN_USE = /shared memory block .* is still in use|lock file "postmaster.pid" already exists/;

const DAMAGED =
  /checkpoint record|pg_control|control file|valid data directory|directory "pg_\w+"|incompatible with server/;
const FORBIDDEN = /Permission denied|wrong ownership|Operation not permitted/;
const PASSING = /No space left|Too many open files/;

/** PostgreSQL's words for failures that trying again does not mend. */
function failure(said: string, { layout }: Launching): Error {
  const lines = said.split("\n").filter((line) => !PASSING.test(line));
  if (lines.some((line) => FORBIDDEN.test(line))) return notOurs(layout.cluster, layout);
  const damage = lines.find((line) => DAMAGED.test(line));
  if (damage === undefined) return new Error(`The database did not start: ${said}`);
  return new EmbeddedUnavailable(
    `The database in ${layout.cluster} is damaged; it may have been copied while its app ran. Put a backup back, or a ` +
      `copy made while the app was stopped; or move it away, and an empty one is made; or set DATA_DIR or ` +
      `DATABASE_URL. PostgreSQL says: ${damage.replace(/^.*?(?:PANIC|FATAL|LOG): +/, "")}`,
  );
}

type Outcome = { server: ServerProcess } | { said: string };

async function attempt(launching: Launching, port: number, signal: AbortSignal): Promise<Outcome> {
  const { layout, guardian, password } = launching;
  const log = await openLog(layout);
  const server = spawnServer(launching, { port, output: log.fd });
  guardian.watch(server.pid);
  // The server is gone, so its pid must not be stopped later: another process may get it.
  void server.exited.then(() => guardian.watch(null));
  try {
    await untilReady({ server, launching, signal });
    await answersQuery(connectionStringOf({ port, password }));
    return { server };
  } catch (error) {
    const endedByItself = server.hasExited();
    await server.stop();
    if (endedByItself) return { said: await log.said() };
    // The server runs, but this database of it cannot be opened.
    throw error instanceof Error && DAMAGED.test(error.message) ? failure(error.message, launching) : error;
  } finally {
    await log.close();
  }
}

/**
 * The pid file is read before connecting: it keeps refused connections out of the log, and shows that the port is ours.
 */
async function untilReady(wait: { server: ServerProcess; launching: Launching; signal: AbortSignal }) {
  const { server, launching, signal } = wait;
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    signal.throwIfAborted();
    if (server.hasExited()) throw new Error("The database ended while starting");
    const file = await readPidFile(launching.layout);
    if (file?.pid === server.pid && file.port === server.port && file.ready) return;
    if (performance.now() > deadline) throw new Error(`The database was not ready within ${PATIENCE_MS} ms`);
    await delay(LOOK_EVERY_MS);
  }
}

async function answersQuery(connectionString: string): Promise<void> {
  // Set explicitly, because PGSSLMODE or PGOPTIONS of the caller's shell are not meant for this server.
  const client = new Client({
    connectionString,
    ssl: false,
    options: "",
    connectionTimeoutMillis: 10_000,
  });
  // A client whose server dies emits an error, which would crash the process if nobody listened.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no free port"));
      });
    });
  });
}
