import http from "node:http";
import { vi } from "vitest";
import type { LiveMessage } from "#app/domain/live.ts";

export type LiveStream<Message = LiveMessage> = {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** Everything that came, as it was sent. */
  text: () => string;
  /** The messages in it, oldest first. */
  messages: () => Message[];
  /** The first message of this kind, once it has come. */
  until: (wanted: (message: Message) => boolean, ms?: number) => Promise<Message>;
  /** Whether the server has ended it. */
  ended: () => boolean;
  /** Whether the server ended it properly, and it was not cut off. */
  complete: () => boolean;
  close: () => void;
};

/** Follows a lottery or a poll as a waiting page does, but does not come back when the stream ends. */
export function openStream<Message = LiveMessage>(
  base: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<LiveStream<Message>> {
  return new Promise((resolve, reject) => {
    const address = `${base}${path}/events`;
    const accept = { Accept: "text/event-stream", "Accept-Encoding": "gzip, deflate, br" };
    const request = http.get(address, { agent: false, headers: { ...accept, ...headers } });
    request.once("error", reject);
    request.once("response", (response) => {
      let text = "";
      let ended = false;
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("close", () => (ended = true));
      // A stream that was cut off has ended too.
      response.on("error", () => (ended = true));
      request.on("error", () => (ended = true));
      const messages = () => messagesIn(text) as Message[];
      const until: LiveStream<Message>["until"] = (wanted, ms = 10_000) =>
        vi.waitFor(
          () => {
            const found = messages().find(wanted);
            if (!found) throw new Error(`not told of it, but:\n${text}`);
            return found;
          },
          { timeout: ms, interval: 20 },
        );
      const { statusCode: status = 0, headers } = response;
      resolve({
        status,
        headers,
        text: () => text,
        messages,
        until,
        ended: () => ended,
        complete: () => response.complete,
        close: () => void request.destroy(),
      });
    });
  });
}

function messagesIn(text: string): unknown[] {
  const lines = text.split("\n\n").slice(0, -1);
  return lines
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice(6)) as unknown);
}
