import { subscribe } from "node:diagnostics_channel";
import http from "node:http";
import { config } from "#app/config.server.ts";
import { connectionsWaiting } from "./request-hooks/line.server.ts";

export type Limits = {
  /** How long a client may take to send the head of a request, in milliseconds. */
  headersMs: number;
  /** How long for the whole request. */
  requestMs: number;
  /** How long a silent connection is kept. */
  idleMs: number;
};

const CHECK_AT_LEAST_EVERY_MS = 5_000;
const DRAINING_LOOK_EVERY_MS = 50;

const servers = new Set<http.Server>();
let closing = false;

/**
 * Calls `meet` with the server that remix-serve makes, before its first connection; in development with the one that
 * Vite made long before, at its next connection. Node tells of both only through its diagnostics channels.
 */
export function whenListening(meet: (server: http.Server) => void): void {
  const { production } = config();
  subscribe(production ? "tracing:net.server.listen:asyncStart" : "net.server.socket", (message) => {
    const { server } = production ? (message as Told) : (message as { socket: Told }).socket;
    if (!(server instanceof http.Server) || servers.has(server)) return;
    servers.add(server);
    meet(server);
  });
}

type Told = { server?: unknown };

/** Puts limits on a server that does not listen yet. */
export function setLimits(server: http.Server, { headersMs, requestMs, idleMs }: Limits): void {
  server.headersTimeout = headersMs;
  server.requestTimeout = requestMs;
  server.keepAliveTimeout = idleMs;
  // Also ends the connection of a client that never reads its answer.
  server.timeout = idleMs;
}

/** Has a server that does not listen yet look for slow clients several times within their limits. */
export function checkOften(server: http.Server, { headersMs, requestMs }: Limits): void {
  const everyMs = Math.min(CHECK_AT_LEAST_EVERY_MS, Math.ceil(headersMs / 4), Math.ceil(requestMs / 4));
  // Really an option of createServer(), but node reads it only when the server begins to listen.
  Object.assign(server, { connectionsCheckingInterval: everyMs });
}

/**
 * Refuses new connections, closes idle ones, and resolves when no request is under way any more, or after `atMostMs`
 * milliseconds.
 */
export async function requestsDone({ atMostMs }: { atMostMs: number }): Promise<void> {
  closing = true;
  const until = performance.now() + atMostMs;
  // On most signals remix-serve closes the server itself, and it complains if somebody has done so before.
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

/** The port this process serves on; known as soon as it listens. */
export function listeningPort(): number {
  const [server] = servers;
  const address = server?.address();
  return typeof address === "object" && address ? address.port : 3000;
}
