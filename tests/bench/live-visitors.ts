// Runs in a process of its own: a thousand visitors must not share a thread with what measures them.
import http from "node:http";

/** The number in a message that says what has happened: of the draw, of the hat's version, or of the poll's voters. */
const COUNTERS = { draw: /"draw":\{"number":(\d+)/, hat: /"version":(\d+)/, poll: /"voters":(\d+)/ };

export type Followed = keyof typeof COUNTERS;
type Visit = { url: string; path: string; visitors: number; followed: Followed };
/** When each visitor was told of it, in milliseconds since 1970. */
export type Told = { number: number; at: number[] };

const AT_ONCE = 50;

const told = new Map<number, number[]>();
let wanted: { number: number; visitors: number } | undefined;
let visitors = 0;

process.on("message", (message: Visit | { await: number }) => {
  if ("await" in message) wanted = { number: message.await, visitors };
  else void visit(message);
  report();
});

async function visit({ url, path, followed, ...crowd }: Visit): Promise<void> {
  ({ visitors } = crowd);
  const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
  for (let begun = 0; begun < visitors; begun += AT_ONCE) {
    const some = Math.min(AT_ONCE, visitors - begun);
    await Promise.all(
      Array.from({ length: some }, () =>
        follow(`${url}${path}`, { agent, before: begun, counter: COUNTERS[followed] }),
      ),
    );
  }
  process.send!("all are here");
}

/** Resolves when the first message has come. */
function follow(
  address: string,
  { agent, before, counter }: { agent: http.Agent; before: number; counter: RegExp },
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Fifty people share an address.
    const from = `10.0.${Math.floor(before / AT_ONCE / 250)}.${Math.floor(before / AT_ONCE) % 250}`;
    const headers = { Accept: "text/event-stream", "X-Forwarded-For": from };
    const request = http.get(address, { agent, headers });
    request.once("error", reject);
    request.once("response", (response) => {
      if (response.statusCode !== 200)
        return reject(new Error(`a stream was answered ${response.statusCode}`));
      let known = -1;
      response.setEncoding("latin1").on("data", (chunk: string) => {
        const at = performance.timeOrigin + performance.now();
        const number = Number(counter.exec(chunk)?.[1] ?? 0);
        if (!chunk.includes("data: ") || number === known) return;
        if (known === -1) resolve();
        else told.set(number, [...(told.get(number) ?? []), at]);
        known = number;
        report();
      });
    });
  });
}

function report(): void {
  const at = wanted && (told.get(wanted.number) ?? []);
  if (!wanted || at!.length < wanted.visitors) return;
  process.send!({ number: wanted.number, at: at! } satisfies Told);
  wanted = undefined;
}
