import type { Socket } from "node:net";
import { log } from "../log.server.ts";
import type { Exchange } from "./hook.server.ts";

/** How many requests a connection may send before its answers. Browsers send none, other programs a handful. */
const AHEAD_MAX = 32;

type Visit = {
  /** Called when the answers before it have been sent. */
  begin: () => void;
  /** Called when its answer has been sent, or the connection is gone. Not for a request that never began. */
  over: () => void;
};

/** For each open connection the requests that are not answered yet, the one under way first. */
const lines = new Map<Socket, Visit[]>();

/**
 * Puts a request behind the others of its connection: answers have to be sent in that order anyway. A connection that
 * sends too many ahead is cut, which is logged. Also does what is to be done at the end of a request.
 */
export function waitInLine({ request, response, atEnd }: Exchange, next: () => void): void {
  const { socket } = request;
  // The connection was cut, so nobody would read an answer.
  if (socket.destroyed) return;
  const line = lines.get(socket) ?? startLine(socket);
  if (line.length > AHEAD_MAX) {
    log("connection-cut", { waiting: line.length });
    readNoFurther(socket);
    return void socket.destroy();
  }
  const visit: Visit = {
    begin: next,
    over() {
      for (const work of atEnd) work();
    },
  };
  line.push(visit);
  response.once("close", () => {
    if (line[0] !== visit) return;
    line.shift();
    visit.over();
    if (!socket.destroyed) line[0]?.begin();
  });
  if (line.length === 1) visit.begin();
}

/** How many connections wait for an answer. */
export function connectionsWaiting(): number {
  return [...lines.values()].filter((line) => line.length > 0).length;
}

/**
 * Stops node's parser from handing over the rest of what it has read already: 2 is the answer that it expects when a
 * connection changes to another protocol. Cutting 2,300 requests then takes 2 ms of processor time instead of 65. In a
 * Node without this internal name nothing happens, and the rest is parsed.
 */
function readNoFurther(socket: Socket & { parser?: { onIncoming: () => number } | null }): void {
  if (socket.parser) socket.parser.onIncoming = () => 2;
}

function startLine(socket: Socket): Visit[] {
  const line: Visit[] = [];
  lines.set(socket, line);
  // When a connection ends, Node tells only the answer that is under way, not those that wait behind it.
  socket.once("close", () => {
    lines.delete(socket);
    const [underWay] = line.splice(0);
    underWay?.over();
  });
  return line;
}
