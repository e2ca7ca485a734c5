import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterAll, inject } from "vitest";
import { runDatabase, testDatabase, type TestDatabase } from "./database.ts";
import { newVisitor, type Visitor } from "./visitor.ts";
import { removeFolder } from "#tests/support/folder.ts";

export type AppProcess = {
  child: ChildProcessByStdio<null, Readable, Readable>;
  /** Where it will answer, without a trailing slash. */
  url: string;
  /** What it has written so far. */
  output: () => string;
  /** Resolves with its exit code, or with the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
  stop: () => Promise<void>;
};

export type TestServer = {
  child: AppProcess["child"];
  ended: AppProcess["ended"];
  /** Where it answers, without a trailing slash. */
  url: string;
  /** A browser without JavaScript, with cookies of its own. */
  visitor: (options?: { language?: string }) => Visitor;
  /** What the process has written so far. */
  output: () => string;
  stop: () => Promise<void>;
};

const ROOT = path.join(import.meta.dirname, "../..");
export const REMIX_SERVE = path.join(ROOT, "node_modules/@remix-run/serve/dist/cli.js");
const ONE: readonly string[] = [process.execPath, REMIX_SERVE, "./build/server/index.js"];
/** What `npm start` runs. */
export const STARTER: readonly string[] = [process.execPath, "scripts/start.mjs"];
/** PROCESSES=2 tries the same on two, where a file does not ask for its own. */
export const PROCESSES = Number(process.env.PROCESSES ?? 1);
/** Makes the app get stuck when it is asked to. */
export const CAN_GET_STUCK = {
  NODE_OPTIONS: `--import=${pathToFileURL(path.join(import.meta.dirname, "stuck.mjs")).href}`,
};
const STARTS_WITHIN_MS = 20_000;
const STOPS_WITHIN_MS = 15_000;
const ATTEMPT_EVERY_MS = 50;

export const SESSION_SECRET = "a secret that only the tests know and nobody else";

type ServerWithDatabase = TestServer & { db: TestDatabase["db"]; databaseUrl: string };

/** The built app with a migrated database of this test file alone; both are gone after its last test. */
export async function testServer(env: Record<string, string> = {}): Promise<ServerWithDatabase> {
  const server = await serverOn(await testDatabase(), env);
  afterAll(server.stop);
  return server;
}

const shared = new Map<string, Promise<ServerWithDatabase>>();

/**
 * The same for files that only look at what they made themselves: those that run in one worker use one after another what
 * the first of them has started. It ends with the worker.
 */
export function sharedServer(env: Record<string, string> = {}): Promise<ServerWithDatabase> {
  const key = JSON.stringify(env);
  const running = shared.get(key) ?? runDatabase().then((database) => serverOn(database, env));
  shared.set(key, running);
  return running;
}

async function serverOn({ url, db }: TestDatabase, env: Record<string, string>): Promise<ServerWithDatabase> {
  const server = await startServer({ DATABASE_URL: url, ...env });
  await databaseReady(server);
  return { ...server, db, databaseUrl: url };
}

/** The built app, on a free port, as soon as it answers. The caller stops it. */
export async function startServer(
  env: Record<string, string>,
  program?: readonly string[],
): Promise<TestServer> {
  const app = await launch(env, program);
  const { child, url, output, ended, stop } = app;
  try {
    await until(STARTS_WITHIN_MS, async () => {
      if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode}:\n${output()}`);
      return await fetch(`${url}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { child, url, visitor: (options) => newVisitor(url, options), output, ended, stop };
}

/**
 * The process of the built app, as soon as it has been started, without the program that starts it again. The caller
 * stops it.
 */
export async function launch(
  env: Record<string, string>,
  program = PROCESSES > 1 ? STARTER : ONE,
): Promise<AppProcess> {
  const port = env.PORT ?? String(await freePort());
  const dataDir = await mkdtemp(path.join(inject("scratch"), "data-"));
  const { PATH, HOME } = process.env;
  const here = {
    PATH,
    HOME,
    NODE_ENV: "production" as const,
    HOST: "127.0.0.1",
    PORT: port,
    DATA_DIR: dataDir,
    // High limits: tests write more than people do.
    ADDRESS_WRITES: "1000000",
    VISITOR_WRITES: "1000000",
    LIMITS_PERCENT: "1000000",
    ADDRESS_SEARCHES: "1000000",
    // Tests of several say so.
    WEB_CONCURRENCY: String(program === STARTER && PROCESSES > 1 ? PROCESSES : 1),
    // Nothing beyond this machine is ever asked.
    POSTERS_FROM: "origins",
  };
  const [file = "", ...args] = program;
  const child = spawn(file, args, {
    cwd: ROOT,
    env: { ...here, SESSION_SECRET, ...env },
    // Opens the channel that scripts/start.mjs has: the app ends by itself when a test run is killed.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  }) as AppProcess["child"];
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  }
  // "close" and not "exit": by then everything that it wrote has been read.
  const ended = once(child, "close").then(() => child.exitCode ?? child.signalCode);
  const stop = async () => {
    await end(child);
    await removeFolder(dataDir);
  };
  return { child, url: `http://127.0.0.1:${port}`, output: () => output, ended, stop };
}

/** An address where nothing listens. */
export async function closedPort(): Promise<number> {
  return freePort();
}

/** Resolves when the server has its database, with all tables. */
export async function databaseReady({ url }: Pick<TestServer, "url">): Promise<void> {
  await until(STARTS_WITHIN_MS, async () => (await fetch(`${url}/readyz`)).ok);
}

async function until(ms: number, done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`nothing happened within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, ATTEMPT_EVERY_MS));
  }
}

async function end(child: AppProcess["child"]): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const impatient = setTimeout(() => child.kill("SIGKILL"), STOPS_WITHIN_MS);
  await exited;
  clearTimeout(impatient);
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
