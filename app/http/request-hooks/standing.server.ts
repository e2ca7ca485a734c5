import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { clientOf } from "../client-address.server.ts";
import { newRequestContext } from "../request-context.server.ts";
import { runHooks, type RequestHook } from "./hook.server.ts";
import { ALLOWED } from "./judgement.server.ts";

/** Replaces the server's own listeners, which get each request after the hooks. */
export function standBefore(server: Server, hooks: readonly RequestHook[]): void {
  const listeners = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const context = newRequestContext({ client: clientOf(request) });
    runHooks(hooks, { request, response, context, atEnd: [] }, () => {
      for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
    });
  });
}

/** Refuses a request for a tunnel (CONNECT), for which node hands over only the bare connection. */
export function refuseTunnel(_request: IncomingMessage, socket: Duplex): void {
  socket.on("error", () => {});
  socket.end(
    `HTTP/1.1 405 Method Not Allowed\r\nAllow: ${ALLOWED}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
