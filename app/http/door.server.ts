import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import morgan from "morgan";
import { config } from "#app/config.server.ts";
import type { Language } from "#app/copy/language.ts";
import { clientOf } from "./client-address.server.ts";
import { ALLOWED, forgetOrigin, judge, tidy } from "./door/judgement.server.ts";
import { createLanes } from "./door/lanes.server.ts";
import { isCut, lineUp } from "./door/line.server.ts";
import { answerRefusal, type Reason, type RefusalWords } from "./door/refusal-page.server.ts";
import { answerEnded, noteResponse } from "./event-stream.server.ts";
import { isClosing } from "./listening.server.ts";
import { log } from "./log.server.ts";
import { UNKNOWN_PATH } from "./log-path.server.ts";
import { inRecord, newRecord, tenths, type RequestRecord } from "./record.server.ts";

export type Door = {
  /** Makes of an address what may be logged of it. */
  pathName: (url: string) => string;
  /** The address that tells whether the process is alive; it waits behind no page. */
  aliveAt: string;
  words: (language: Language, reason: Reason) => RefusalWords;
};

type Asked = { request: IncomingMessage; response: ServerResponse; record: RequestRecord };

/**
 * What one client address may have under way. Eight pages cost some 50 ms of the processor, which is what others feel of
 * it; a hundred people behind one address who open a link at once need about six hundred places. Forms have places of
 * their own, because with a slow database each may take three seconds.
 */
const PAGES = { atOnce: 8, waiting: 600, patienceMs: 10_000 };
const FORMS = { atOnce: 12, waiting: 100, patienceMs: 10_000 };
const UNLIMITED = { atOnce: Infinity, waiting: 0, patienceMs: 0 };

/**
 * Makes the door of a server: what looks at every request, static files included, before remix-serve does. remix-serve
 * stays the server and gets every request that comes in; it leaves no other place to stand. At the door, in this order:
 *
 * - A connection is answered one request after another, and cut when it sends too many ahead (door/line).
 * - The request gets a record and its id, to follow it through the log, and one line when it is over.
 * - What libraries behind the door would stumble over is taken out: door/judgement, `tidy`.
 * - A head that nobody behind the door could use is refused (door/judgement), which costs a hundredth of a page.
 * - Each client address has a number of requests under way, and the others wait (door/lanes).
 * - Methods that node hands to nobody (CONNECT) are refused as all others are.
 * - remix-serve's own log is silenced: it writes addresses with their query, which may hold what people typed.
 */
export function createDoor(door: Door): (server: Server) => void {
  morgan.format("tiny", () => undefined);
  // In development every module is a request.
  const { production } = config();
  const pages = createLanes(production ? PAGES : UNLIMITED);
  const forms = createLanes(production ? FORMS : UNLIMITED);

  function receive(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
    if (isCut(request)) return;
    const record = newRecord({ client: clientOf(request) });
    const asked = { request, response, record };
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Request-Id", record.id);
    if (isClosing()) response.setHeader("Connection", "close");
    tidy(request);
    const path = door.pathName(request.url ?? "");
    let leave = () => {};
    lineUp(request, response, {
      visit: {
        begin: () => (leave = admit(asked, serve)),
        over: () => {
          leave();
          answerEnded(record);
          logRequest(asked, path);
        },
      },
      cut: (waiting) => log("connection-cut", { waiting }),
    });
  }

  /** Answers what is to be called when the request is over. */
  function admit({ request, response, record }: Asked, serve: () => void): () => void {
    const refuse = (reason: Reason) => void answerRefusal(request, response, { reason, words: door.words });
    if (request.method === "OPTIONS") {
      response.writeHead(204, { Allow: ALLOWED }).end();
      return () => {};
    }
    const refusal = judge(request);
    if (refusal) {
      refuse(refusal);
      return () => {};
    }
    forgetOrigin(request);
    const lanes = request.method === "POST" ? forms : pages;
    const alive = request.url === door.aliveAt ? "alive " : "";
    const leave = lanes.enter(alive + record.client, {
      // A stream stays open on purpose, and has limits of its own.
      begin: () => {
        noteResponse(record, { response, onStream: () => leave() });
        inRecord(record, serve);
      },
      turnAway: (why) => refuse(why === "full" ? "too-many" : "busy"),
    });
    return leave;
  }

  return (server) => {
    const listeners = server.listeners("request") as RequestListener[];
    server.removeAllListeners("request");
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      receive(request, response, () => {
        for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
      });
    });
    server.on("connect", refuseTunnel);
  };
}

function refuseTunnel(_request: IncomingMessage, socket: Duplex): void {
  socket.on("error", () => {});
  socket.end(
    `HTTP/1.1 405 Method Not Allowed\r\nAllow: ${ALLOWED}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

function logRequest({ request, response, record }: Asked, path: string): void {
  if (!config().production && path === UNKNOWN_PATH) return;
  const { id, startedAt, databaseMs, source, outcome, stream } = record;
  const { headersSent, statusCode, writableFinished } = response;
  log("request", {
    request: id,
    method: request.method,
    path,
    status: headersSent ? statusCode : null,
    ms: tenths(performance.now() - startedAt),
    databaseMs: tenths(databaseMs),
    ...(source && { source }),
    ...(outcome && { outcome }),
    ...(stream && { stream }),
    // The visitor did not wait for the end of the answer; of a stream nobody does.
    ...(!writableFinished && !stream && { left: true }),
  });
}
