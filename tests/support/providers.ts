import { once } from "node:events";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => void;

export type FakeProvider = {
  base: string;
  /** Paths with queries, in the order in which they were asked for. */
  asked: string[];
  /** The headers of the last question. */
  headers: () => IncomingMessage["headers"];
  /** How the next requests are answered, each entry once; the last one for good when it is `always`. */
  next: (...ways: Misbehaviour[]) => void;
  always: (way: Misbehaviour | null) => void;
};

/** An HTTP server on loopback that answers as a provider's documentation says, or wrongly when told to. */
export async function startProvider(answers: Record<string, unknown>): Promise<FakeProvider> {
  const asked: string[] = [];
  const queue: Misbehaviour[] = [];
  let always: Misbehaviour | null = null;
  let headers: IncomingMessage["headers"] = {};
  const server = http.createServer((request, response) => {
    asked.push(request.url!);
    headers = request.headers;
    const way = queue.shift() ?? always;
    if (way) return way(request, response);
    const answer = answers[request.url!] ?? answers[new URL(request.url!, "http://x").pathname];
    send(response, answer === undefined ? 404 : 200, answer ?? { message: "not found" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    headers: () => headers,
    next: (...ways) => void queue.push(...ways),
    always: (way) => void (always = way),
  };
}

/** Ways in which a provider fails. */
export const wrong = {
  status:
    (status: number, extra: Record<string, string> = {}): Misbehaviour =>
    (_request, response) =>
      send(response, status, { message: "no" }, extra),
  silent: (() => undefined) satisfies Misbehaviour,
  body:
    (text: string): Misbehaviour =>
    (_request, response) =>
      void response.writeHead(200, { "content-type": "application/json" }).end(text),
  endless: ((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const chunk = Buffer.alloc(64 * 1024, "[");
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", pour);
    pour();
  }) satisfies Misbehaviour,
  halfway: ((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write('{"docs": [');
    setImmediate(() => response.destroy());
  }) satisfies Misbehaviour,
  redirect:
    (to: string): Misbehaviour =>
    (_request, response) =>
      void response.writeHead(302, { location: to }).end(),
};

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  extra: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...extra }).end(JSON.stringify(body));
}
