import { execFileSync } from "node:child_process";
import { buildCommit } from "./checkout.ts";
import { asPage, COMPARED, cookieFor, cost, type Compared } from "./compared.ts";
import { startDurableDatabase } from "./durable-database.ts";
import { exchange } from "./exchange.ts";
import { median, table } from "./figures.ts";
import type { Options } from "./options.ts";
import { rssMb } from "./process-figures.ts";
import { seedClub } from "./seed.ts";
import { ROOT, startWebProcess, untilReady } from "./web-process.ts";
import { newVisitor } from "./visitor.ts";

type Round = { ours: number; theirs: number; ourBytes: number; theirBytes: number };

/**
 * Compares the CPU that each page costs with that of another commit: both run at once on one database, and are loaded in
 * turns, so that a busy machine is busy for both.
 */
export async function benchAgainst(commit: string, options: Options): Promise<void> {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const folder = await buildCommit(commit);
  const database = await startDurableDatabase();
  const ours = await startWebProcess(database.url);
  await untilReady(ours);
  const theirs = await startWebProcess(database.url, "", {}, folder);
  await untilReady(theirs);
  const { cookie, clubId } = await newVisitor(ours.url);
  await seedClub(database.admin, clubId);
  const sides = {
    ours: { web: ours, pids: [ours.pid], cookie },
    theirs: { web: theirs, pids: [theirs.pid], cookie },
  };
  const rounds = new Map<Compared, Round[]>(COMPARED.map((each) => [each, []]));
  for (const compared of COMPARED) {
    await exchange(asPage(compared), ours.url, cookieFor(compared, cookie));
    await Promise.all(Object.values(sides).map((side) => cost(compared, side, { ...options, seconds: 1 })));
  }
  for (let round = 1; round <= options.rounds; round++) {
    process.stderr.write(`round ${round} of ${options.rounds}\n`);
    for (const compared of COMPARED) {
      const one = await cost(compared, sides.ours, options);
      const other = await cost(compared, sides.theirs, options);
      rounds
        .get(compared)!
        .push({ ours: one.cpu, theirs: other.cpu, ourBytes: one.bytes, theirBytes: other.bytes });
    }
  }
  const { rounds: count, seconds, connections } = options;
  console.log(`
Node ${process.version}; CPU per request of this checkout and of ${commit}, ${count} alternating rounds of ${seconds} s each on
${connections} connections. "ratio": the median of the rounds' ratios, with the smallest and the largest. Memory afterwards:
${(await rssMb(ours.pid)).toFixed(0)} MB, and ${(await rssMb(theirs.pid)).toFixed(0)} MB there.

${table(["page", "CPU ms", "there", "ratio", "from", "to", "bytes", "there", "wanted", ""], [...rounds].map(rowOf))}
`);
}

function rowOf([{ name, wanted }, rounds]: [Compared, Round[]]): string[] {
  const ratios = rounds.map(({ ours, theirs }) => ours / theirs);
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure));
  const ratio = median(ratios);
  return [
    name,
    middle(({ ours }) => ours).toFixed(2),
    middle(({ theirs }) => theirs).toFixed(2),
    ratio.toFixed(2),
    Math.min(...ratios).toFixed(2),
    Math.max(...ratios).toFixed(2),
    middle(({ ourBytes }) => ourBytes).toFixed(0),
    middle(({ theirBytes }) => theirBytes).toFixed(0),
    wanted === null ? "" : `≤ ${wanted}`,
    wanted === null || ratio <= wanted ? "" : "OVER",
  ];
}
