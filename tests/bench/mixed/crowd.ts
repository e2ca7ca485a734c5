// Runs in a process of its own: thousands of visitors must not share a thread with what measures the server.
import { type Visit, Visitor } from "./visitor.ts";

/** How many people are there from now on. */
export type Order = { url: string; visitors: number };
/** What happened since the last tally. */
export type Tally = { visits: Visit[]; busy: number };

const TALLY_EVERY_MS = 500;
/** Of a hundred people so many wait for a draw, and so many send forms; the others look at pages. */
const WAIT = 25;
const SEND = 15;

const people: Visitor[] = [];
let visits: Visit[] = [];

process.on("message", ({ url, visitors }: Order) => {
  while (people.length < visitors) {
    const number = people.length;
    // Spread out, so that the kinds are mixed in every part of the crowd.
    const share = (number * 37) % 100;
    const kind = share < WAIT ? "wait" : share < WAIT + SEND ? "form" : "page";
    const visitor = new Visitor({ url, number, kind, tell: (visit) => visits.push(visit) });
    people.push(visitor);
    void visitor.live();
  }
  // They still get what they asked for.
  for (const leaving of people.splice(visitors)) leaving.leave();
});

setInterval(() => {
  const busy = people.filter(({ waitsForAnswer }) => waitsForAnswer).length;
  process.send!({ visits, busy } satisfies Tally);
  visits = [];
}, TALLY_EVERY_MS);
