import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { atEnd } from "./closing.ts";
import { memorySettings, NODE_FLAGS } from "../../scripts/process-memory.mjs";
import { removeFolder } from "#tests/support/folder.ts";

export const ROOT = path.join(import.meta.dirname, "../..");
const STARTS_WITHIN_MS = 20_000;
const STOPS_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 10;

export type WebProcess = {
  url: string;
  /** The process that serves; of several the first. */
  pid: number;
  /** What each process that serves says of itself at /readyz, by its pid. */
  reports: () => Promise<Map<number, Report>>;
  /** From the launch to the first 200 of `/`. */
  firstAnswerMs: number;
  /** What it logged, without the lines of requests. */
  complaints: () => Promise<string>;
  stop: () => Promise<void>;
};

type Report = { pid?: number; ready: boolean; pool: { used: number; free: number; waiting: number } };

/**
 * Launches the production server of a checkout as `npm start` does and waits for the first 200 that this visitor gets. One
 * process serves unless WEB_CONCURRENCY is among the settings.
 */
export async function startWebProcess(
  databaseUrl: string,
  cookie = "",
  settings: Record<string, string> = {},
  root = ROOT,
): Promise<WebProcess> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-bench-web-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = path.join(folder, "log");
  // A file and not a pipe: reading along would cost this machine time during the measurement.
  const log = openSync(logFile, "w");
  const { PATH, HOME } = process.env;
  const launchedAt = performance.now();
  const count = Number(settings.WEB_CONCURRENCY ?? 1);
  const remixServe = path.join(root, "node_modules/@remix-run/serve/dist/cli.js");
  const program = count > 1 ? ["scripts/start.mjs"] : [remixServe, "./build/server/index.js"];
  // Another commit has ways of its own.
  const flags = root === ROOT && count === 1 ? NODE_FLAGS : [];
  const memory = root === ROOT ? memorySettings({}) : {};
  const child = spawn(process.execPath, [...flags, ...program], {
    cwd: root,
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      DATA_DIR: folder,
      DATABASE_URL: databaseUrl,
      SESSION_SECRET: "a secret that only the bench knows and nobody else",
      ADDRESS_WRITES: "1000000",
      VISITOR_WRITES: "1000000",
      LIMITS_PERCENT: "1000000",
      ...memory,
      ...settings,
    },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const exited = once(child, "exit");
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const complaints = async () => {
    const lines = (await readFile(logFile, "utf8").catch(() => "")).split("\n");
    return lines.filter((line) => line && !/"event":"request"|^\[remix-serve\]/.test(line)).join("\n");
  };
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= end());
  async function end(): Promise<void> {
    const impatient = setTimeout(() => child.kill("SIGKILL"), STOPS_WITHIN_MS);
    if (!ended()) child.kill("SIGTERM");
    if (!ended()) await exited;
    clearTimeout(impatient);
    await removeFolder(folder);
  }
  atEnd(stop);
  while ((await statusOf(url, cookie)) !== 200) {
    const late = performance.now() - launchedAt > STARTS_WITHIN_MS;
    if (late || ended()) throw new Error(`the server does not answer:\n${await complaints()}`);
    await sleep(LOOK_EVERY_MS);
  }
  const firstAnswerMs = performance.now() - launchedAt;
  const reports = () => reportsOf({ url, count, only: child.pid! });
  const [pid] = count > 1 ? (await reports()).keys() : [child.pid!];
  return { url, pid: pid!, reports, firstAnswerMs, complaints, stop };
}

/** Each process answers a new connection in its turn. */
async function reportsOf({ url, count, only }: { url: string; count: number; only: number }) {
  const reports = new Map<number, Report>();
  for (let tries = 0; reports.size < count && tries < 20 * count; tries += 1) {
    const answer = await fetch(`${url}/readyz`, { headers: { Connection: "close" } });
    const report = (await answer.json()) as Report;
    // Releases before several processes were possible do not tell.
    reports.set(report.pid ?? only, report);
  }
  if (reports.size < count) throw new Error(`${reports.size} of ${count} processes serve`);
  return reports;
}

/** Waits until the database is there and migrated. */
export async function untilReady({ reports, complaints }: WebProcess): Promise<void> {
  const deadline = performance.now() + STARTS_WITHIN_MS;
  while (![...(await reports()).values()].every(({ ready }) => ready)) {
    if (performance.now() > deadline) throw new Error(`the database is not ready:\n${await complaints()}`);
    await sleep(50);
  }
}

/** The address of a server that accepts every connection and never says a word. */
export async function startSilentServer(): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `postgresql://app:app@127.0.0.1:${portOf(server)}/app`;
}

function statusOf(url: string, cookie: string): Promise<number | null> {
  return fetch(url, { headers: { Cookie: cookie } }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    },
    () => null,
  );
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}
