// Runs in a process of its own: generating load must not share a thread with what waits for its figures.
import autocannon from "autocannon";
import { filled } from "./pages.ts";

export type Job = {
  url: string;
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
  status: number;
  connections: number;
  seconds: number;
};

export type Load = {
  requests: number;
  perSecond: number;
  p50: number;
  p99: number;
  /** Of the average answer, headers included. */
  bytes: number;
  smallest: number;
  largest: number;
  /** In words, when an answer was none or not the expected one. */
  fault: string | null;
};

process.once("message", (job) => void run(job as Job).then((load) => process.send!(load)));

async function run({ url, method, path, headers, body, status, connections, seconds }: Job): Promise<Load> {
  const statuses = new Map<number, number>();
  const sizes: number[] = [];
  const began = performance.now();
  const isTemplate = filled(path) !== path;
  const fresh = (body || isTemplate) && {
    setupRequest: (request: autocannon.Request) => ({
      ...request,
      path: filled(path),
      ...(body && { body: filled(body) }),
    }),
  };
  const requests = [{ method, path, headers, ...fresh }];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const cannon = autocannon({ url, connections, duration: seconds, requests }, (error: unknown, done) =>
      error instanceof Error ? reject(error) : resolve(done),
    );
    cannon.on("response", (_client, code, bytes) => {
      statuses.set(code, (statuses.get(code) ?? 0) + 1);
      sizes.push(bytes);
    });
  });
  const answers = sizes.length;
  const total = sizes.reduce((sum, each) => sum + each, 0);
  return {
    requests: answers,
    perSecond: answers / ((performance.now() - began) / 1_000),
    p50: result.latency.p50,
    p99: result.latency.p99,
    bytes: total / answers,
    smallest: Math.min(...sizes),
    largest: Math.max(...sizes),
    fault: faultOf(statuses, status, result),
  };
}

function faultOf(statuses: Map<number, number>, wanted: number, { errors, timeouts }: autocannon.Result) {
  const others = [...statuses].filter(([status]) => status !== wanted);
  if (others.length > 0) return others.map(([status, times]) => `${times} × ${status}`).join(", ");
  if (errors + timeouts > 0) return `${errors} errors, ${timeouts} timeouts`;
  return statuses.size === 0 ? "no answer at all" : null;
}
