import { subscribe } from "node:diagnostics_channel";
import http from "node:http";
import type { Socket } from "node:net";

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
/** The ends of the requests under way, by open connection. */
const underWay = new Map<Socket, Set<() => void>>();
let closing = false;

/** Puts limits on the server that remix-serve makes, which takes none. It is met with its first connection. */
export function limitServers(limits: Limits): void {
  subscribe("net.server.socket", (message) => {
    const { socket } = message as { socket: Socket & { server?: unknown } };
    const { server } = socket;
    if (!(server instanceof http.Server) || servers.has(server)) return;
    servers.add(server);
    configure(server, limits);
    // It was there before the limits.
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

/** Counts a request as under way until its answer was sent or its connection is gone, and calls `ended` then. */
export function followRequest(
  { socket }: http.IncomingMessage,
  response: http.ServerResponse,
  ended: () => void,
): void {
  if (closing) response.setHeader("Connection", "close");
  const ofConnection = underWay.get(socket) ?? followConnection(socket);
  const end = () => {
    if (ofConnection.delete(end)) ended();
  };
  ofConnection.add(end);
  response.once("close", end);
}

function followConnection(socket: Socket): Set<() => void> {
  const requests = new Set<() => void>();
  underWay.set(socket, requests);
  // Of answers that wait behind another one, Node says nothing when their connection ends.
  socket.once("close", () => {
    underWay.delete(socket);
    for (const end of requests) end();
  });
  return requests;
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
  } while (isBusy() && performance.now() < until);
}

function isBusy(): boolean {
  return [...underWay.values()].some((requests) => requests.size > 0);
}

/** The port this process serves on; known with its first connection. */
export function listeningPort(): number {
  const [server] = servers;
  const address = server?.address();
  return typeof address === "object" && address ? address.port : 3000;
}
