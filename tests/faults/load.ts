// Runs in a process of its own: readers and writers must wait neither for each other's work nor for the proxy's.
import { startFinders } from "./finders.ts";
import type { Submit } from "./history.ts";
import { startReaders } from "./readers.ts";
import type { Log, Seen } from "./record.ts";
import { startWriters } from "./writers.ts";

export type Order =
  | { do: "readers" | "writers"; base: string; bare: string; images: string; pid: number; processes: number }
  | { do: "seed"; unseen: string[] }
  | { do: "lose" | "go" | "stop" | "take" };

/** What was seen since the last time; after "stop" also what became of every submit. */
export type Taken = { seen: Seen[]; submits: Submit[] };

const log: Log = { seen: [], pids: [] };
const submits: Submit[] = [];
let stopped = false;
let readers: ReturnType<typeof startReaders> | undefined;
let writers: ReturnType<typeof startWriters> | undefined;
let finders: ReturnType<typeof startFinders> | undefined;

process.on("message", (order: Order) => {
  obey(order).then(
    (answer) => process.send!({ answer }),
    (error: unknown) => process.send!({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => process.exit());

async function obey(order: Order): Promise<Taken | null> {
  if ("pid" in order) log.pids = [order.pid, process.pid];
  if (order.do === "readers") readers = startReaders(order, log);
  if (order.do === "writers") {
    writers = startWriters(order.base, log, submits);
    finders = startFinders(order.base, order.images, log);
  }
  if (order.do === "seed") await readers?.seed(order.unseen);
  if (order.do === "lose") readers?.lose();
  if (order.do === "go") for (const crew of [readers, writers, finders]) crew?.go();
  stopped = order.do === "stop" || (stopped && order.do !== "go");
  if (order.do === "stop") await Promise.all([readers, writers, finders].map(async (crew) => crew?.stop()));
  return order.do === "take" ? take() : null;
}

function take(): Taken {
  // Submits only after the end: until then their outcomes may change.
  return { seen: log.seen.splice(0), submits: stopped ? submits.splice(0) : [] };
}
