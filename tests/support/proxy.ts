import { EventEmitter, once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { messageReader } from "./pg-messages.ts";

/** What the network between the app and the database does. */
export type Weather =
  | "clear"
  /** Nobody listens, and open connections are closed. */
  | "down"
  /** Connections are accepted, and nothing is ever answered. */
  | "silent"
  /** Every connection is reset; new ones as soon as they are made. */
  | "reset"
  /** Bytes wait here until the weather is "clear" again. */
  | "blackhole"
  /** Bytes are lost for good: a connection of that time is never answered again, and never closed. */
  | "half-open"
  /** The server's bytes arrive this much later. */
  | { latencyMs: number }
  /** One bit in everything from the server is flipped; only TLS notices. */
  | "garbled"
  | { bytesPerSecond: number }
  /** A connection that is silent for so long is forgotten: its bytes are lost and nobody is told. Firewalls do that. */
  | { forgetsAfterMs: number }
  /** The connection is reset when a write's last message is sent, or when its confirmation comes back. */
  | { cut: "statement" | "answer" };

export type Proxy = {
  /** The same address with this proxy in front of it. */
  through: (databaseUrl: string) => string;
  set: (weather: Weather) => Promise<void>;
  /** How many open connections have been forgotten, and how many have not. */
  counts: () => { forgotten: number; heard: number };
  close: () => Promise<void>;
};

type Pair = {
  down: net.Socket;
  up: net.Socket | null;
  deaf: boolean;
  writing: boolean;
  forgetting?: NodeJS.Timeout;
};

const WRITE = /\b(?:insert|update|delete)\b/i;
/** The last message of a client's extended query (Sync). */
const SYNC_BYTES = 5;
const SLICE_MS = 50;

/** Stands between the app and a database on loopback. `port` is asked for each connection, as a server may move. */
export async function startProxy(port: () => number): Promise<Proxy> {
  const pairs = new Set<Pair>();
  let weather: Weather = "clear";
  const sky = new EventEmitter().setMaxListeners(0);
  const server = net.createServer({ allowHalfOpen: true }, accept);

  function accept(down: net.Socket): void {
    const pair: Pair = { down, up: null, deaf: weather === "half-open", writing: false };
    pairs.add(pair);
    down.on("error", () => end(pair)).on("close", () => end(pair));
    if (weather === "reset") return end(pair);
    if (weather === "silent") return;
    const up = (pair.up = net.connect({ port: port(), host: "127.0.0.1", allowHalfOpen: true }));
    up.on("error", () => up.destroy()).on("close", () => void (pair.deaf || end(pair)));
    relay(pair, down, up, watchStatement(pair));
    const watch = watchAnswer(pair);
    const look = (chunk: Buffer) => (weather === "garbled" ? garbled(watch(chunk)) : watch(chunk));
    relay(pair, up, down, look, () => latencyIn(weather) ?? 0);
  }

  /** Passes bytes on in their order; `look` may hold some back and answers which are to be sent. */
  function relay(
    pair: Pair,
    from: net.Socket,
    to: net.Socket,
    look: (chunk: Buffer) => Buffer,
    delay: () => number = () => 0,
  ): void {
    let queue = Promise.resolve();
    const inTurn = (then: () => Promise<void> | void) => (queue = queue.then(then));
    from.on("data", (chunk: Buffer) => {
      from.pause();
      remember(pair);
      const due = performance.now() + delay();
      void inTurn(async () => {
        if (due > performance.now()) await sleep(due - performance.now());
        while (isBlackhole()) await once(sky, "change");
        if (!pair.deaf && pairs.has(pair)) await send(look(chunk), to);
      });
      // With latency the next chunk is read at once, so that delays do not add up.
      if (latencyIn(weather) !== null) from.resume();
      else void inTurn(() => void from.resume());
    });
    from.on("end", () => {
      // The server may forget a client that gave up. The client is never told anything.
      if (pair.deaf) pair.up?.destroy();
      else void inTurn(() => void to.end());
    });
  }

  /** Counts the connection's silence from now on; where nothing is forgotten, stops counting. */
  function remember(pair: Pair): void {
    clearTimeout(pair.forgetting);
    if (typeof weather !== "object" || !("forgetsAfterMs" in weather)) return;
    pair.forgetting = setTimeout(() => (pair.deaf = true), weather.forgetsAfterMs);
  }

  /** A function, because the weather changes while a chunk waits. */
  function isBlackhole(): boolean {
    return weather === "blackhole";
  }

  async function send(chunk: Buffer, to: net.Socket): Promise<void> {
    let left = chunk;
    for (let speed = speedIn(weather); left.length > 0 && speed; speed = speedIn(weather)) {
      const size = Math.max(1, Math.round((speed * SLICE_MS) / 1_000));
      to.write(left.subarray(0, size));
      left = left.subarray(size);
      await sleep(SLICE_MS);
    }
    if (left.length > 0) to.write(left);
  }

  function watchStatement(pair: Pair): (chunk: Buffer) => Buffer {
    const read = messageReader({ fromClient: true });
    return (chunk) => {
      const messages = read(chunk);
      if (messages.some(({ sql }) => WRITE.test(sql))) pair.writing = true;
      if (!pair.writing || messages.at(-1)?.type !== "S" || !cutsAt(weather, "statement")) return chunk;
      setImmediate(end, pair);
      return chunk.subarray(0, -SYNC_BYTES);
    };
  }

  function watchAnswer(pair: Pair): (chunk: Buffer) => Buffer {
    const read = messageReader({ fromClient: false });
    return (chunk) => {
      const done = read(chunk).some(({ type }) => type === "Z");
      if (!done || !pair.writing) return chunk;
      pair.writing = false;
      if (!cutsAt(weather, "answer")) return chunk;
      end(pair);
      return Buffer.alloc(0);
    };
  }

  function end(pair: Pair): void {
    if (!pairs.delete(pair)) return;
    clearTimeout(pair.forgetting);
    pair.down.resetAndDestroy();
    pair.up?.resetAndDestroy();
  }

  async function set(next: Weather): Promise<void> {
    const before = weather;
    weather = next;
    sky.emit("change");
    if (before === "down") await listen(address.port);
    if (next === "down") server.close();
    pairs.forEach(remember);
    if (next === "half-open") for (const pair of pairs) pair.deaf = true;
    if (next === "down" || next === "silent" || next === "reset") pairs.forEach(end);
    // Nobody had accepted them, so nobody will ever answer them.
    if (before === "silent") pairs.forEach((pair) => pair.up ?? end(pair));
  }

  async function listen(wanted: number): Promise<net.AddressInfo> {
    server.listen(wanted, "127.0.0.1");
    await once(server, "listening");
    return server.address() as net.AddressInfo;
  }

  const address = await listen(0);
  return {
    through(databaseUrl) {
      const url = new URL(databaseUrl);
      url.port = String(address.port);
      return url.href;
    },
    set,
    counts() {
      const forgotten = [...pairs].filter(({ deaf }) => deaf).length;
      return { forgotten, heard: pairs.size - forgotten };
    },
    async close() {
      pairs.forEach(end);
      if (server.listening) {
        server.close();
        await once(server, "close");
      }
    },
  };
}

function speedIn(weather: Weather): number | null {
  return typeof weather === "object" && "bytesPerSecond" in weather ? weather.bytesPerSecond : null;
}

function latencyIn(weather: Weather): number | null {
  return typeof weather === "object" && "latencyMs" in weather ? weather.latencyMs : null;
}

function cutsAt(weather: Weather, when: "statement" | "answer"): boolean {
  return typeof weather === "object" && "cut" in weather && weather.cut === when;
}

function garbled(chunk: Buffer): Buffer {
  if (chunk.length === 0) return chunk;
  const spoilt = Buffer.from(chunk);
  spoilt.writeUInt8(spoilt.readUInt8(spoilt.length - 1) ^ 1, spoilt.length - 1);
  return spoilt;
}
