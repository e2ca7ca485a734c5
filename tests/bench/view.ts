// npm run bench:view [-- --rounds 5] [--against commit]
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { launchBrowser } from "#tests/support/chromium.ts";
import { newVisitor } from "#tests/support/visitor.ts";
import { buildCommit } from "./checkout.ts";
import { atEnd, closeAll, closeOnSignals, isClosing } from "./closing.ts";
import { startDurableDatabase } from "./durable-database.ts";
import { median, table } from "./figures.ts";
import { createGallery, startGallery } from "./gallery.ts";
import { busiestOfReveal, type Busy, type Reel } from "./reel.ts";
import { pressOnAdd, SLOWER, viewOf, type View } from "./slow-browser.ts";
import { ROOT, startWebProcess, untilReady } from "./web-process.ts";

/** In milliseconds but for the last two. */
const WANTED: Record<keyof View, number> = { first: 1_200, largest: 1_800, shift: 0, requests: 8 };
const PRESS_MS = 100;
const FRAME_MS = 50;
const SIZES = [
  { width: 320, height: 640 },
  { width: 1_920, height: 1_080 },
];

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, against: { type: "string" } },
});
const rounds = Number(values.rounds);

closeOnSignals();
try {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const roots = values.against ? [ROOT, await buildCommit(values.against)] : [ROOT];
  const gallery = await startGallery();
  const database = await startDurableDatabase();
  const settings = { POSTER_ORIGINS: gallery.url, POSTERS_FROM: "origins" };
  const urls: string[] = [];
  for (const root of roots) {
    const web = await startWebProcess(database.url, "", settings, root);
    await untilReady(web);
    urls.push(web.url);
  }
  const waiting = await createGallery(database.admin, urls[0]!, gallery.url);
  const drawn = await createGallery(database.admin, urls[0]!, gallery.url);
  await newVisitor(urls[0]!).post(`${drawn}/draw`, {});
  const browser = await launchBrowser();
  atEnd(() => browser.close());

  const views: string[][] = [];
  for (const [name, path] of [
    ["/", "/"],
    ["/l/:id, 25 posters", waiting],
  ] as const) {
    for (const scripts of [true, false]) {
      const seen = await inTurns(`${name}, scripts ${scripts ? "on" : "off"}`, urls, (url) =>
        viewOf(browser, url, path, scripts),
      );
      views.push(viewRow(`${name}, scripts ${scripts ? "on" : "off"}`, seen));
    }
  }
  const presses = await inTurns("a press", urls, (url) => pressOnAdd(browser, url));
  const reels: string[][] = [];
  for (const size of SIZES) {
    const name = `${size.width} × ${size.height}`;
    const seen = await inTurns(`the reel, ${name}`, urls, (url) =>
      busiestOfReveal(browser, `${url}${drawn}?reveal`, size),
    );
    reels.push(...seen.map((each, side) => reelRow(side === 0 ? name : `${name}, there`, each)));
  }
  console.log(report({ views, presses, reels }));
} catch (error) {
  // After Ctrl-C everything is being taken away, so something fails.
  if (!isClosing()) console.error(error);
  process.exitCode = 1;
} finally {
  await closeAll();
}

/** What each side gives in each round, the sides in turns, so that a busy machine is busy for both. */
async function inTurns<T>(what: string, urls: string[], look: (url: string) => Promise<T>): Promise<T[][]> {
  process.stderr.write(`${what} …\n`);
  const seen: T[][] = urls.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, url] of urls.entries()) seen[side]!.push(await look(url));
  }
  return seen;
}

function viewRow(name: string, [here = [], there]: View[][]): string[] {
  const of = (figure: keyof View) => median(here.map((each) => each[figure]));
  const over = (Object.keys(WANTED) as (keyof View)[]).filter((figure) => of(figure) > WANTED[figure]);
  const ratio = (figure: "first" | "largest") =>
    there ? median(here.map((each, round) => each[figure] / there[round]![figure])).toFixed(2) : "";
  return [
    name,
    of("first").toFixed(0),
    ratio("first"),
    of("largest").toFixed(0),
    ratio("largest"),
    of("shift").toFixed(3),
    of("requests").toFixed(0),
    there ? median(there.map(({ requests }) => requests)).toFixed(0) : "",
    over.length > 0 ? `OVER: ${over.join(", ")}` : "",
  ];
}

function reelRow(name: string, reels: Reel[]): string[] {
  const of = (part: "before" | "reel", thread: keyof Busy) => median(reels.map((each) => each[part][thread]));
  const over = Math.max(of("reel", "page"), of("reel", "motion")) > FRAME_MS;
  return [
    name,
    of("reel", "page").toFixed(0),
    of("reel", "motion").toFixed(0),
    of("reel", "layers").toFixed(0),
    over ? "OVER" : "",
    of("before", "page").toFixed(0),
  ];
}

function report({
  views,
  presses: [here = [], there],
  reels,
}: {
  views: string[][];
  presses: number[][];
  reels: string[][];
}): string {
  const compared = values.against
    ? ` "ratio" to ${values.against}: the median of the rounds'; "there" is that commit.`
    : "";
  return `
Chromium with a CPU ${SLOWER} times slower and a network of 1.6 Mbit/s with 150 ms of latency (Lighthouse's slow 4G), nothing
cached, medians of ${rounds}. First and largest contentful paint in ms (wanted: ${WANTED.first} and ${WANTED.largest}), layout shift, and
requests that were sent before the first paint (wanted: ${WANTED.requests} at most).${compared}

${table(["page", "first", "ratio", "largest", "ratio", "shift", "requests", "there", ""], views)}

A press on “Add” is shown after ${median(here).toFixed(0)} ms (wanted: ${PRESS_MS} at most)${there ? `, there after ${median(there).toFixed(0)} ms` : ""}.

The reel with 25 real posters of all sizes, from its first movement until the winner stands in the light: the longest that a
thread was busy without a break, in ms of a CPU ${SLOWER} times slower by that thread's own clock, so that what else runs on this
machine does not count. "page" runs scripts, lays out and paints, "motion" turns the reel (wanted of both: ${FRAME_MS} at most),
"layers" fills what is turned, beside them. "start" is the page's before the reel moves: the first layout, or React
taking over. What puts the layers on the screen is not in it.

${table(["window", "page", "motion", "layers", "", "start"], reels)}
`;
}
