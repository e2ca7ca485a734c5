import { config } from "#app/config.server.ts";
import { log } from "../log.server.ts";
import { UNKNOWN_PATH } from "../log-path.server.ts";
import { tenths } from "../request-context.server.ts";
import type { Exchange } from "./hook.server.ts";

/** Writes the line of a request that is over; `path` is what may be logged of its address. Times are milliseconds. */
export function logRequest({ request, response, context }: Exchange, path: string): void {
  if (!config().production && path === UNKNOWN_PATH) return;
  const { id, startedAt, databaseMs, source, outcome, stream } = context;
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
    // The client went away before the end of the answer; of a stream that is the usual end.
    ...(!writableFinished && !stream && { left: true }),
  });
}
