import { once } from "node:events";
import { chmod, mkdtemp } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { removeFolder } from "#tests/support/folder.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { createLottery } from "#tests/support/lotteries.ts";
import { databaseReady, startServer, type TestServer } from "#tests/support/server.ts";

const FRESH_WITHIN_MS = 2_500;

test("the embedded server comes back on another port: pages are fresh again, and nothing is restarted", async () => {
  const server = await atHome();
  const host = server.visitor();
  const lottery = await createLottery(host, undefined, { name: "Пятница" });
  const shown = async () => {
    const page = await host.get(lottery);
    return page.status === 200 && page.html.includes("Пятница") && !page.html.includes("data-source");
  };
  expect(await shown()).toBe(true);

  const before = lastReady(server);
  process.kill(before.pid, "SIGKILL");
  await occupy(before.port);
  const after = await vi.waitFor(
    () => {
      const ready = lastReady(server);
      expect(ready.pid).not.toBe(before.pid);
      return ready;
    },
    { timeout: 20_000, interval: 10 },
  );
  const backAt = performance.now();
  expect(after.port).not.toBe(before.port);
  await vi.waitFor(async () => expect(await shown()).toBe(true), { timeout: 10_000, interval: 50 });
  expect(performance.now() - backAt).toBeLessThan(FRESH_WITHIN_MS);
  expect(await createLottery(host)).toMatch(/^\/l\//);
  expect(server.child.exitCode).toBeNull();
});

/** The built app with a database of its own, as it runs at home. */
async function atHome(): Promise<TestServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-moved-"));
  // For root the database runs as another account, which must be able to reach the folder.
  await chmod(folder, 0o755);
  const server = await startServer({ DATA_DIR: folder });
  onTestFinished(async () => {
    await server.stop();
    await removeFolder(folder);
  });
  await databaseReady(server);
  return server;
}

function lastReady(server: TestServer): { pid: number; port: number } {
  const line = logLines(server.output()).findLast(
    (each) => each.event === "embedded" && each.kind === "ready",
  );
  return line as unknown as { pid: number; port: number };
}

/** Takes the port as soon as the killed server has freed it: another program, which answers nobody. */
async function occupy(port: number): Promise<void> {
  const stranger = net.createServer();
  onTestFinished(() => void stranger.close());
  for (;;) {
    try {
      stranger.listen(port, "127.0.0.1");
      await once(stranger, "listening");
      return;
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
