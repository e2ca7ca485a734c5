import { readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { config, ConfigError } from "../app/config.server.ts";
import { migrationsOf, type Migration, type Module } from "../app/data/migration.server.ts";
import { ADVICE, bringUpToDate, type Tidings } from "../app/data/up-to-date.server.ts";
import { databaseAddress } from "../knexfile.ts";

const FOLDER = path.join(import.meta.dirname, "../migrations");
const PATIENCE_MS = 30_000;
const ASK_AGAIN_MS = 1_000;

try {
  const restoring = config().restoreTables;
  const migrations = await migrationsIn(FOLDER);
  const tidings = await untilOthersAreDone(() =>
    bringUpToDate({ address: databaseAddress, migrations, restoring }),
  );
  for (const line of reportOf(tidings)) console.log(line);
  if (tidings.missing.length > 0 || isHindered(tidings)) process.exitCode = 1;
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}

async function migrationsIn(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
  const modules = names.map(async (name) => {
    const module = (await import(pathToFileURL(path.join(folder, name)).href)) as Module;
    return [name, module] as const;
  });
  return migrationsOf(Object.fromEntries(await Promise.all(modules)));
}

async function untilOthersAreDone(work: () => Promise<Tidings>): Promise<Tidings> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const tidings = await work();
    if (tidings.reason !== "others-at-work" || performance.now() > deadline) return tidings;
    await sleep(ASK_AGAIN_MS);
  }
}

function reportOf(tidings: Tidings): string[] {
  const { applied, restored, renewed, missing, changed, reason } = tidings;
  const lines = [
    ...restored.map((what) => `Made again: ${what}.`),
    ...applied.map((name) => `Applied: ${name}.`),
    ...(renewed > 0 ? [`Lotteries that got a new secret, because theirs was lost: ${renewed}.`] : []),
    ...changed.map((what) => `Left as it is: ${what}.`),
    ...missing.map((what) => `Missing: ${what}.`),
    ...(reason ? [ADVICE[reason]] : []),
  ];
  return lines.length > 0
    ? lines
    : ["Nothing to do: every migration has been applied, and nothing is missing."];
}

function isHindered({ reason }: Tidings): boolean {
  return reason !== null && reason !== "not-compared";
}

/** What went wrong, in one line; an error of several addresses keeps its words in its parts. */
function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const words = parts.map((part) => (part instanceof Error ? part.message : String(part)));
  return `Nothing was changed: ${words.join("; ")}`;
}
