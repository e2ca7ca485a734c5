// npm run rehearse [-- --node 20,22,24] [-- --before <commit>]
import { execFileSync } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { closeAll, closeOnSignals, atEnd, isClosing } from "#tests/bench/closing.ts";
import { ROOT } from "#tests/bench/web-process.ts";
import { startPostgres } from "#tests/faults/postgres.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { startEdge } from "./edge.ts";
import { buildRelease, renderEnv, startInstance, type Release } from "./instance.ts";
import { rehearse, type Step } from "./rehearsal.ts";

const ORIGIN = "https://movie-lottery.onrender.com";
const SECRET = "a secret that only the rehearsal knows and nobody else";

const { values } = parseArgs({
  options: {
    /** Versions of Node, each from npm; without: the one that runs this. */
    node: { type: "string" },
    /** The release before: the last commit that has fewer migrations, unless said. */
    before: { type: "string" },
    /** How long the old instance stays up beside the new one. Render: 60. */
    overlap: { type: "string", default: "5" },
    /** How long the database is in trouble each time. */
    trouble: { type: "string", default: "10" },
  },
});

closeOnSignals();
try {
  const versions = values.node?.split(",") ?? [null];
  const results: [string, Step[]][] = [];
  for (const version of versions) {
    const name = version === null ? process.version : `Node ${version}`;
    console.log(`\n${name}: building this commit and the one before …`);
    results.push([name, await onNode(version)]);
  }
  const failed = results.flatMap(([name, steps]) =>
    steps.filter(({ ok }) => !ok).map((step) => `${name}: ${step.name}`),
  );
  console.log(failed.length > 0 ? `\nFAILED\n${failed.join("\n")}` : "\nAll went as it should.");
  if (failed.length > 0) process.exitCode = 1;
} catch (error) {
  // After Ctrl-C everything is being taken away, so something fails.
  if (!isClosing()) console.error(error);
  process.exitCode = 1;
} finally {
  await closeAll();
}

async function onNode(version: string | null): Promise<Step[]> {
  const env = renderEnv(ORIGIN, version === null ? null : await nodeFolder(version));
  const present = await buildRelease(ROOT, "HEAD", env);
  const before = await buildRelease(ROOT, values.before ?? releaseBefore(), env);
  const postgres = await startPostgres();
  const edge = await startEdge({ origin: ORIGIN, healthPath: present.service.healthCheckPath });
  const start = (release: Release) => () =>
    startInstance({ release, env, databaseUrl: postgres.url(), secret: SECRET });
  return rehearse({
    edge,
    postgres,
    present: start(present),
    before: start(before),
    overlapMs: Number(values.overlap) * 1_000,
    suspendedMs: Number(values.trouble) * 1_000,
    tell: ({ name, found, ok }) => console.log(`${ok ? "ok    " : "FAILED"}  ${name}: ${found}`),
  });
}

/** The commit before the last one that added a migration. */
function releaseBefore(): string {
  const last = git("log", "-1", "--format=%H", "--diff-filter=A", "--", "migrations");
  return git("rev-parse", `${last}~1`);
}

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
}

/** Where the binary of this version is, which npm carries too. */
async function nodeFolder(version: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-node-"));
  atEnd(() => removeFolder(folder));
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const install = ["install", "--no-save", "--no-package-lock", "--ignore-scripts", `${name}@${version}`];
  execFileSync("npm", [...install, "--prefix", folder], { stdio: ["ignore", 2, 2] });
  return path.join(folder, "node_modules", name, "bin");
}
