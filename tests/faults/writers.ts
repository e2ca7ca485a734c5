import { setTimeout as sleep } from "node:timers/promises";
import { newVisitor, type Visitor } from "#tests/support/visitor.ts";
import type { Pressing } from "./pressing.ts";

const WRITERS = 4;
const PAUSE_MS = 250;

/** Four visitors who create lotteries, draw, and add movies; when something fails, most of them press again. */
export function startWriters(base: string, { newSubmit, create, draw, openForm, insist }: Pressing) {
  const visitors = Array.from({ length: WRITERS }, () => newVisitor(base));
  let day = new AbortController();

  async function writeOn(visitor: Visitor): Promise<void> {
    for (let turn = 0; !day.signal.aborted; turn++) {
      await sleep(PAUSE_MS);
      await (turn % 2 === 0 ? choose(visitor) : add(visitor));
    }
  }

  async function choose(visitor: Visitor): Promise<void> {
    const submit = newSubmit("lottery");
    await create(visitor, submit);
    if (submit.id) await draw(visitor, submit.id, submit);
  }

  async function add(visitor: Visitor): Promise<void> {
    const submit = newSubmit("movie");
    const form = await openForm(visitor, { page: "/library", field: "note", submit });
    if (!form) return;
    const fill = { title: submit.tag, year: "1985", note: 'Аня просила:\n"Ран" & <чай>' };
    const kept = { ...fill, submitKey: submit.key };
    await insist(visitor, { page: "add a movie", field: "note", submit, form, fill, kept });
  }

  let running: Promise<unknown>[] = [];
  return {
    go() {
      day = new AbortController();
      running = visitors.map(writeOn);
    },
    /** Begins nothing new; resolves when everyone has an answer. */
    async stop() {
      day.abort();
      await Promise.all(running);
    },
  };
}
