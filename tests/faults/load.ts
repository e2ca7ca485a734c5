// Runs in a process of its own: readers and writers must wait neither for each other's work nor for the proxy's.
import { startFinders } from "./finders.ts";
import { startFriends } from "./friends.ts";
import type { Submit } from "./history.ts";
import { pressing } from "./pressing.ts";
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
let friends: ReturnType<typeof startFriends> | undefined;

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
    const people = pressing(log, submits);
    writers = startWriters(order.base, people);
    friends = startFriends(order.base, log, people);
    finders = startFinders(order.base, order.images, log);
  }
  if (order.do === "seed") await readers?.seed(order.unseen);
  if (order.do === "lose") readers?.lose();
  const crews = [readers, writers, friends, finders];
  if (order.do === "go") for (const crew of crews) crew?.go();
  stopped = order.do === "stop" || (stopped && order.do !== "go");
  if (order.do === "stop") await Promise.all(crews.map(async (crew) => crew?.stop()));
  return order.do === "take" ? take() : null;
}

function take(): Taken {
  // Submits only after the end: until then their outcomes may change.
  return { seen: log.seen.splice(0), submits: stopped ? submits.splice(0) : [] };
}
