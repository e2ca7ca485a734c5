import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { atEnd } from "#tests/bench/closing.ts";
import { removeFolder } from "#tests/support/folder.ts";
import type { Target } from "./edge.ts";
import { watchMemory } from "./memory.ts";
import { renderService, type RenderService } from "./render-file.ts";

/** Render's port; each instance has a loopback address of its own, as each has a machine of its own there. */
const PORT = 10_000;

function ownAddress(): string {
  return `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
}

export type Release = { root: string; service: RenderService };
export type Instance = Awaited<ReturnType<typeof startInstance>>;

/** The environment that Render gives every command, and `folder` of Node's binary first in the path. */
export function renderEnv(origin: string, nodeFolder: string | null): NodeJS.ProcessEnv {
  const { PATH = "", HOME } = process.env;
  return {
    PATH: nodeFolder ? `${nodeFolder}${path.delimiter}${PATH}` : PATH,
    HOME,
    NODE_ENV: "production",
    PORT: String(PORT),
    RENDER: "true",
    RENDER_EXTERNAL_URL: origin,
    WEB_CONCURRENCY: "1",
  };
}

/** A clean clone of a commit, built by exactly the command that its render.yaml names. */
export async function buildRelease(
  repository: string,
  commit: string,
  env: NodeJS.ProcessEnv,
): Promise<Release> {
  const root = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-rehearsal-"));
  atEnd(() => removeFolder(root));
  execFileSync("git", ["clone", "--quiet", "--no-checkout", repository, root]);
  execFileSync("git", ["checkout", "--quiet", "--detach", commit], { cwd: root });
  const service = await renderService(root);
  execFileSync("sh", ["-c", service.buildCommand], { cwd: root, env, stdio: ["ignore", 2, 2] });
  return { root, service };
}

/** Starts a release by exactly the command that its render.yaml names; returns at once. */
export async function startInstance({
  release: { root, service },
  env,
  databaseUrl,
  secret,
  program,
}: {
  release: Release;
  env: NodeJS.ProcessEnv;
  databaseUrl: string;
  secret: string;
  /** In place of the start command. */
  program?: readonly string[];
}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-instance-"));
  const logFile = path.join(folder, "log");
  const log = openSync(logFile, "w");
  const host = ownAddress();
  const set = service.envVars.flatMap(({ key, value }) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const [file = "", ...args] = program ?? ["sh", "-c", `exec ${service.startCommand}`];
  const child = spawn(file, args, {
    cwd: root,
    env: {
      ...env,
      ...Object.fromEntries(set),
      DATABASE_URL: databaseUrl,
      SESSION_SECRET: secret,
      HOST: host,
      DATA_DIR: path.join(folder, "data"),
      // Nothing beyond this machine is ever asked.
      POSTERS_FROM: "origins",
    },
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  const memory = watchMemory(child.pid!);
  const stop = () => stopped(child, service.maxShutdownDelaySeconds);
  atEnd(async () => {
    await stop();
    memory.stop();
    await removeFolder(folder);
  });
  return {
    target: { host, port: PORT } satisfies Target,
    mostMb: memory.mostMb,
    said: () => readFile(logFile, "utf8"),
    /** SIGTERM, and SIGKILL after the delay that render.yaml allows; answers how long that took, in milliseconds. */
    stop,
  };
}

async function stopped(child: ChildProcess, seconds: number): Promise<number> {
  const since = performance.now();
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, "exit");
    const impatient = setTimeout(() => child.kill("SIGKILL"), seconds * 1_000);
    child.kill("SIGTERM");
    await exited;
    clearTimeout(impatient);
    takeAway(child.pid!);
  }
  return performance.now() - since;
}

/** An instance goes with its first process, whatever else still runs in it. */
function takeAway(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // Nothing was left.
  }
}
