import { type ChildProcess, execFile, fork } from "node:child_process";
import { chmod, mkdtemp, readdir, readlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, vi } from "vitest";
import {
  type EmbeddedEvent,
  type EmbeddedServer,
  startEmbedded,
} from "#app/embedded-postgres/embedded-postgres.server.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { withClient } from "#tests/support/with-client.ts";

const PATIENCE = { timeout: 20_000, interval: 20 };

/** A data folder of this test alone; at its end nothing may run in it. */
export async function dataFolder({ name = "data", mode = 0o755 } = {}): Promise<string> {
  const parent = await mkdtemp(path.join(os.tmpdir(), "embedded-test-"));
  await chmod(parent, mode);
  onTestFinished(async () => {
    await nothingRunsIn(parent);
    await removeFolder(parent);
  });
  return path.join(parent, name);
}

let used: Promise<string> | undefined;

/** The same with one row in its database, in which nothing runs: a copy, because making a database takes a while. */
export async function usedFolder(): Promise<string> {
  const dataDir = await dataFolder();
  await promisify(execFile)("cp", ["-a", await (used ??= makeUsedFolder()), dataDir]);
  return dataDir;
}

async function makeUsedFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(inject("scratch"), "used-"));
  // Under root the server runs as another account, which has to pass through.
  await chmod(folder, 0o755);
  const dataDir = path.join(folder, "data");
  const server = await startEmbedded({ dataDir });
  await addRow(server.connectionString());
  await server.stop();
  return dataDir;
}

export type Recorded = EmbeddedServer & { events: EmbeddedEvent[] };

/** An embedded server inside the test's own process; stopped at the end of the test. */
export async function serverIn(dataDir: string, settings: Record<string, string> = {}): Promise<Recorded> {
  const events: EmbeddedEvent[] = [];
  const server = await startEmbedded({ dataDir, settings, onEvent: (event) => void events.push(event) });
  onTestFinished(() => server.stop());
  return { ...server, events };
}

export type App = { pid: number; url: string; events: EmbeddedEvent[]; child: ChildProcess };

/** An app as its own process, as far as the first event of the given kind, or until its server is up. */
export async function appIn(dataDir: string, until: EmbeddedEvent["kind"] | "up" = "up"): Promise<App> {
  const events: EmbeddedEvent[] = [];
  const fixture = path.join(import.meta.dirname, "app.fixture.ts");
  const child = fork(fixture, [dataDir], { execArgv: ["--import", "tsx"], stdio: "inherit" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = await new Promise<string>((resolve, reject) => {
    child.on("message", (message: EmbeddedEvent | { kind: "up"; url: string }) => {
      if (message.kind !== "up") events.push(message);
      if (message.kind === until) resolve("url" in message ? message.url : "");
    });
    child.once("exit", (code) => reject(new Error(`The app ended with ${code}`)));
  });
  return { pid: child.pid ?? 0, url, events, child };
}

export const guardianOf = ({ events }: { events: EmbeddedEvent[] }): number =>
  events.findLast((event) => event.kind === "guarded")?.guardianPid ?? 0;

export const postmasterOf = ({ events }: { events: EmbeddedEvent[] }): number =>
  events.findLast((event) => event.kind === "ready")?.pid ?? 0;

export const count = (events: EmbeddedEvent[], kind: EmbeddedEvent["kind"]): number =>
  events.filter((event) => event.kind === kind).length;

/** One connection, one statement; the first column of the first row. */
export async function ask(url: string, statement: string): Promise<unknown> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: "array" });
    return rows[0]?.[0];
  });
}

export async function addRow(url: string): Promise<void> {
  await ask(url, "create table if not exists note (n serial)");
  await ask(url, "insert into note default values");
}

export function asSuperuser(connectionString: string): string {
  const url = new URL(connectionString);
  url.username = "postgres";
  return url.href;
}

export const rows = (url: string): Promise<unknown> => ask(url, "select count(*)::int from note");

export const eventually = (check: () => unknown): Promise<void> =>
  vi.waitFor(async () => void (await check()), PATIENCE);

export const nothingRunsIn = (folder: string): Promise<void> =>
  eventually(async () => expect(await processesIn(folder)).toEqual([]));

/** What `ps` shows with this folder in its command line, and on Linux what stands in it. */
export async function processesIn(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axwwo", "pid=,stat=,command="]);
  const lines = stdout.split("\n").filter((line) => !/^\s*\d+\s+Z/.test(line));
  const inside = await Promise.all(
    lines.map(async (line) => line.includes(folder) || (await cwdOf(line)).startsWith(folder)),
  );
  return lines.filter((line, index) => inside[index] && !line.includes("app.fixture.ts"));
}

const cwdOf = (line: string): Promise<string> =>
  readlink(`/proc/${line.trim().split(/\s/)[0]}/cwd`).catch(() => "");

export const unfinishedIn = async (dataDir: string): Promise<string[]> =>
  (await readdir(dataDir)).filter((name) => name.startsWith("pg.init-"));
