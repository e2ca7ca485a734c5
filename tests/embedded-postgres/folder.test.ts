import { spawn } from "node:child_process";
import { cp, lstat, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hydrateLinks } from "#app/embedded-postgres/binaries.ts";
import { run } from "#app/embedded-postgres/command.ts";
import { BARE_ENV, birthOf } from "#app/embedded-postgres/processes.ts";
import { EmbeddedUnavailable, startEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";
import { addRow, dataFolder, processesIn, rows, serverIn, usedFolder } from "./scene.ts";

const asRoot = process.getuid?.() === 0;

test.runIf(asRoot && process.platform === "linux")(
  "root serves a folder that only root may enter, and the same rows after it was opened to others",
  async () => {
    const dataDir = await dataFolder({ mode: 0o700 });
    const closed = await serverIn(dataDir);
    await addRow(closed.connectionString());
    expect((await stat(path.join(dataDir, "pg"))).uid).toBe(0);
    await closed.stop();

    const elsewhere = await dataFolder({ mode: 0o755 });
    await rename(dataDir, elsewhere);
    const open = await serverIn(elsewhere);
    expect((await stat(path.join(elsewhere, "pg"))).uid).not.toBe(0);
    expect(await rows(open.connectionString())).toBe(1);
    await open.stop();

    await rename(elsewhere, dataDir);
    const closedAgain = await serverIn(dataDir);
    expect(await rows(closedAgain.connectionString())).toBe(1);
  },
);

test("a pid file that names a stranger is removed; the stranger is left alone, even inside the folder", async () => {
  const dataDir = await usedFolder();
  // PostgreSQL only fears for processes of its own user.
  const cluster = path.join(dataDir, "pg");
  const { uid } = await stat(cluster);
  const stranger = spawn("sleep", ["600"], { uid, cwd: cluster, stdio: "ignore" });
  onTestFinished(() => void stranger.kill("SIGKILL"));
  const pidFile = path.join(cluster, "postmaster.pid");
  await writeFile(pidFile, `${stranger.pid}\n${cluster}\n1\n5432\n\n127.0.0.1\n\nready   \n`);

  const next = await serverIn(dataDir);
  expect(await rows(next.connectionString())).toBe(1);
  expect(await birthOf(stranger.pid ?? 0)).not.toBeNull();
  stranger.kill("SIGKILL");
});

test("another major version, foreign files and settings that can't work are told apart, and nothing stays", async () => {
  const dataDir = await dataFolder();
  await mkdir(path.join(dataDir, "pg"), { recursive: true });
  await writeFile(path.join(dataDir, "pg", "holiday.jpg"), "");
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/not a database/);
  await writeFile(path.join(dataDir, "pg", "PG_VERSION"), "15\n");
  const mismatch = startEmbedded({ dataDir });
  await expect(mismatch).rejects.toBeInstanceOf(EmbeddedUnavailable);
  await expect(mismatch).rejects.toThrow(/made by PostgreSQL 15, and this app brings 18/);

  const healthy = await dataFolder();
  const wrong = startEmbedded({ dataDir: healthy, settings: { max_connections: "many" } });
  await expect(wrong).rejects.toThrow(/did not start: .*invalid value for parameter "max_connections"/s);
  expect(await processesIn(healthy)).toEqual([]);
  await serverIn(healthy);
});

test("links that npm did not make are made, beside the libraries or in the data folder", async () => {
  const { installed, copy, spare } = await packageWithoutLinks();
  const works = async (env: NodeJS.ProcessEnv) => {
    const account = { owner: null, ids: {}, prefix: [] };
    return (await run(path.join(copy, "native/bin/postgres"), ["--version"], { account, cwd: copy, env }))
      .code;
  };
  expect(await works(BARE_ENV)).not.toBe(0);

  const manifest = path.join(copy, "native", "pg-symlinks.json");
  const links = await readFile(manifest, "utf8");
  // A folder that is not there refuses links as a read-only one does, also to root.
  await writeFile(manifest, links.replaceAll('"target":"native/lib/', '"target":"native/nowhere/'));
  const env = await hydrateLinks(copy, spare);
  expect(Object.values(env)).toEqual([spare]);
  expect(await works({ ...BARE_ENV, ...env })).toBe(0);

  await writeFile(manifest, links);
  expect(await hydrateLinks(copy, spare)).toEqual({});
  expect(await works(BARE_ENV)).toBe(0);
  expect(await hydrateLinks(installed, spare)).toEqual({});
});

async function packageWithoutLinks() {
  const folder = await dataFolder();
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  const copy = path.join(folder, "package");
  const needed = async (source: string) =>
    !(await lstat(source)).isSymbolicLink() &&
    !/\.a$|share|lib\/postgresql/.test(path.relative(installed, source));
  await cp(installed, copy, { recursive: true, filter: needed });
  return { installed, copy, spare: path.join(folder, "spare") };
}
