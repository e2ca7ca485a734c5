import { execFileSync } from "node:child_process";
import os from "node:os";
import { COMPARED, cost, type Side } from "./compared.ts";
import { startDurableDatabase } from "./durable-database.ts";
import { median, table } from "./figures.ts";
import type { Options } from "./options.ts";
import { rssMb } from "./process-figures.ts";
import { seedClub } from "./seed.ts";
import { newVisitor } from "./visitor.ts";
import { ROOT, startWebProcess, untilReady } from "./web-process.ts";

type Round = { cpu: number; perSecond: number };
type Several = Side & { count: number; idleMb: number; rounds: Round[] };

/**
 * Compares so many processes with so many others, loaded in turns: requests a second, and what a request takes of all
 * their processors, which also tells on a busy machine what they would do on free ones.
 */
export async function benchProcesses(counts: readonly number[], options: Options): Promise<void> {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const database = await startDurableDatabase();
  const sides: Several[] = [];
  for (const count of counts) {
    const web = await startWebProcess(database.url, "", { WEB_CONCURRENCY: String(count) });
    await untilReady(web);
    const pids = [...(await web.reports()).keys()];
    sides.push({ web, pids, cookie: "", count, idleMb: await most(pids), rounds: [] });
  }
  const { cookie, clubId } = await newVisitor(sides[0]!.web.url);
  await seedClub(database.admin, clubId);
  const [, page] = COMPARED;
  for (let round = 0; round <= options.rounds; round += 1) {
    process.stderr.write(round === 0 ? "warming up\n" : `round ${round} of ${options.rounds}\n`);
    for (const side of sides) {
      const figures = await cost(page!, { ...side, cookie }, options);
      if (round > 0) side.rounds.push(figures);
    }
  }
  const middle = ({ rounds }: Several, figure: (round: Round) => number) => median(rounds.map(figure));
  const [one] = sides;
  const rows = await Promise.all(
    sides.map(async (side) => {
      const [cpu, perSecond] = [middle(side, (round) => round.cpu), middle(side, (round) => round.perSecond)];
      const free = (side.count / cpu) * (middle(one!, (round) => round.cpu) / one!.count);
      return [
        String(side.count),
        perSecond.toFixed(0),
        (perSecond / middle(one!, (round) => round.perSecond)).toFixed(2),
        cpu.toFixed(2),
        free.toFixed(2),
        side.idleMb.toFixed(0),
        (await most(side.pids)).toFixed(0),
      ];
    }),
  );
  console.log(`
Node ${process.version}, ${os.availableParallelism()} CPUs, load average ${os.loadavg()[0]!.toFixed(1)}; ${page!.name}, medians of ${options.rounds} alternating rounds of ${options.seconds} s on
${options.connections} connections. "of the first": requests/s; "on free CPUs": the same by what a request takes of the processors. Memory of
the largest process.

${table(["processes", "requests/s", "of the first", "CPU ms", "on free CPUs", "idle MB", "loaded MB"], rows)}
`);
}

async function most(pids: readonly number[]): Promise<number> {
  return Math.max(...(await Promise.all(pids.map(rssMb))));
}
