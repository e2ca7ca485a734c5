// A thread of its own: 2 MB of some texts take ten seconds to read, in which nobody else would get a page.
import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import type { PastedLine } from "#app/domain/importing/pasted.ts";
import type { Line } from "#app/domain/importing/reading.ts";
import { readSent, type ReadSent, type Sent } from "./read-sent.server.ts";

/** What the thread says: which lines it wants named, to which the answer is those lines; and at its end what was read. */
export type Said = { wanted: readonly PastedLine[] } | { read: ReadSent };

const say = (said: Said) => parentPort!.postMessage(said);

void readSent(workerData as Sent, async (wanted) => {
  say({ wanted });
  const [lines] = (await once(parentPort!, "message")) as [readonly Line[]];
  return lines;
}).then((read) => say({ read }));
