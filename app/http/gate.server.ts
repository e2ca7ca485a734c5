import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import morgan from "morgan";
import { config } from "#app/config.server.ts";
import { clientOf } from "./client-address.server.ts";
import { answerEnded, noteResponse } from "./event-stream.server.ts";
import { followRequest } from "./listening.server.ts";
import { log } from "./log.server.ts";
import { UNKNOWN_PATH } from "./log-path.server.ts";
import { isForeign } from "./origin.server.ts";
import { openRecord, tenths, type RequestRecord } from "./record.server.ts";

type Started = { request: IncomingMessage; response: ServerResponse };

/**
 * Looks at every request before remix-serve does, static files included. Node announces requests on this channel
 * before anything handles them, so nothing home-made has to stand in front of the server. `pathName` makes of an
 * address what may be logged of it.
 */
export function openGate({ pathName }: { pathName: (url: string) => string }): void {
  // remix-serve has morgan log every address with its query, which may hold what people typed.
  morgan.format("tiny", () => undefined);
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as Started;
    const record = openRecord({ client: clientOf(request) });
    noteResponse(record, response);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Request-Id", record.id);
    repairHost(request);
    repairAddress(request);
    judgeOrigin(request);
    const { method = "" } = request;
    const path = pathName(request.url ?? "");
    followRequest(request, response, () => {
      answerEnded(record);
      logRequest(response, record, { method, path });
    });
  });
}

function logRequest(
  response: ServerResponse,
  { id, startedAt, databaseMs, source, outcome, stream }: RequestRecord,
  asked: { method: string; path: string },
): void {
  // In development every module is a request.
  if (!config().production && asked.path === UNKNOWN_PATH) return;
  const { headersSent, statusCode, writableFinished } = response;
  log("request", {
    request: id,
    ...asked,
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

/** Remix builds the request's URL from these; a name that is none would end in an empty 500. */
function repairHost(request: IncomingMessage): void {
  delete request.headers["x-forwarded-host"];
  if (!/^[\w.-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i.test(request.headers.host ?? "")) {
    request.headers.host = "localhost";
  }
}

/** An address that cannot be decoded goes to the page that says so, instead of Express's bare line. */
function repairAddress(request: IncomingMessage): void {
  try {
    decodeURIComponent(request.url?.split("?")[0] ?? "");
  } catch {
    request.url = "/bad-address";
  }
}

/** Remix answers a foreign Origin with an empty 500; marked like this, our own check answers with a page. */
function judgeOrigin(request: IncomingMessage): void {
  if (request.method === "GET" || request.method === "HEAD" || !request.headers.origin) return;
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  const headers = new Headers({ Origin: origin, Host: host ?? "" });
  if (typeof site === "string") headers.set("Sec-Fetch-Site", site);
  if (isForeign(headers)) request.headers["sec-fetch-site"] = "cross-site";
  delete request.headers.origin;
}
