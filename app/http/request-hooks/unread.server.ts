import type { Exchange } from "./hook.server.ts";

/** What may still come of a body that nobody reads, and for how long. */
const REST = { maxBytes: 1024 * 1024, withinMs: 5_000 };

/**
 * Once the answer was sent, what was not read of the request's body is read away, so that the connection is free for the
 * next request. One of which too much is left, or too slowly, is cut instead.
 */
export function readAway({ request, response }: Exchange, next: () => void): void {
  response.once("finish", () => {
    if (request.complete || request.destroyed) return;
    const cut = () => void request.socket.destroy();
    const patience = setTimeout(cut, REST.withinMs);
    let left = REST.maxBytes;
    // Nobody waits for it any more.
    request.removeAllListeners("data");
    request.on("data", (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) cut();
    });
    request.once("close", () => clearTimeout(patience));
    request.resume();
  });
  next();
}
