import type { ServerResponse } from "node:http";
import { responseUnderWay } from "./event-stream.server.ts";

/** Of a download, so much is made before its first byte is sent: by then it is known whether it can be made. */
const BEFORE = 2;

/**
 * A file to be saved under this name, made part by part, and no faster than it is taken: Remix would let all of it wait in
 * memory. A part that cannot be made throws, from here for the first of them; later ones break the transfer off, so that
 * no browser takes what it got for the whole file.
 */
export async function download(
  parts: AsyncGenerator<string>,
  { name, type }: { name: string; type: string },
): Promise<Response> {
  const response = responseUnderWay();
  const made: string[] = [];
  while (made.length < BEFORE) {
    const { value, done } = await parts.next();
    if (done) break;
    made.push(value);
  }
  const next = async () => made.shift() ?? (await parts.next()).value;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = (await taken(response)) ? await next().catch(() => void response?.destroy()) : undefined;
      if (part === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}

/** Resolves when what was sent has been taken: true, or false when nobody is there any more. */
async function taken(response: ServerResponse | undefined): Promise<boolean> {
  if (!response) return true;
  if (response.writableNeedDrain && !response.destroyed) {
    await new Promise<void>((resolve) => {
      const go = () => {
        response.off("drain", go).off("close", go);
        resolve();
      };
      response.on("drain", go).on("close", go);
    });
  }
  return !response.destroyed;
}

/** The answer in place of a file that cannot be made right now, in words. */
export function laterInWords(text: string): Response {
  return new Response(`${text}\n`, {
    status: 503,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Retry-After": "3",
      "Cache-Control": "no-store",
    },
  });
}
