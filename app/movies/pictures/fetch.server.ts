import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import type { Rules } from "./rules.server.ts";

/** Thrown when there is no picture; the message says why, and nothing of what was answered. */
export class NoPicture extends Error {}

const BYTES_MAX = 5 * 1024 * 1024;
const WITHIN_MS = 5_000;
const REDIRECTS_MAX = 3;

/**
 * The bytes behind an address, at most 5 MB within 5 s. The address, each one that it redirects to, and every machine
 * that is connected to keep the rules: the address of the machine is looked up once, judged, and then used. Rejects with
 * NoPicture.
 */
export async function fetchPicture(address: string, rules: Rules): Promise<Buffer> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  try {
    let url = parsed(address);
    for (let redirects = 0; ; redirects++) {
      const why = rules.objection(url);
      if (why) throw new NoPicture(why);
      const answer = await ask(url, rules, signal);
      if (answer.statusCode === 200) return await bytesOf(answer);
      answer.destroy();
      const next = [301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) && answer.headers.location;
      if (!next) throw new NoPicture(`status ${answer.statusCode}`);
      if (redirects === REDIRECTS_MAX) throw new NoPicture("too many redirects");
      url = parsed(next, url);
    }
  } catch (error) {
    if (error instanceof NoPicture) throw error;
    throw new NoPicture(signal.aborted ? "late" : codeOf(error), { cause: error });
  }
}

function parsed(address: string, base?: URL): URL {
  if (!URL.canParse(address, base)) throw new NoPicture("no address");
  return new URL(address, base);
}

async function ask(url: URL, rules: Rules, signal: AbortSignal): Promise<http.IncomingMessage> {
  const machines = await machinesOf(url, rules, signal);
  const [first] = machines;
  if (!first || !machines.every(({ address }) => rules.mayConnect(address, url)))
    throw new NoPicture("not public");
  // The connection is made to what was judged, and the name is not looked up again.
  const lookup: LookupFunction = (_host, { all }, done) =>
    all ? done(null, machines) : done(null, first.address, first.family);
  const request = (url.protocol === "https:" ? https : http).get(url, {
    agent: false,
    signal,
    lookup,
    headers: { Accept: "image/avif,image/webp,image/png,image/jpeg", "Accept-Encoding": "identity" },
  });
  const [answer] = (await once(request, "response")) as [http.IncomingMessage];
  return answer;
}

/** Looking up cannot be broken off, but need not be waited for. */
function machinesOf(
  { hostname }: URL,
  { resolve }: Rules,
  signal: AbortSignal,
): ReturnType<Rules["resolve"]> {
  const late = once(signal, "abort").then(() => Promise.reject(new NoPicture("late")));
  return Promise.race([resolve(hostname), late]);
}

async function bytesOf(answer: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BYTES_MAX) throw new NoPicture("too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unreadable";
}
