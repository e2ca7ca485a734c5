import { execFileSync } from "node:child_process";
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startChild } from "../child.ts";
import { closeAll, closeOnSignals, isClosing } from "../closing.ts";
import { startDurableDatabase } from "../durable-database.ts";
import { table } from "../figures.ts";
import { rssMb } from "../process-figures.ts";
import { ROOT, startWebProcess, untilReady } from "../web-process.ts";
import type { Order, Tally } from "./crowd.ts";
import { backToNormal, statusesOf, timesOf } from "./tallies.ts";
import type { Visit } from "./visitor.ts";

const BUSY_WANTED = 0.7;
/** So many people come at first; then as many as make the machine as busy as is wanted. */
const AT_FIRST = 60;
const ADJUSTMENTS = 8;
const ADJUSTED_EVERY_MS = 6_000;
const BURST = { times: 10, seconds: 20 };
const AFTER_S = 30;
const NORMAL_WITHIN_S = 5;

closeOnSignals();
try {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "10" },
      processes: { type: "string", default: String(os.availableParallelism()) },
      /** A fixed crowd instead of the one that makes the machine busy enough. */
      visitors: { type: "string" },
    },
  });
  const { minutes, processes, visitors } = values;
  await bench({
    seconds: Number(minutes) * 60,
    processes: Number(processes),
    visitors: visitors === undefined ? null : Number(visitors),
  });
} catch (error) {
  // After Ctrl-C everything is being taken away, so something fails.
  if (!isClosing()) console.error(error);
  process.exitCode = 1;
} finally {
  await closeAll();
}

/**
 * Mixed use near what the machine can take, then a burst of ten times as many people: what was answered, how long it took,
 * and what memory did.
 */
async function bench(asked: { seconds: number; processes: number; visitors: number | null }): Promise<void> {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const database = await startDurableDatabase();
  const web = await startWebProcess(database.url, "", {
    WEB_CONCURRENCY: String(asked.processes),
    // Everybody has an address of their own, and may send as much as the defaults allow.
    TRUSTED_PROXIES: "1",
    ADDRESS_WRITES: "",
    VISITOR_WRITES: "",
  });
  await untilReady(web);
  const pids = [...(await web.reports()).keys()];
  const crowd = startChild("mixed/crowd.ts");
  const visits: Visit[] = [];
  let answersDue = 0;
  crowd.on("message", (tally: Tally) => {
    visits.push(...tally.visits);
    answersDue = tally.busy;
  });
  const bring = (visitors: number) => crowd.send({ url: web.url, visitors } satisfies Order);

  const visitors = asked.visitors ?? (await enough(bring));
  bring(visitors);
  await sleep(ADJUSTED_EVERY_MS);
  const memory: [when: string, mb: number[]][] = [];
  const remember = async (when: string) => void memory.push([when, await Promise.all(pids.map(rssMb))]);
  const from = Date.now();
  const load = busySince();
  await remember("at the start");
  const parts = 10;
  for (let part = 1; part <= parts; part += 1) {
    await sleep((asked.seconds * 1_000) / parts);
    await remember(`after ${((asked.seconds * part) / parts).toFixed(0)} s`);
  }
  const busy = load();
  const burstAt = Date.now();
  bring(visitors * BURST.times);
  await sleep(BURST.seconds * 1_000);
  const most = answersDue;
  await remember("at the end of the burst");
  const overAt = Date.now();
  bring(visitors);
  await sleep(AFTER_S * 1_000);
  await remember(`${AFTER_S} s later`);

  const steady = visits.filter(({ began }) => began >= from && began < burstAt);
  const burst = visits.filter(({ began }) => began >= burstAt && began < overAt);
  const after = visits.filter(({ began }) => began >= overAt);
  const normal = backToNormal({ steady, after, overAt });
  const rows = [
    ["steady", ...timesOf(steady, asked.seconds)],
    ["burst", ...timesOf(burst, BURST.seconds)],
    ["after", ...timesOf(after, AFTER_S)],
  ];
  console.log(`
Node ${process.version}, ${os.availableParallelism()} CPUs, ${asked.processes} web processes, embedded PostgreSQL, durable (fsync on). ${visitors} people for
${asked.seconds / 60} minutes, of a hundred 60 looking at pages, 25 waiting for a draw and 15 sending forms; the machine was ${(busy * 100).toFixed(0)} % busy,
this bench and whatever else ran on it included. Then ${visitors * BURST.times} people for ${BURST.seconds} s, of whom ${most} waited for an answer at the end.

${table(["", "requests/s", "pages p50", "p99", "forms p50", "p99", "first event p50", "p99"], rows)}

Answers, steady: ${statusesOf(steady)}
burst: ${statusesOf(burst)}
after: ${statusesOf(after)}
Back to normal: ${normal === null ? `not within ${AFTER_S} s` : `${normal} s after the burst`}; wanted: ${NORMAL_WITHIN_S} s.

${table(
  ["memory of each web process, MB", ...pids.map((_, index) => String(index + 1))],
  memory.map(([when, each]) => [when, ...each.map((mb) => mb.toFixed(0))]),
)}
`);
  const complaints = await web.complaints();
  if (complaints) console.log(`The server complained: ${byEvent(complaints)}\n`);
}

/** How often the log says what, most often first. */
function byEvent(complaints: string): string {
  const counts = new Map<string, number>();
  for (const line of complaints.split("\n")) {
    const name = /"event":"([^"]+)"/.exec(line)?.[1] ?? line;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(", ");
}

/** How many people make this machine as busy as is wanted. */
async function enough(bring: (visitors: number) => unknown): Promise<number> {
  let visitors = AT_FIRST;
  for (let round = 0; round < ADJUSTMENTS; round += 1) {
    bring(visitors);
    // The new ones come little by little.
    await sleep(ADJUSTED_EVERY_MS / 2);
    const load = busySince();
    await sleep(ADJUSTED_EVERY_MS / 2);
    const factor = BUSY_WANTED / Math.max(load(), 0.05);
    visitors = Math.max(10, Math.round(visitors * Math.min(2, Math.max(0.6, factor))));
  }
  return visitors;
}

/** Which part of the machine's processor time has been used since this was called, from 0 to 1. */
function busySince(): () => number {
  const before = processorTime();
  return () => {
    const now = processorTime();
    return 1 - (now.idle - before.idle) / (now.all - before.all);
  };
}

function processorTime(): { idle: number; all: number } {
  const times = os.cpus().map((cpu) => cpu.times);
  const sum = (figures: number[]) => figures.reduce((total, each) => total + each, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((each) => Object.values(each))) };
}
