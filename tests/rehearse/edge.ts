import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { atEnd } from "#tests/bench/closing.ts";

/** Where an instance listens. */
export type Target = { host: string; port: number };
export type Edge = Awaited<ReturnType<typeof startEdge>>;

/** As Render does it; only that it gives up after 15 minutes is shortened. */
const HEALTH_EVERY_MS = 500;
const HEALTH_WITHIN_MS = 5_000;
const HEALTHY_WITHIN_MS = 120_000;
const FAILING_STOPS_TRAFFIC_MS = 15_000;

/**
 * What stands in front of an instance on Render: it ends TLS, says so, sends every new request to the instance that is
 * up, over connections that it keeps, and asks for its health every few seconds.
 */
export async function startEdge({ origin, healthPath }: { origin: string; healthPath: string }) {
  let target: (Target & { agent: http.Agent }) | null = null;
  const faults: string[] = [];
  const server = http.createServer((request, response) => {
    const to = target;
    if (!to) return void response.writeHead(502).end();
    const headers = {
      ...request.headers,
      host: new URL(origin).host,
      "x-forwarded-proto": "https",
      "x-forwarded-for": `${String(request.headers["x-visitor"] ?? "203.0.113.9")}, 198.51.100.2`,
    };
    const { method, url } = request;
    const onward = http.request({
      host: to.host,
      port: to.port,
      agent: to.agent,
      method,
      path: url,
      headers,
    });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    });
    onward.on("error", (error) => {
      if (response.destroyed) return;
      faults.push(`${method} ${url}: 502, ${error.message}`);
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    response.on("close", () => void (response.writableFinished || onward.destroy()));
    request.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const watch = watchHealth(() => target, healthPath, faults);
  atEnd(() => clearInterval(watch));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    origin,
    /** What a visitor would have seen as 502, and each time when Render would have stopped sending requests. */
    faults,
    /** Waits until an instance is healthy; answers how long that took, in milliseconds. */
    async healthy(instance: Target): Promise<number> {
      const since = performance.now();
      while (!(await isHealthy(instance, healthPath))) {
        if (performance.now() - since > HEALTHY_WITHIN_MS)
          throw new Error("the deploy was cancelled: never healthy");
        await sleep(100);
      }
      return performance.now() - since;
    },
    /** From now on new requests go there. */
    switchTo(instance: Target | null): void {
      // What is under way at the one before is finished over the connections of its own agent.
      target = instance && { ...instance, agent: new http.Agent({ keepAlive: true, maxSockets: 100 }) };
    },
  };
}

/** Writes down when the health check has failed for so long that Render would send nobody any more. */
function watchHealth(current: () => Target | null, healthPath: string, faults: string[]): NodeJS.Timeout {
  let failingSince: number | null = null;
  const look = async () => {
    const target = current();
    if (!target || (await isHealthy(target, healthPath))) return void (failingSince = null);
    failingSince ??= performance.now();
    if (performance.now() - failingSince < FAILING_STOPS_TRAFFIC_MS) return;
    faults.push("the health check has failed for 15 s: Render sends nobody any more");
    failingSince = null;
  };
  return setInterval(() => void look(), HEALTH_EVERY_MS).unref();
}

function isHealthy({ host, port }: Target, healthPath: string): Promise<boolean> {
  return fetch(`http://${host}:${port}${healthPath}`, { signal: AbortSignal.timeout(HEALTH_WITHIN_MS) }).then(
    (answer) => answer.status >= 200 && answer.status < 400,
    () => false,
  );
}
