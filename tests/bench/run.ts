import { execFileSync } from "node:child_process";
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { benchAgainst } from "./against.ts";
import { clientBytes } from "./client-bytes.ts";
import { closeAll, closeOnSignals, isClosing } from "./closing.ts";
import { startDurableDatabase } from "./durable-database.ts";
import { median } from "./figures.ts";
import { benchFloor } from "./floor.ts";
import { measure } from "./measure.ts";
import { readOptions, type Options } from "./options.ts";
import { rssMb } from "./process-figures.ts";
import { benchProcesses } from "./processes.ts";
import { pagesReport, sizesReport } from "./report.ts";
import { seedClub } from "./seed.ts";
import { newVisitor } from "./visitor.ts";
import { ROOT, startSilentServer, startWebProcess, untilReady } from "./web-process.ts";

const LAUNCHES = 3;
const SETTLES_MS = 2_000;

closeOnSignals();
try {
  const options = readOptions(process.argv.slice(2));
  if (options.against !== null) await benchAgainst(options.against, options);
  else if (options.processes) await benchProcesses(options.processes, options);
  else await (options.floor ? benchFloor(options) : bench(options));
} catch (error) {
  // After Ctrl-C everything is being taken away, so something fails.
  if (!isClosing()) console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeAll();
}

async function bench(options: Options): Promise<void> {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const database = await startDurableDatabase();
  const web = await startWebProcess(database.url);
  await untilReady(web);
  await sleep(SETTLES_MS);
  const idleMb = await rssMb(web.pid);
  const reader = await newVisitor(web.url);
  const writer = await newVisitor(web.url);
  await seedClub(database.admin, reader.clubId);
  const cookies = { GET: reader.cookie, POST: writer.cookie };
  const measured = await measure({ web, database, cookies, options });
  const loadedMb = await rssMb(web.pid);
  const bytes = await clientBytes(web.url);
  const complaints = await web.complaints();
  await web.stop();
  const firstMs = await launchMs(database.url, reader.cookie);
  const firstHungMs = await launchMs(await startSilentServer(), reader.cookie);
  const { rounds, seconds, connections } = options;
  const load = os.loadavg()[0]!.toFixed(1);
  console.log(`
Node ${process.version}, ${os.cpus().length} CPUs, load average ${load}; ${connections} connections, medians of
${rounds} alternating rounds of ${seconds} s; embedded PostgreSQL, durable (fsync on); answers compressed as browsers ask.
"of bare": requests/s of a node:http server that says the same bytes, in the same run. SQL by ${database.counting}:
one visitor at a time, and under load, where simultaneous readers share a statement. "was": the original app.
/library and /history are paged: 30 movies and 20 lotteries a page.

${pagesReport(measured)}

${sizesReport({ firstMs, firstHungMs, idleMb, loadedMb, ...bytes })}
`);
  if (complaints) console.log(`The server complained:\n${complaints.slice(0, 2_000)}`);
}

/** Median of several launches, to the first page that this visitor gets. */
async function launchMs(databaseUrl: string, cookie: string): Promise<number> {
  const times: number[] = [];
  for (let launch = 0; launch < LAUNCHES; launch++) {
    const web = await startWebProcess(databaseUrl, cookie);
    times.push(web.firstAnswerMs);
    await web.stop();
  }
  return median(times);
}
