import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { dataFolder } from "#tests/embedded-postgres/scene.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { databaseReady, launch, startServer } from "#tests/support/server.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const run = promisify(execFile);
/** A checkout of these sources with the build that all tests run on, in which what builds is no longer installed. */
let checkout = "";
const npmStart = () => ["npm", "--prefix", checkout, "start"];

beforeAll(async () => {
  const parent = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-build-"));
  afterAll(() => removeFolder(parent));
  checkout = path.join(parent, "checkout");
  const left = new Set(["node_modules", path.join("build", "trial"), "data", "tests", "docs", ".git"]);
  await cp(ROOT, checkout, { recursive: true, filter: (place) => !left.has(path.relative(ROOT, place)) });
  await installWithoutTools(path.join(checkout, "node_modules"));
});

describe("after `npm run build`", () => {
  test("`npm start` builds nothing, and writes nothing beside DATA_DIR", async () => {
    await makeReadOnly(checkout);
    const before = await filesIn(path.join(checkout, "build"));
    const server = await startServer({ DATA_DIR: await dataFolder() }, npmStart());
    onTestFinished(server.stop);
    await databaseReady(server);
    expect((await server.visitor().get("/")).status).toBe(200);
    expect(server.output()).not.toMatch(/vite|build(?:ing|t)/i);
    expect(await filesIn(path.join(checkout, "build"))).toEqual(before);
  });

  test("without a DATA_DIR that can be written it says so", async () => {
    await makeReadOnly(checkout);
    const app = await launch({ DATA_DIR: "", SESSION_SECRET: "" }, npmStart());
    onTestFinished(app.stop);
    expect(await app.ended).toBe(1);
    expect(app.output()).toMatch(/^DATA_DIR is \S+\/checkout\/data, where this app may not write/m);
  });

  test("and a change of the sources it says what to do, where it cannot build", async () => {
    const source = path.join(checkout, "app/paths.ts");
    const text = await readFile(source, "utf8");
    await writeFile(source, `${text}\n`);
    onTestFinished(() => writeFile(source, text));
    const app = await launch({}, npmStart());
    onTestFinished(app.stop);
    expect(await app.ended).toBe(1);
    expect(app.output()).toContain(
      "The build is of other sources, and what builds is not installed: npm ci --include=dev && npm run build\n",
    );
  });
});

/** As `npm ci --omit=dev` would leave it. */
async function installWithoutTools(folder: string): Promise<void> {
  const lock = JSON.parse(await readFile(path.join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const wanted = Object.entries(lock.packages).flatMap(([place, { dev }]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    return name === undefined || dev ? [] : [name];
  });
  expect(wanted).not.toContain("@remix-run/dev");
  for (const name of wanted) {
    const place = path.join(folder, name);
    await mkdir(path.dirname(place), { recursive: true });
    await symlink(path.join(ROOT, "node_modules", name), place);
  }
}

/** For everybody, root included where that is possible, until the end of the test. */
async function makeReadOnly(folder: string): Promise<void> {
  if (process.platform === "linux" && process.getuid?.() === 0) {
    await run("mount", ["--bind", folder, folder]);
    onTestFinished(async () => void (await run("umount", ["-l", folder])));
    await run("mount", ["-o", "remount,bind,ro", folder]);
  } else {
    await run("chmod", ["-R", "a-w", folder]);
    onTestFinished(async () => void (await run("chmod", ["-R", "u+w", folder])));
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  const stats = await Promise.all(files.map((file) => stat(file)));
  return files.map((file, i) => `${file} ${stats[i]!.mtimeMs}`).sort();
}
