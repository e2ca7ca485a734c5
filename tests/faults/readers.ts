import { setTimeout as sleep } from "node:timers/promises";
import { createLottery } from "#tests/support/lotteries.ts";
import { type Answer, newVisitor } from "#tests/support/visitor.ts";
import { filled, formWithField } from "./page-form.ts";
import { type Log, record, type Page, type Seen } from "./record.ts";

const READERS = 8;
/** How long a reader waits between two pages. */
const PAUSE_MS = 80;
/**
 * The bare server is asked at least as often as anything that is compared with it, or its worst moment would be missed.
 */
const PULSE: readonly [Page, number][] = [
  ["/healthz", 100],
  ["bare", PAUSE_MS],
];
const SEEDED_WITHIN_MS = 15_000;

/** Eight visitors, each with a club, a lottery and a movie of their own, who look at their pages again and again. */
export function startReaders(
  { base, bare, processes }: { base: string; bare: string; processes: number },
  log: Log,
) {
  const names = Array.from({ length: READERS }, (_, index) => `Evening of reader ${index + 1}`);
  const readers = names.map((name) => ({ name, visitor: newVisitor(base), lottery: "" }));
  let unseen: string[] = [];
  let lost = true;
  const day = new AbortController();

  /** Gives every reader something to look at, unless they have it, and has the app show it to them once. */
  async function seed(ids: string[]): Promise<void> {
    unseen = ids;
    if (!lost) return;
    const deadline = performance.now() + SEEDED_WITHIN_MS;
    const insist = async (reader: (typeof readers)[number]) => {
      while (!(await furnish(reader).catch(() => false))) {
        if (performance.now() > deadline) throw new Error(`${reader.name} finds nothing to look at`);
        await sleep(PAUSE_MS);
      }
    };
    await Promise.all(readers.map(insist));
    lost = false;
  }

  async function furnish(reader: (typeof readers)[number]): Promise<boolean> {
    const { visitor, name } = reader;
    if (!reader.lottery) await visitor.get("/");
    if (!reader.lottery || (await visitor.get(reader.lottery)).status === 404) {
      reader.lottery = await createLottery(visitor, undefined, { name });
    }
    const library = await visitor.get("/library");
    if (!library.html.includes(name)) {
      const form = formWithField(library.html, "note")!;
      await visitor.post(form.action, filled(form, { title: name }));
    }
    const pages = [await visitor.get("/"), await visitor.get("/library"), await visitor.get(reader.lottery)];
    return pages.every(
      (page) => page.status === 200 && shownOn(page) === "fresh" && page.html.includes(name),
    );
  }

  async function readOn(reader: (typeof readers)[number], first: number): Promise<void> {
    for (let turn = first; !day.signal.aborted; turn++) {
      await sleep(PAUSE_MS);
      const { visitor } = reader;
      const page = TURNS[turn % TURNS.length]!;
      if (page === "/l/:id not seen before") {
        const id = unseen.pop();
        if (id) await record(log, page, () => visitor.get(`/l/${id}`), lookAtUnseen);
      } else {
        const path = page === "/l/:id" ? reader.lottery : page;
        const look = (answer: Answer) => lookAt(answer, reader.name);
        if (path) await record(log, page, () => visitor.get(path), look, reader.name);
      }
    }
  }

  function lookAt(answer: Answer, name: string): { shown: Seen["shown"]; wrong: string[] } {
    const wrong: string[] = [];
    // When the lottery has been deleted, "gone" is the fresh answer.
    const gone = lost && answer.status === 404;
    const shown = gone ? "fresh" : answer.status === 200 ? shownOn(answer) : null;
    if (answer.html === "") wrong.push("an empty reply");
    if (answer.status === 200 && told(answer) !== shown)
      wrong.push(`the page says ${shown}, Server-Timing ${told(answer)}`);
    // Of several processes each knows only what it has seen itself.
    const unseenHere = processes > 1 && answer.status === 503 && answer.headers["retry-after"] !== undefined;
    if (answer.status !== 200 && !gone && !unseenHere) wrong.push(`status ${answer.status}`);
    const savedElsewhere = processes > 1 && shown === "stale";
    if (
      answer.status === 200 &&
      shown !== "default" &&
      !lost &&
      !savedElsewhere &&
      !answer.html.includes(name)
    ) {
      wrong.push(`says ${shown} and leaves out what was saved`);
    }
    const owners = answer.html.match(/Evening of reader \d+/g) ?? [];
    if (owners.some((owner) => owner !== name)) wrong.push("shows what is another club's");
    return { shown, wrong };
  }

  function lookAtUnseen(answer: Answer): { shown: Seen["shown"]; wrong: string[] } {
    const wrong: string[] = [];
    if (answer.html === "") wrong.push("an empty reply");
    if (answer.status === 503 && !answer.headers["retry-after"]) wrong.push("503 without Retry-After");
    const expected = answer.status === 200 || answer.status === 503 || (lost && answer.status === 404);
    if (!expected) wrong.push(`status ${answer.status}`);
    return { shown: answer.status === 200 ? shownOn(answer) : null, wrong };
  }

  async function takePulse([page, everyMs]: (typeof PULSE)[number]): Promise<void> {
    const visitor = newVisitor(page === "bare" ? bare : base);
    const look = ({ status }: Answer) => ({ wrong: status === 200 ? [] : [`status ${status}`] });
    while (!day.signal.aborted) {
      await record(log, page, () => visitor.get("/healthz"), look);
      await sleep(everyMs);
    }
  }

  let running: Promise<unknown>[] = [];
  return {
    seed,
    /** From now on what was saved may be missing. */
    lose: () => void (lost = true),
    go: () => void (running = [...PULSE.map(takePulse), ...readers.map(readOn)]),
    async stop() {
      day.abort();
      await Promise.all(running);
    },
  };
}

const TURNS: readonly Page[] = [
  "/",
  "/library",
  "/",
  "/l/:id",
  "/",
  "/library",
  "/l/:id",
  "/l/:id not seen before",
];

/** A page that does not say so claims to be fresh. */
function shownOn({ html }: Answer): "fresh" | "stale" | "default" {
  return (/ data-source="(stale|default)"/.exec(html)?.[1] ?? "fresh") as "fresh" | "stale" | "default";
}

/** The source that Server-Timing names for the slowest read. */
function told({ headers }: Answer): string | undefined {
  return /;desc="(\w+)"/.exec(String(headers["server-timing"]))?.[1];
}
