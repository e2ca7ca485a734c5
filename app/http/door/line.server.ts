import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** What a connection may send ahead of its answers. Browsers send nothing ahead, other programs a handful. */
const AHEAD_MAX = 32;

export type Visit = {
  /** Called when the answers before it were sent. */
  begin: () => void;
  /** Called when its answer was sent, or nobody is there any more to read it. Not for one that never began. */
  over: () => void;
};

/** The requests of each open connection that were not answered yet, the one under way first. */
const lines = new Map<Socket, Visit[]>();

/**
 * Puts a request behind the others of its connection: they are answered one after another, as their answers have to be
 * sent anyway. Node hands over all that one packet brings, up to 2,300 of them, so a connection that sends too many
 * ahead is cut, and `cut` called with their number.
 */
export function lineUp(
  { socket }: IncomingMessage,
  response: ServerResponse,
  { visit, cut }: { visit: Visit; cut: (waiting: number) => void },
): void {
  const line = lines.get(socket) ?? startLine(socket);
  if (line.length > AHEAD_MAX) {
    cut(line.length);
    readNoFurther(socket);
    return void socket.destroy();
  }
  line.push(visit);
  response.once("close", () => {
    if (line[0] !== visit) return;
    line.shift();
    visit.over();
    if (!socket.destroyed) line[0]?.begin();
  });
  if (line.length === 1) visit.begin();
}

/** Whether the connection was cut, so that nobody would read an answer. */
export function isCut({ socket }: IncomingMessage): boolean {
  return socket.destroyed;
}

/** How many connections wait for an answer. */
export function connectionsWaiting(): number {
  return [...lines.values()].filter((line) => line.length > 0).length;
}

/**
 * Has node's parser leave the rest of what it has read already, which would take it a tenth of a second: 2 is what it
 * answers when a connection becomes another protocol's. A Node without this inner name reads on; `isCut` tells then.
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
