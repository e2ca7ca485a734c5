import type { ServerResponse } from "node:http";
import { config } from "#app/config.server.ts";
import { requestContext, type RequestContext } from "./request-context.server.ts";
import { noPlaceFor, takePlace, type Follower } from "./stream-places.server.ts";

/** Proxies close connections that are silent for a minute or so. */
const HEARTBEAT_MS = 15_000;
/** How long a browser waits after a stream has ended; spread out, so that not all come back at once. */
const COME_BACK_MS = { least: 1_000, most: 3_000 };
/** How much may wait for a client that does not read. */
const UNREAD_MAX_BYTES = 64 * 1024;
const LAST_WORDS_MS = 500;

type Stream = { end: () => void; response: ServerResponse };
type Answer = { response: ServerResponse; onStream: () => void };

const answers = new WeakMap<RequestContext, Answer>();
const streams = new Map<RequestContext, Stream>();
let closing = false;

/** Keeps the answer to a request at hand in case it becomes a stream; then `onStream` is called. */
export function noteResponse(context: RequestContext, answer: Answer): void {
  answers.set(context, answer);
}

/** Node's own response to the current request, as long as it is not over. */
export function responseUnderWay(): ServerResponse | undefined {
  const context = requestContext();
  return context && answers.get(context)?.response;
}

/** To be called when the answer was sent, or nobody is there any more to read it. */
export function answerEnded(context: RequestContext): void {
  answers.delete(context);
  streams.get(context)?.end();
}

/**
 * Answers the current request with server-sent events; `begin` gets what sends one, and returns what is to be done when
 * the stream is over. It ends by itself after about a minute, when the browser goes, and at shutdown. 503 when there are
 * too many already, 429 when they are this client's.
 *
 * That the browser has gone is heard from node's own response: neither a request's signal nor a stream's cancel() is
 * called any more once a garbage collection has run (nodejs/node#55428).
 */
export function eventStream(
  request: Request,
  following: Pick<Follower, "browser" | "topic">,
  begin: (send: (data: string) => void) => () => void,
): Response {
  if (!request.headers.get("Accept")?.includes("text/event-stream")) return refusal(406);
  const context = requestContext();
  const answer = context && answers.get(context);
  if (closing || !answer) return refusal(503);
  const follower = { ...following, client: context.client };
  const full = noPlaceFor(follower);
  if (full) return refusal(full);
  context.stream = true;
  answer.onStream();
  const body = request.method === "GET" ? bodyOf({ context, follower, ...answer }, begin) : null;
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      // Compression would cost every stream an encoder of its own.
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}

/** Ends every stream and opens none any more. A client that does not read is not waited for. */
export function endEventStreams(): void {
  closing = true;
  const left = [...streams.values()];
  for (const { end } of left) end();
  setTimeout(() => {
    for (const { response } of left) response.destroy();
  }, LAST_WORDS_MS).unref();
}

function refusal(status: 406 | 429 | 503): Response {
  // A client with too many connections should not keep this one open as well.
  const later: Record<string, string> = status === 406 ? {} : { "Retry-After": "30", Connection: "close" };
  return new Response(null, { status, headers: { "Cache-Control": "no-store", ...later } });
}

function bodyOf(
  { context, follower, response }: { context: RequestContext; follower: Follower; response: ServerResponse },
  begin: (send: (data: string) => void) => () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const leave = takePlace(follower);
      let over = () => {};
      const write = (text: string) => {
        if (!streams.has(context)) return;
        if (response.writableLength > UNREAD_MAX_BYTES) return response.destroy();
        controller.enqueue(encoder.encode(text));
      };
      const end = () => {
        if (!streams.delete(context)) return;
        clearInterval(heart);
        clearTimeout(lifetime);
        leave();
        over();
        controller.close();
      };
      const heart = setInterval(write, HEARTBEAT_MS, ":\n\n").unref();
      const lifetime = setTimeout(end, config().streams.lifetimeMs * between(0.9, 1.1)).unref();
      streams.set(context, { end, response });
      write(`retry: ${Math.round(between(COME_BACK_MS.least, COME_BACK_MS.most))}\n\n`);
      over = begin((data) => write(`data: ${data}\n\n`));
    },
  });
}

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}
