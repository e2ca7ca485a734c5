import { execFileSync } from "node:child_process";
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createLottery, type Film } from "#tests/support/lotteries.ts";
import { newVisitor } from "#tests/support/visitor.ts";
import { ask, startChild } from "./child.ts";
import { closeAll, closeOnSignals, isClosing } from "./closing.ts";
import { startDurableDatabase, type BenchDatabase } from "./durable-database.ts";
import { percentile, table } from "./figures.ts";
import type { Told } from "./live-visitors.ts";
import { suggest, voteInPoll } from "./live-deciding.ts";
import { cpuMs, rssMb } from "./process-figures.ts";
import { ROOT, startWebProcess, untilReady } from "./web-process.ts";

const SETTLES_MS = 3_000;
const IDLE_S = 15;
const FILMS: Film[] = Array.from({ length: 8 }, (_, index) => [`Ералаш, выпуск ${index + 1}`, 1974]);

closeOnSignals();
try {
  const { values } = parseArgs({
    options: {
      visitors: { type: "string", default: "1000" },
      draws: { type: "string", default: "5" },
    },
  });
  await bench(Number(values.visitors), Number(values.draws));
} catch (error) {
  // After Ctrl-C everything is being taken away, so something fails.
  if (!isClosing()) console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeAll();
}

async function bench(visitors: number, draws: number): Promise<void> {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const database = await startDurableDatabase({ track_commit_timestamp: "on" });
  const web = await startWebProcess(database.url, "", {
    STREAM_MS: "600000",
    STREAMS_MAX: String(3 * visitors),
    TRUSTED_PROXIES: "1",
  });
  await untilReady(web);
  const host = newVisitor(web.url);
  await host.get("/");
  const path = await createLottery(host, FILMS);
  await host.get(path);
  await sleep(SETTLES_MS);

  const rssBefore = await rssMb(web.pid);
  const [joining, joinMs, child] = await counted(database, async () => {
    const crowd = startChild("live-visitors.ts");
    await ask(crowd, { url: web.url, path: `${path}/events`, visitors, followed: "draw" });
    return crowd;
  });
  await sleep(SETTLES_MS);
  const rssAfter = await rssMb(web.pid);
  const cpuBefore = await cpuMs(web.pid);
  const [idle] = await counted(database, () => sleep(IDLE_S * 1_000));
  const idleCpu = (await cpuMs(web.pid)) - cpuBefore;

  const latencies: number[] = [];
  const perDraw: number[] = [];
  for (let number = 1; number <= draws; number++) {
    if (number > 1) await host.post(`${path}/redraw`, { number: String(number), reason: "Ещё раз" });
    const [statements, , told] = await counted(database, async () => {
      const all = ask<Told>(child, { await: number });
      const answer = await host.post(`${path}/draw`, { number: String(number) });
      if (answer.status !== 303) throw new Error(`drawing was answered ${answer.status}`);
      return all;
    });
    perDraw.push(statements);
    const committed = await commitTime(database, path, number);
    latencies.push(...told.at.map((at) => at - committed));
  }
  const rssEnd = await rssMb(web.pid);
  const deciding = {
    host,
    url: web.url,
    visitors,
    count: (act: () => Promise<void>) => counted(database, act),
  };
  const [suggestions, votes] = [await suggest(deciding), await voteInPoll(deciding)];
  const complaints = await web.complaints();
  const ms = (part: number) => `${percentile(latencies, part).toFixed(0)} ms`;
  console.log(`
Node ${process.version}, ${os.cpus().length} CPUs, load average ${os.loadavg()[0]!.toFixed(1)}; one web process, ${visitors} visitors from
another, ${draws} draws of one lottery, then as many more who follow a hat and a poll; embedded PostgreSQL, durable (fsync on). Statements by ${database.counting}.
From the commit of a draw (track_commit_timestamp) to the arrival of the event, over all visitors and draws:

${table(
  ["what", "measured"],
  [
    ["commit to event, p50", ms(0.5)],
    ["commit to event, p99", ms(0.99)],
    ["commit to event, last", ms(1)],
    [`until all ${visitors} were told how it stands`, `${joinMs.toFixed(0)} ms`],
    ["memory of the web process, before", `${rssBefore.toFixed(0)} MB`],
    [`… with ${visitors} waiting`, `${rssAfter.toFixed(0)} MB`],
    ["… after the draws", `${rssEnd.toFixed(0)} MB`],
    ["memory per visitor", `${(((rssAfter - rssBefore) * 1_024) / visitors).toFixed(1)} kB`],
    [`CPU while they wait, ${IDLE_S} s`, `${idleCpu} ms`],
    ["statements while they come (LISTEN, standing, greeting)", String(joining)],
    [`statements while they wait, ${IDLE_S} s (pings, head counts)`, String(idle)],
    ["statements per draw (2 of them draw)", perDraw.join(", ")],
    ["statements per film put into a hat (1 of them puts it in)", suggestions.join(", ")],
    ["statements per vote in a poll (1 of them votes)", votes.join(", ")],
  ],
)}
`);
  if (complaints) console.log(`The server complained:\n${complaints.slice(0, 2_000)}`);
}

/** How many statements the app sent meanwhile, and how long it took. */
async function counted<T>(
  database: BenchDatabase,
  act: () => Promise<T>,
): Promise<[statements: number, ms: number, result: T]> {
  const before = await database.statements();
  const began = performance.now();
  const result = await act();
  const took = performance.now() - began;
  return [(await database.statements()) - before, took, result];
}

async function commitTime({ admin }: BenchDatabase, path: string, number: number): Promise<number> {
  const { rows } = await admin.query<{ at: number }>(
    `select extract(epoch from pg_xact_commit_timestamp(xmin))::double precision * 1000 as at
     from draws where lottery_id = $1 and number = $2`,
    [path.slice(3), number],
  );
  return rows[0]!.at;
}
