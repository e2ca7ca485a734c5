import { execFile } from "node:child_process";
import { chmod, chown, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { EmbeddedUnavailable, startEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";
import { addRow, appIn, dataFolder, processesIn, rows, serverIn, unfinishedIn, usedFolder } from "./scene.ts";

const asRoot = process.getuid?.() === 0;
const onLinux = process.platform === "linux";

describe("mended by the next start", () => {
  test("a wrong password in pg.password", async () => {
    const dataDir = await usedFolder();
    await writeFile(path.join(dataDir, "pg.password"), "not it\n");
    const server = await serverIn(dataDir);
    expect(await rows(server.connectionString())).toBe(1);
    await server.stop();
    // And for good.
    const next = await serverIn(dataDir);
    expect(await rows(next.connectionString())).toBe(1);
  });

  test.each(["empty", "lost"])("a PG_VERSION that is %s", async (how) => {
    const dataDir = await usedFolder();
    const file = path.join(dataDir, "pg", "PG_VERSION");
    if (how === "empty") await writeFile(file, "");
    else await rm(file);
    const server = await serverIn(dataDir);
    expect(await rows(server.connectionString())).toBe(1);
    expect(await readFile(file, "utf8")).toBe("18\n");
  });

  test.runIf(process.platform !== "win32")("a folder that was opened to everybody", async () => {
    const dataDir = await usedFolder();
    await promisify(execFile)("chmod", ["-R", "777", dataDir]);
    const server = await serverIn(dataDir);
    expect(await rows(server.connectionString())).toBe(1);
    expect((await stat(path.join(dataDir, "pg"))).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(dataDir, "pg.password"))).mode & 0o777).toBe(0o600);
  });

  test("a copy that was made while its app runs is another folder, and opens beside it", async () => {
    const dataDir = await dataFolder();
    const app = await appIn(dataDir);
    await addRow(app.url);
    const copy = await dataFolder();
    // What cp -a does; files that come and go meanwhile are not the point.
    await promisify(execFile)("cp", ["-a", dataDir, copy]);
    const server = await serverIn(copy);
    expect(await rows(server.connectionString())).toBe(1);
    expect(await rows(app.url)).toBe(1);
  });

  test.runIf(asRoot && onLinux)("a disk that was full", async () => {
    const dataDir = await dataFolder();
    await mkdir(dataDir);
    await promisify(execFile)("mount", ["-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", dataDir]);
    onTestFinished(async () => void (await promisify(execFile)("umount", [dataDir])));
    const filler = path.join(dataDir, "filler");
    for (const megabytesLeft of [0, 8, 40]) {
      await writeFile(filler, Buffer.alloc((160 - megabytesLeft) * 2 ** 20)).catch(() => null);
      const failure: unknown = await startEmbedded({ dataDir }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      // Which would end the app, although it only has to wait.
      expect(failure).not.toBeInstanceOf(EmbeddedUnavailable);
      await rm(filler);
    }
    const server = await serverIn(dataDir);
    await addRow(server.connectionString());
    expect(await unfinishedIn(dataDir)).toEqual([]);
    await server.stop();
  });
});

describe("refused with one sentence that says what to change", () => {
  test.each([
    [
      "a file",
      async (place: string) => writeFile(place, ""),
      /^DATA_DIR is \S+, which is a file and no folder\./,
    ],
    [
      "a link to nowhere",
      async (place: string) => symlink("nowhere", place),
      /^DATA_DIR is \S+, which leads to a place that is not there/,
    ],
  ])("%s", async (_, make, sentence) => {
    const dataDir = await dataFolder();
    await make(dataDir);
    expect(await refusalOf(dataDir)).toMatch(sentence);
    expect(await refusalOf(path.join(dataDir, "below"))).toMatch(
      /^DATA_DIR is \S+, (?:and a part of that path is a file|which leads)/,
    );
  });

  test.runIf(asRoot && onLinux)(
    "a disk that can only be read, and a folder that would be made there",
    async () => {
      const dataDir = await dataFolder();
      await mkdir(dataDir);
      await promisify(execFile)("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", dataDir]);
      onTestFinished(async () => void (await promisify(execFile)("umount", [dataDir])));
      expect(await refusalOf(dataDir)).toMatch(/^DATA_DIR is \S+, where this app may not write \(EROFS\)\./);
      expect(await refusalOf(path.join(dataDir, "new"))).toMatch(
        /^DATA_DIR is \S+, where this app may not write \(EROFS\)\./,
      );
    },
  );

  test.each([
    ["no control file", (pg: string) => rm(path.join(pg, "global", "pg_control"))],
    ["a cut control file", (pg: string) => writeFile(path.join(pg, "global", "pg_control"), "")],
    ["no log of what was written", (pg: string) => emptied(path.join(pg, "pg_wal"))],
    ["not even its folder", (pg: string) => rm(path.join(pg, "pg_wal"), { recursive: true })],
    ["a database whose PG_VERSION is empty", emptyVersions],
  ])("a damaged database: %s", async (_, damage) => {
    const dataDir = await usedFolder();
    const before = await readdir(path.join(dataDir, "pg", "base"));
    await damage(path.join(dataDir, "pg"));
    expect(await refusalOf(dataDir)).toMatch(
      /^The database in \S+ is damaged; .*Put a backup back.* DATA_DIR or DATABASE_URL\. PostgreSQL says: \S.*$/,
    );
    expect(await readdir(path.join(dataDir, "pg", "base"))).toEqual(before);
  });

  test("half a database, which nobody can tell the version of", async () => {
    const dataDir = await dataFolder();
    await mkdir(path.join(dataDir, "pg"), { recursive: true });
    await writeFile(path.join(dataDir, "pg", "PG_VERSION"), "");
    expect(await refusalOf(dataDir)).toMatch(
      /^\S+ holds files that are not a database, or not all of one\. Move them away/,
    );
  });

  test.runIf(asRoot && onLinux)("a folder of another user's", async () => {
    const dataDir = await usedFolder();
    for (const name of ["pg.lock", "pg.password"]) await chown(path.join(dataDir, name), 0, 0);
    await chmod(path.join(dataDir, "pg.lock"), 0o700);
    await chmod(dataDir, 0o777);
    const script = `
      const { startEmbedded } = await import("#app/embedded-postgres/embedded-postgres.server.ts");
      await startEmbedded({ dataDir: process.argv[1] }).catch((error) => console.log(error.name + ": " + error.message));
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", script, dataDir],
      {
        uid: 65_534,
        gid: 65_534,
        cwd: path.join(import.meta.dirname, "../.."),
        env: { PATH: process.env.PATH, NODE_ENV: "test", TMPDIR: await openFolder() },
      },
    );
    expect(stdout).toMatch(/^EmbeddedUnavailable: \S+pg\.lock\S* cannot be used by this app: another user/);
  });
});

/** What a start says that only a person can help; nothing runs after it. */
async function refusalOf(dataDir: string): Promise<string> {
  const refusal: unknown = await startEmbedded({ dataDir }).catch((error: unknown) => error);
  if (!(refusal instanceof EmbeddedUnavailable)) throw new Error("it was not refused", { cause: refusal });
  expect(refusal.message).toContain("DATA_DIR");
  expect(await processesIn(dataDir)).toEqual([]);
  return refusal.message;
}

async function openFolder(): Promise<string> {
  const folder = await dataFolder();
  await mkdir(folder);
  await chmod(folder, 0o777);
  return folder;
}

async function emptied(folder: string): Promise<void> {
  const files = (await readdir(folder, { withFileTypes: true })).filter((each) => each.isFile());
  for (const { name } of files) await rm(path.join(folder, name));
}

async function emptyVersions(pg: string): Promise<void> {
  for (const name of await readdir(path.join(pg, "base"))) {
    await writeFile(path.join(pg, "base", name, "PG_VERSION"), "");
  }
}
