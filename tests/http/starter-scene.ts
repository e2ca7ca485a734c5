import { type ChildProcess, execFile } from "node:child_process";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { birthOf } from "#app/embedded-postgres/processes.ts";
import { eventually, processesIn, usedFolder } from "#tests/embedded-postgres/scene.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { databaseReady, startServer, type TestServer } from "#tests/support/server.ts";

/** The app with a database of its own, which is there already, in a folder of this test; `left` tells which of its processes still run. */
export async function atHome(env: Record<string, string>, program: readonly string[]) {
  const dataDir = await usedFolder();
  const server = await startServer({ DATA_DIR: dataDir, ...env }, program);
  onTestFinished(server.stop);
  await databaseReady(server);
  const all = await descendantsOf(server.child.pid!);
  const left = async () => {
    const births = await Promise.all(all.map(birthOf));
    return [...all.filter((_, i) => births[i] !== null), ...(await processesIn(dataDir))];
  };
  return { server, left };
}

export function restarts({ output }: TestServer) {
  return logLines(output()).filter(({ event }) => event === "starting-again");
}

/** The pid of the app that this starter runs; throws while there is none. */
export async function appOf(starter: ChildProcess): Promise<number> {
  const [app] = await childrenOf(starter.pid!);
  if (app === undefined) throw new Error("no app runs");
  return app;
}

export async function eventualAppOf(starter: ChildProcess): Promise<number> {
  await eventually(() => appOf(starter));
  return appOf(starter);
}

export async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "ppid=,pid=,stat="]);
  const lines = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  return lines
    .filter(([ppid, , stat]) => Number(ppid) === parent && !stat?.startsWith("Z"))
    .map(([, pid]) => Number(pid));
}

async function descendantsOf(parent: number): Promise<number[]> {
  const children = await childrenOf(parent);
  const theirs = await Promise.all(children.map(descendantsOf));
  return [parent, ...theirs.flat()];
}
