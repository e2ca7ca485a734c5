import { subscribe } from "node:diagnostics_channel";
import http from "node:http";
import type { Socket } from "node:net";
import { connectionsWaiting } from "./door/line.server.ts";

export type Limits = {
  /** How long a client may take to send the head of a request, in milliseconds. */
  headersMs: number;
  /** How long for the whole request. */
  requestMs: number;
  /** How long a connection is kept that nothing goes through. */
  idleMs: number;
};

const CHECK_AT_LEAST_EVERY_MS = 5_000;
const DRAINING_LOOK_EVERY_MS = 50;

const servers = new Set<http.Server>();
let closing = false;

/**
 * Puts limits on the server that remix-serve makes, which has no options for them, and hands it to `meet`. That happens
 * when its first connection arrives, before the first request is read.
 */
export function meetServers(limits: Limits, meet: (server: http.Server) => void): void {
  subscribe("net.server.socket", (message) => {
    const { socket } = message as { socket: Socket & { server?: unknown } };
    const { server } = socket;
    if (!(server instanceof http.Server) || servers.has(server)) return;
    servers.add(server);
    configure(server, limits);
    meet(server);
    // This connection was accepted before the limits were set.
    socket.setTimeout(limits.idleMs);
  });
}

function configure(server: http.Server, { headersMs, requestMs, idleMs }: Limits): void {
  server.headersTimeout = headersMs;
  server.requestTimeout = requestMs;
  server.keepAliveTimeout = idleMs;
  // A client that never reads its answer.
  server.timeout = idleMs;
  checkOften(server, Math.min(CHECK_AT_LEAST_EVERY_MS, Math.ceil(headersMs / 4), Math.ceil(requestMs / 4)));
}

/**
 * Node looks for slow clients every 30 seconds unless the server was made otherwise. Its own listener sets that clock
 * anew; should a later Node have none of this name, slow clients are cut later.
 */
function checkOften(server: http.Server, everyMs: number): void {
  Object.assign(server, { connectionsCheckingInterval: everyMs });
  const setClock = server.listeners("listening").find((each) => each.name === "setupConnectionsTracking");
  setClock?.call(server);
}

/**
 * Refuses new connections, closes idle ones, and resolves when no request is under way any more, or after `atMostMs`
 * milliseconds.
 */
export async function requestsDone({ atMostMs }: { atMostMs: number }): Promise<void> {
  closing = true;
  const until = performance.now() + atMostMs;
  // remix-serve closes it on most signals, and complains when somebody else was first.
  await new Promise((resolve) => setImmediate(resolve));
  for (const server of servers) if (server.listening) server.close();
  do {
    for (const server of servers) server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, DRAINING_LOOK_EVERY_MS));
  } while (connectionsWaiting() > 0 && performance.now() < until);
}

/** Whether the process is ending, so that every answer is the last of its connection. */
export function isClosing(): boolean {
  return closing;
}

/** The port this process serves on; known with its first connection. */
export function listeningPort(): number {
  const [server] = servers;
  const address = server?.address();
  return typeof address === "object" && address ? address.port : 3000;
}
