import { setTimeout as pass } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { logLines, plainLines } from "#tests/support/log-lines.ts";
import { CAN_GET_STUCK, startServer, type TestServer } from "#tests/support/server.ts";

const STUCK_MS = 600;

const { url: databaseUrl } = await testDatabase();
describe("a program that is stuck says where in one line and ends", () => {
  test.each([
    ["loop", "spinForEver"],
    ["pattern", "backtrackForEver"],
    ["promises", "promiseForEver"],
  ])("%s", async (how, name) => {
    const server = await serve();
    getStuck(server, how);
    expect(await server.ended).toBe(75);
    const [line, ...others] = stuckLines(server);
    expect(others).toEqual([]);
    expect(line).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: "stuck",
      forMs: STUCK_MS,
      stack: expect.stringMatching(new RegExp(`^ {4}at ${name} \\(tests/support/stuck\\.mjs:\\d+\\)$`, "m")),
    });
    expect(plainLines(server.output())).toEqual([expect.stringMatching(/^\[remix-serve\] http:/)]);
  });

  test("or says that nobody can tell where, and ends all the same", async () => {
    const server = await serve();
    getStuck(server, "call");
    expect(await server.ended).toBe("SIGKILL");
    expect(stuckLines(server)).toEqual([
      expect.objectContaining({ missing: "the stack: inside a call that cannot be interrupted" }),
    ]);
  });

  test("also when nobody reads what it writes", async () => {
    const server = await serve();
    server.child.stdout.destroy();
    getStuck(server, "loop");
    expect(await server.ended).toBe(75);
  });
});

describe("not taken for stuck is a program", () => {
  test.runIf(process.platform !== "win32")("that slept with its machine", async () => {
    const server = await serve();
    for (let times = 0; times < 3; times += 1) {
      server.child.kill("SIGSTOP");
      await pass(2 * STUCK_MS);
      server.child.kill("SIGCONT");
      expect((await server.visitor().get("/healthz")).status).toBe(200);
    }
    await pass(2 * STUCK_MS);
    expect((await server.visitor().get("/healthz")).status).toBe(200);
    expect(stuckLines(server)).toEqual([]);
  });

  test("that a debugger may hold", async () => {
    const server = await serve("--inspect=127.0.0.1:0");
    getStuck(server, "loop");
    expect(await Promise.race([server.ended, pass(4 * STUCK_MS, "goes on")])).toBe("goes on");
    expect(stuckLines(server)).toEqual([]);
    server.child.kill("SIGKILL");
  });
});

async function serve(...options: string[]): Promise<TestServer> {
  const { NODE_OPTIONS } = CAN_GET_STUCK;
  const server = await startServer({
    DATABASE_URL: databaseUrl,
    STUCK_MS: String(STUCK_MS),
    NODE_OPTIONS: [NODE_OPTIONS, ...options].join(" "),
  });
  onTestFinished(server.stop);
  return server;
}

/** Asks for the page that never comes. */
function getStuck({ url }: TestServer, how: string): void {
  fetch(`${url}/stuck?how=${how}`).catch(() => {});
}

function stuckLines({ output }: Pick<TestServer, "output">) {
  return logLines(output()).filter(({ event }) => event === "stuck");
}
