import net from "node:net";
import { onTestFinished } from "vitest";

export type Wire = {
  socket: net.Socket;
  /** All that has arrived. */
  received: () => string;
  /** Resolves when the connection is over, however it ended. */
  closed: Promise<void>;
};

/** A bare TCP connection to a server, for clients that behave as no library would. Destroyed after the test. */
export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
  const closed = new Promise<void>((resolve) => void socket.once("close", () => resolve()));
  // A reset also ends the connection.
  socket.on("error", () => {});
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  return { socket, received: () => text, closed };
}

/** Sends one more byte every few milliseconds as long as the connection lives. */
export function trickle({ socket, closed }: Wire, everyMs = 50): void {
  const timer = setInterval(() => socket.write("x"), everyMs);
  void closed.then(() => clearInterval(timer));
}

/** The head of a GET as browsers send it. */
export function getHead(url: string, path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`;
}
