// npm run bench:view [-- --rounds 5]
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { launchBrowser } from "#tests/support/chromium.ts";
import { atEnd, closeAll, closeOnSignals, isClosing } from "./closing.ts";
import { startDurableDatabase } from "./durable-database.ts";
import { median, table } from "./figures.ts";
import { framesOfReveal, pressOnAdd, viewOf, type View } from "./slow-browser.ts";
import { createGallery, startGallery } from "./gallery.ts";
import { ROOT, startWebProcess, untilReady } from "./web-process.ts";

/** In milliseconds but for the last two. */
const WANTED: Record<keyof View, number> = { first: 1_200, largest: 1_800, shift: 0, requests: 8 };
const PRESS_MS = 100;
const FRAME_MS = 50;
const SIZES = [
  { width: 320, height: 640 },
  { width: 1_920, height: 1_080 },
];

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);

closeOnSignals();
try {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const gallery = await startGallery();
  const database = await startDurableDatabase();
  const web = await startWebProcess(database.url, "", {
    POSTER_ORIGINS: gallery.url,
    POSTERS_FROM: "origins",
  });
  await untilReady(web);
  const lottery = await createGallery(database.admin, web.url, gallery.url);
  const browser = await launchBrowser();
  atEnd(() => browser.close());
  console.log(await report(browser, web.url, lottery));
} catch (error) {
  // After Ctrl-C everything is being taken away, so something fails.
  if (!isClosing()) console.error(error);
  process.exitCode = 1;
} finally {
  await closeAll();
}

async function report(browser: Browser, url: string, lottery: string): Promise<string> {
  const views: string[][] = [];
  for (const path of ["/", lottery]) {
    for (const scripts of [true, false]) {
      process.stderr.write(`${path}, scripts ${scripts ? "on" : "off"} …\n`);
      const seen: View[] = [];
      for (let round = 0; round < rounds; round += 1) seen.push(await viewOf(browser, url, path, scripts));
      const of = (figure: keyof View) => median(seen.map((each) => each[figure]));
      const over = (Object.keys(WANTED) as (keyof View)[]).filter((figure) => of(figure) > WANTED[figure]);
      views.push([
        `${path === "/" ? path : "/l/:id, 25 posters"}, scripts ${scripts ? "on" : "off"}`,
        of("first").toFixed(0),
        of("largest").toFixed(0),
        of("shift").toFixed(3),
        of("requests").toFixed(0),
        over.length > 0 ? `OVER: ${over.join(", ")}` : "",
      ]);
    }
  }
  process.stderr.write("a press and two reels …\n");
  const presses: number[] = [];
  for (let round = 0; round < rounds; round += 1) presses.push(await pressOnAdd(browser, url));
  const reels: string[][] = [];
  for (const size of SIZES) {
    const { longestMs, long, count } = await framesOfReveal(browser, `${url}${lottery}?reveal`, size);
    const over = longestMs > FRAME_MS ? "OVER" : "";
    reels.push([`${size.width} × ${size.height}`, String(count), longestMs.toFixed(0), String(long), over]);
  }
  return `
Chromium with a CPU 4 times slower and a network of 1.6 Mbit/s with 150 ms of latency (Lighthouse's slow 4G), nothing
cached, medians of ${rounds}. First and largest contentful paint in ms (wanted: ${WANTED.first} and ${WANTED.largest}), layout shift, and
requests before the first paint (wanted: ${WANTED.requests} at most).

${table(["page", "first", "largest", "shift", "requests", ""], views)}

A press on “Add” is shown after ${median(presses).toFixed(0)} ms (wanted: ${PRESS_MS} at most).

The reel with 25 real posters of all sizes, CPU 4 times slower: frames, the longest of them in ms (wanted: ${FRAME_MS} at most),
and how many were longer than that.

${table(["window", "frames", "longest", "over", ""], reels)}
`;
}
