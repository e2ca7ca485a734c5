import type { Socket } from "node:net";
import { log } from "../log.server.ts";
import type { Exchange } from "./hook.server.ts";

/** What a connection may send ahead of its answers. Browsers send nothing ahead, other programs a handful. */
const AHEAD_MAX = 32;

type Visit = {
  /** Called when the answers before it were sent. */
  begin: () => void;
  /** Called when its answer was sent, or nobody is there any more to read it. Not for one that never began. */
  over: () => void;
};

/** The requests of each open connection that were not answered yet, the one under way first. */
const lines = new Map<Socket, Visit[]>();

/**
 * Puts a request behind the others of its connection: they are answered one after another, as their answers have to be
 * sent anyway. A connection that sends too many ahead is cut, which is logged. What is to be done at the end of a request
 * is done here.
 */
export function waitInLine({ request, response, atEnd }: Exchange, next: () => void): void {
  const { socket } = request;
  // Of a connection that was cut, nobody would read an answer.
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
 * Has node's parser leave the rest of what it has read already: 2 is what it is answered when a connection becomes another
 * protocol's. Cutting 2,300 requests then takes 2 ms of the processor instead of 65. A Node without this inner name reads
 * on, for nothing.
 */
function readNoFurther(socket: Socket & { parser?: { onIncoming: () => number } | null }): void {
  if (socket.parser) socket.parser.onIncoming = () => 2;
}

function startLine(socket: Socket): Visit[] {
  const line: Visit[] = [];
  lines.set(socket, line);
  // Of answers that wait behind another one, Node says nothing when their connection ends.
  socket.once("close", () => {
    lines.delete(socket);
    const [underWay] = line.splice(0);
    underWay?.over();
  });
  return line;
}
