import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import type { Source } from "#app/domain/film/movie-details.ts";
import { ProviderError, type ProviderFailure } from "./provider.server.ts";
import { withinTime } from "./time-limit.server.ts";

/** Where a provider is, the headers that let us in, how long it may take, and whether it may be asked once more today. */
export type Access = {
  base: string;
  headers?: Record<string, string>;
  timeoutMs: number;
  mayAsk?: () => Promise<boolean>;
};

/** The largest real answer, a film with all that poiskkino tells, has some 300 kB. */
const ANSWER_MAX_BYTES = 2_000_000;
const RETRY_WITHIN_MS = 1_000;
const RETRY_AFTER_MS = 250;

/**
 * Asks a provider for JSON of this shape; null when it says that there is no such thing (404). A first answer of 429 or
 * 5xx is asked for once more, after the time that it names, if that is short; both within the time limit. Rejects with
 * ProviderError. Redirects are not followed: a configured address is where the provider is.
 */
export async function askFor<T>(
  source: Source,
  access: Access,
  {
    path,
    query,
    shape,
    signal,
  }: { path: string; query: Record<string, string>; shape: z.ZodType<T>; signal: AbortSignal },
): Promise<T | null> {
  const url = `${access.base}${path}?${new URLSearchParams(query).toString()}`;
  const limit = withinTime(access.timeoutMs, signal);
  try {
    let response = await send(source, url, access, limit);
    const pause = pauseBefore(response);
    if (pause !== null) {
      await response.body?.cancel();
      await delay(pause, undefined, { signal: limit });
      response = await send(source, url, access, limit);
    }
    const text = await textOf(response);
    if (response.status === 404) return null;
    if (response.status !== 200) throw new ProviderError(source, failureOf(response.status));
    return shape.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    // Whoever asked has gone; the provider did nothing wrong. A signal of time is a limit like the other one.
    if (!isTimeUp(signal)) signal.throwIfAborted();
    throw new ProviderError(source, limit.aborted ? "late" : "down", { cause: error });
  }
}

function isTimeUp({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof DOMException && reason.name === "TimeoutError";
}

async function send(
  source: Source,
  url: string,
  { headers, mayAsk }: Access,
  signal: AbortSignal,
): Promise<Response> {
  if (mayAsk && !(await mayAsk())) throw new ProviderError(source, "spent");
  return fetch(url, { headers: { accept: "application/json", ...headers }, redirect: "error", signal });
}

/** How long to wait before asking again, in milliseconds; null when that makes no sense. */
function pauseBefore({ status, headers }: Response): number | null {
  if (status !== 429 && status < 500) return null;
  const named = headers.get("retry-after");
  if (named === null) return RETRY_AFTER_MS;
  const ms = /^\d+$/.test(named) ? Number(named) * 1_000 : untilMoment(named, headers.get("date"));
  return ms >= 0 && ms <= RETRY_WITHIN_MS ? ms : null;
}

/** How long it is from the date of an answer to the moment that it names, by the same clock; see RFC 9110, 10.2.3. */
function untilMoment(named: string, answered: string | null): number {
  return Date.parse(named) - Date.parse(answered ?? "");
}

/** 403 also stands for a daily limit, and nothing tells that from a token without rights. */
function failureOf(status: number): ProviderFailure {
  if (status === 401) return "refused";
  return status === 403 || status === 429 ? "quota" : "down";
}

async function textOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done = true, value } = (await reader?.read()) ?? {};
    if (done || !value) return Buffer.concat(chunks).toString("utf8");
    bytes += value.byteLength;
    chunks.push(value);
    if (bytes <= ANSWER_MAX_BYTES) continue;
    await reader?.cancel();
    throw new Error("an answer without end");
  }
}
