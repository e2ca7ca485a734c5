import { type ChildProcess, fork } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { layoutOf } from "#app/embedded-postgres/layout.ts";
import { livingHolder, takeLock } from "#app/embedded-postgres/lock.ts";
import { birthOf } from "#app/embedded-postgres/processes.ts";
import { DataFolderBusy, startEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";
import { addRow, appIn, dataFolder, eventually, rows, serverIn } from "./scene.ts";

test("a second app on the folder is refused while the first lives, and let in after it was killed", async () => {
  const dataDir = await dataFolder();
  const app = await appIn(dataDir);
  await addRow(app.url);

  const refusal = await startEmbedded({ dataDir }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DataFolderBusy);
  expect(refusal).toMatchObject({ holderPid: app.pid });
  expect(String(refusal)).toContain("DATABASE_URL");
  expect(await rows(app.url)).toBe(1);

  process.kill(app.pid, "SIGKILL");
  await eventually(async () => expect(await birthOf(app.pid)).toBeNull());
  const next = await serverIn(dataDir);
  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ holderPid: process.pid });
  expect(await rows(next.connectionString())).toBe(1);
});

test("locks of the dead, of zombies and of recycled pids are swept away", async () => {
  const layout = layoutOf(await dataFolder());
  await mkdir(layout.locks, { recursive: true });
  const living = fork("-e", ["process.stdin.resume()"], { execArgv: [], stdio: "ignore" });
  onTestFinished(() => void living.kill("SIGKILL"));
  const stale = ["999999999.dbf508dd-1", `${living.pid}.dbf508dd-1`, `${process.ppid}.older-boot-7`];
  for (const name of stale) await writeFile(path.join(layout.locks, name), "");
  expect(await livingHolder(layout)).toBeNull();

  const lock = await takeLock(layout);
  expect(await readdir(layout.locks)).toEqual([`${process.pid}.${await birthOf(process.pid)}`]);
  await lock.release();
  expect(await readdir(layout.locks)).toEqual([]);
});

test("of many who find a stale lock at once exactly one gets the folder", async () => {
  const layout = layoutOf(await dataFolder());
  await mkdir(layout.locks, { recursive: true });
  await writeFile(path.join(layout.locks, "999999999.dbf508dd-1"), "");
  const contenders = await Promise.all(Array.from({ length: 6 }, () => contender(layout.root)));

  const answers = await Promise.all(
    contenders.map(async (child) => {
      child.send("go");
      return answerOf(child);
    }),
  );
  expect(answers.filter(({ kind }) => kind === "held")).toHaveLength(1);
  expect(answers.filter(({ kind }) => kind === "busy")).toHaveLength(5);
  expect(await readdir(layout.locks)).toHaveLength(1);
});

async function contender(dataDir: string): Promise<ChildProcess> {
  const fixture = path.join(import.meta.dirname, "contender.fixture.ts");
  const child = fork(fixture, [dataDir], { execArgv: ["--import", "tsx"], stdio: "inherit" });
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(await answerOf(child)).toEqual({ kind: "waiting" });
  return child;
}

function answerOf(child: ChildProcess): Promise<{ kind: string }> {
  return new Promise((resolve) => {
    child.once("message", (answer: { kind: string }) => resolve(answer));
  });
}
