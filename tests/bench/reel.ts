import type { Browser, CDPSession } from "playwright-core";
import { SLOWER, withPage } from "./slow-browser.ts";

const BEGINS = "the reel begins to turn";
const ENDS = "the winner stands in the light";

/** The longest that a thread was busy without a break, in milliseconds of a slow processor. */
export type Busy = {
  /** What runs scripts, lays out and paints. */
  page: number;
  /** What moves layers, and so turns the reel. */
  motion: number;
  /** What fills layers, and unpacks pictures. */
  layers: number;
};

export type Reel = {
  /** From the document to the first movement of the reel. */
  before: Busy;
  /** From there until the winner stands in the light. */
  reel: Busy;
  /** How often styles were computed anew meanwhile; a reel turns without. */
  styled: number;
};

type Task = { name: string; pid: number; tid: number; ts: number; tdur?: number; args: { name?: string } };

const THREADS: Record<string, { part: keyof Busy; task: string }> = {
  CrRendererMain: { part: "page", task: "ThreadControllerImpl::RunTask" },
  Compositor: { part: "motion", task: "ThreadControllerImpl::RunTask" },
  ThreadPoolForegroundWorker: { part: "layers", task: "TaskGraphRunner::RunTask" },
};

/**
 * Plays the reveal at an address. Time is what the clock of each thread counts, which stands still while another process
 * has the processor; a slow processor takes that many times longer.
 */
export function busiestOfReveal(
  browser: Browser,
  address: string,
  size: { width: number; height: number },
): Promise<Reel> {
  return withPage(browser, { scripts: true, size, network: false, slow: false }, async (page) => {
    await page.addInitScript(`
      window.revealOver = new Promise((over) => {
        const mark = (name, selector) => ({ target }) => target.matches(selector) && performance.mark(name);
        document.addEventListener("animationstart", mark("${BEGINS}", ".drum"));
        document.addEventListener("animationend", (event) => mark("${ENDS}", ".winner-card")(event) && over());
      });
    `);
    const tracing = await browser.newBrowserCDPSession();
    const tasks: Task[] = [];
    tracing.on("Tracing.dataCollected", ({ value }) => void tasks.push(...(value as unknown as Task[])));
    await tracing.send("Tracing.start", {
      transferMode: "ReportEvents",
      traceConfig: { includedCategories: ["toplevel", "blink.user_timing", "devtools.timeline"] },
    });
    await page.goto(address, { waitUntil: "load" });
    await page.evaluate("window.revealOver");
    await endOf(tracing);
    return reelIn(tasks);
  });
}

async function endOf(tracing: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => tracing.once("Tracing.tracingComplete", resolve));
  await tracing.send("Tracing.end");
  await complete;
}

function reelIn(all: Task[]): Reel {
  const begins = all.find(({ name }) => name === BEGINS);
  const ends = all.find(({ name }) => name === ENDS);
  if (!begins || !ends) throw new Error("no reel turned on that page");
  const own = all.filter(({ pid, ts }) => pid === begins.pid && ts <= ends.ts);
  const threads = new Map(
    all
      .filter(({ name, pid }) => name === "thread_name" && pid === begins.pid)
      .map(({ tid, args }) => [tid, THREADS[args.name!]]),
  );
  const longest = (tasks: Task[], part: keyof Busy) =>
    Math.max(
      0,
      ...tasks
        .filter(({ name, tid }) => threads.get(tid)?.part === part && threads.get(tid)?.task === name)
        .map(({ tdur = 0 }) => (tdur / 1_000) * SLOWER),
    );
  const busy = (tasks: Task[]): Busy => ({
    page: longest(tasks, "page"),
    motion: longest(tasks, "motion"),
    layers: longest(tasks, "layers"),
  });
  const reel = own.filter(({ ts }) => ts >= begins.ts);
  return {
    before: busy(own.filter(({ ts }) => ts < begins.ts)),
    reel: busy(reel),
    styled: reel.filter(({ name }) => name === "UpdateLayoutTree").length,
  };
}
