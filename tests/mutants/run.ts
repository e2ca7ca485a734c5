// `npm run mutants`: breaks the code on purpose, one small change at a time, and tells which changes no test notices.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { startTestCluster } from "#tests/support/cluster.ts";
import { EQUIVALENT } from "./equivalent.ts";
import { ROOMS, TESTS } from "./rooms.ts";

type Room = (typeof ROOMS)[number];
type Mutant = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

const ROOT = path.join(import.meta.dirname, "../..");
const NOTICED = ["Killed", "Timeout"];
const UNNOTICED = ["Survived", "NoCoverage"];

/** Files, or parts of them as `app/domain/draw/draw.ts:10-40`; everything when none are named. */
const { positionals: named } = parseArgs({ allowPositionals: true });

const cluster = await startTestCluster();
process.env.TEST_DATABASE_URL = cluster.adminUrl;
const reports: string[] = [];
try {
  for (const room of ROOMS) {
    const mutate = filesOf(room);
    if (mutate.length === 0) continue;
    process.env[TESTS] = JSON.stringify(room.tests);
    reports.push(...reportOn(room, await new Stryker({ mutate }).runMutationTest()));
  }
} finally {
  console.log(reports.join("\n"));
  await cluster.stop();
}

/** What of a room is to be mutated. */
function filesOf({ places, without }: Room): string[] {
  if (named.length === 0) {
    const all = (place: string) => (place.endsWith("/") ? `${place}**/*.ts` : place);
    return [...places.map(all), ...without.map((place) => `!${all(place)}`)];
  }
  const begins = (file: string) => (place: string) => file.startsWith(place);
  return named.filter((file) => places.some(begins(file)) && !without.some(begins(file)));
}

/** What a room has reached, and which of its mutants nobody has noticed or explained. The process fails if that is too bad. */
function reportOn({ name, wanted }: Room, mutants: readonly Mutant[]): string[] {
  const noticed = mutants.filter(({ status }) => NOTICED.includes(status)).length;
  const unnoticed = mutants.filter(({ status }) => UNNOTICED.includes(status));
  const unexplained = unnoticed.filter((each) => !isEquivalent(each));
  const all = noticed + unnoticed.length;
  const share = (noticed / all) * 100;
  if (share < wanted || unexplained.length > 0) process.exitCode = 1;
  return [
    ...unexplained.map((each) => `${each.status} ${described(each)}`),
    `${name}: ${noticed} of ${all} mutants noticed, ${share.toFixed(1)} % (wanted: ${wanted}); ` +
      `${unnoticed.length - unexplained.length} of the others are equivalent`,
  ];
}

function isEquivalent(mutant: Mutant): boolean {
  return EQUIVALENT.some(
    ({ file, line, replacement }) =>
      file === placeOf(mutant) && line === lineOf(mutant) && replacement === mutant.replacement,
  );
}

function described(mutant: Mutant): string {
  return `${placeOf(mutant)}:${mutant.location.start.line}\n  ${lineOf(mutant)}\n  ${mutant.replacement}`;
}

function lineOf({ fileName, location }: Mutant): string {
  return readFileSync(fileName, "utf8").split("\n")[location.start.line - 1]!.trim();
}

function placeOf({ fileName }: Mutant): string {
  return path.relative(ROOT, fileName);
}
