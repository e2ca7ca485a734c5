import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { deafProxy, silentUrl } from "#tests/data/deaf-proxy.ts";
import { testDatabase } from "#tests/support/database.ts";
import { logLines, plainLines } from "#tests/support/log-lines.ts";
import { arrive, EVENING, formWith } from "#tests/support/lotteries.ts";
import { databaseReady, launch, startServer, type TestServer } from "#tests/support/server.ts";
import { getHead, openWire, trickle } from "#tests/support/wire.ts";

/** As many requests as a connection may send ahead of their answers. */
const AHEAD = 32;
const { url: databaseUrl, db } = await testDatabase();

describe("clients that take their time are cut", () => {
  const limits = { HEADERS_TIMEOUT_MS: "400", REQUEST_TIMEOUT_MS: "800", KEEP_ALIVE_MS: "1000" };

  test("one that never ends its headers, on the very first connection", async () => {
    const app = await launch({ DATABASE_URL: databaseUrl, ...limits });
    onTestFinished(app.stop);
    const wire = await vi.waitFor(() => openWire(app.url), 20_000);
    wire.socket.write("GET / HTTP/1.1\r\nX-Slow: ");
    trickle(wire);
    await wire.closed;
    expect(wire.received()).toMatch(/^HTTP\/1\.1 408 /);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });

  test("one that never ends its form", async () => {
    const server = await serve(limits);
    const wire = await openWire(server.url);
    wire.socket.write(
      "POST /library HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
        "Content-Length: 9000\r\n\r\nform=add&title=",
    );
    trickle(wire);
    await wire.closed;
    expect(wire.received()).toMatch(/^HTTP\/1\.1 408 /);
    await expectServing(server);
    const lines = logLines(server.output());
    expect(lines.filter(({ event }) => event === "error")).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ method: "POST", path: "/library", left: true }));
  });

  test("one that never reads what it asked for", async () => {
    const server = await serve(limits);
    const script = await largestScript();
    const wire = await openWire(server.url);
    wire.socket.pause();
    wire.socket.write(getHead(server.url, script).repeat(AHEAD));
    await vi.waitFor(
      () =>
        expect(logLines(server.output())).toContainEqual(
          expect.objectContaining({ path: script, left: true }),
        ),
      10_000,
    );
    await expectServing(server);
    // Nothing of that connection is still waited for.
    expect((await ending(server)).tookMs).toBeLessThan(3_000);
  });

  test("by default a connection is kept for longer than proxies keep theirs", async () => {
    const server = await serve();
    const wire = await openWire(server.url);
    wire.socket.write(getHead(server.url, "/healthz"));
    await vi.waitFor(() => expect(wire.received()).toMatch(/^Keep-Alive: timeout=120\r$/m));
  });
});

describe("asked to end", () => {
  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "by %s, even twice: refuses new connections, closes idle ones, and finishes what is under way",
    async (signal) => {
      const server = await serve();
      const idle = await openWire(server.url);
      idle.socket.write(getHead(server.url, "/healthz"));
      await vi.waitFor(() => expect(idle.received()).toContain("ok\n"));
      const { answered, letGo } = await creating(server);
      server.child.kill(signal);
      await idle.closed;
      await vi.waitFor(() => expect(connecting(server.url)).rejects.toThrow("ECONNREFUSED"));
      server.child.kill(signal);
      // Longer than the pool is waited for, when its turn to be closed has come.
      if (signal === "SIGTERM") await db.raw("select pg_sleep(2.5)");
      await letGo();
      const answer = await answered;
      expect([answer.status, answer.headers.connection]).toEqual([303, "close"]);
      const [id] = answer.location.split("/").slice(-1);
      expect(await db("lotteries").where({ id })).toHaveLength(1);
      expect(await server.ended).toBe(0);
      expect(plainLines(server.output())).toEqual([expect.stringMatching(/^\[remix-serve\] http:/)]);
    },
  );

  test("with a database that answers nobody, while pages wait for it", async () => {
    const server = await startServer({ DATABASE_URL: await silentUrl() });
    onTestFinished(server.stop);
    const page = server.visitor().get("/l/2222222222");
    await inUse(server);
    const { tookMs, code } = await ending(server);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
    expect((await page).status).toBe(503);
  });

  test("with connections that have gone deaf, while a form waits for its answer", async () => {
    const proxy = await deafProxy(databaseUrl);
    const server = await serve({ DATABASE_URL: proxy.url, WRITE_BUDGET_MS: "2500" });
    const host = server.visitor();
    await arrive(host);
    await host.get("/library");
    await proxy.deafen();
    const form = formWith(EVENING, { name: "Пятница" });
    const answered = host.post("/?index", form);
    await inUse(server);
    const { tookMs, code } = await ending(server);
    expect(code).toBe(0);
    // The form's budget, two seconds for the pool, and room.
    expect(tookMs).toBeLessThan(7_000);
    const answer = await answered;
    expect([answer.status, answer.html.includes("Пятница")]).toEqual([503, true]);
  });

  test("with a client that never reads and one that never ends its form", async () => {
    const server = await serve({ SHUTDOWN_MS: "1000" });
    const script = await largestScript();
    const deaf = await openWire(server.url);
    deaf.socket.pause();
    deaf.socket.write(getHead(server.url, script).repeat(AHEAD));
    const endless = await openWire(server.url);
    endless.socket.write(
      "POST /library HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
        "Content-Length: 9000\r\n\r\nform=add",
    );
    trickle(endless);
    await expectServing(server);
    const { tookMs, code } = await ending(server);
    expect(code).toBe(0);
    expect(tookMs).toBeGreaterThanOrEqual(1_000);
    expect(tookMs).toBeLessThan(5_000);
  });
});

test("ends when the program that started it has gone, whatever became of that", async () => {
  const server = await serve();
  // A channel that this side has closed keeps Node from telling "close".
  const exited = once(server.child, "exit");
  server.child.disconnect();
  expect(await exited).toEqual([0, null]);
});

describe("after a mistake in the program", () => {
  // What a forgotten await and a throwing timer do, set off from outside.
  const mistakes = encodeURIComponent(`
    process.on("SIGUSR2", () => void Promise.reject(new Error('cannot read "Сталкер"')));
    process.on("SIGWINCH", () => setTimeout(() => { throw new RangeError('no "Сталкер" here\\nat "Сталкер"') }));
  `);
  const clumsy = { NODE_OPTIONS: `--import=data:text/javascript,${mistakes}` };

  test("a rejection that nobody heard is logged, and it serves on", async () => {
    const server = await serve(clumsy);
    server.child.kill("SIGUSR2");
    const line = await logged(server, "unhandled-rejection");
    expect(line).toMatchObject({ error: "Error", message: 'cannot read "…"' });
    expect(line.stack).toMatch(/^\s+at /);
    await expectServing(server);
    expect(server.output()).not.toContain("Сталкер");
  });

  test("an exception that nobody caught is logged; what is under way is finished, and it ends with 70", async () => {
    const server = await serve(clumsy);
    const { answered, letGo } = await creating(server);
    server.child.kill("SIGWINCH");
    const line = await logged(server, "uncaught-exception");
    expect(line).toMatchObject({ error: "RangeError" });
    expect(line.stack).toMatch(/^\s+at /);
    await vi.waitFor(() => expect(connecting(server.url)).rejects.toThrow("ECONNREFUSED"));
    await letGo();
    expect((await answered).status).toBe(303);
    expect(await server.ended).toBe(70);
    expect(server.output()).not.toContain("Сталкер");
  });
});

describe("what it writes", () => {
  // Where a process can be watched from outside.
  test.runIf(process.platform === "linux")(
    "may lose its reader: it serves on and does not spin",
    async () => {
      const server = await serve();
      server.child.stdout.destroy();
      server.child.stderr.destroy();
      const visitor = server.visitor();
      for (let i = 0; i < 300; i++) expect((await visitor.get("/healthz")).status).toBe(200);
      await arrive(visitor);
      const before = await cpuMs(server);
      await db.raw("select pg_sleep(0.9)");
      const used = (await cpuMs(server)) - before;
      expect(used).toBeLessThan(450);
    },
  );

  test("may meet a reader that stands still: nothing waits for it, and what is lost is counted", async () => {
    const server = await serve();
    const { stdout } = server.child;
    stdout.pause();
    const waiting = await openWire(server.url);
    const requests = 80 * AHEAD;
    const answers = () => waiting.received().split("ok\n").length - 1;
    for (let sent = 0; sent < requests; sent += AHEAD) {
      waiting.socket.write(getHead(server.url, "/healthz").repeat(AHEAD));
      await vi.waitFor(() => expect(answers()).toBe(sent + AHEAD), { timeout: 30_000, interval: 1 });
    }
    stdout.resume();
    await vi.waitFor(async () => {
      await expectServing(server);
      const lost = logLines(server.output()).map(({ linesLost }) => Number(linesLost ?? 0));
      expect(Math.max(...lost)).toBeGreaterThan(100);
    }, 10_000);
  });
});

describe("a start that cannot work says why and ends with 1", () => {
  test("a port that is taken", async () => {
    const server = await serve();
    const { port } = new URL(server.url);
    const second = await run({ PORT: port });
    expect(second.code).toBe(1);
    expect(second.output.trim()).toBe(
      `Port ${port} is taken by another program (EADDRINUSE). Stop that one, or set PORT.`,
    );
  });

  test.each([
    [
      { HOST: "192.0.2.1" },
      /^Cannot listen on 192\.0\.2\.1, port \d+: EADDRNOTAVAIL\. Change HOST or PORT\.$/,
    ],
    [{ PORT: "70000" }, /^These settings cannot be used:\n {2}PORT: must be a whole number from 0 to 65535$/],
  ])("%o", async (env, sentence) => {
    const { code, output } = await run(env);
    expect(code).toBe(1);
    expect(output.trim()).toMatch(sentence);
  });
});

/** The app with a database, stopped after the test. */
async function serve(env: Record<string, string> = {}): Promise<TestServer> {
  const server = await startServer({ DATABASE_URL: databaseUrl, WRITE_BUDGET_MS: "10000", ...env });
  onTestFinished(server.stop);
  await databaseReady(server);
  return server;
}

/** A start that is expected to fail. */
async function run(env: Record<string, string>): Promise<{ code: unknown; output: string }> {
  const app = await launch({ DATABASE_URL: databaseUrl, ...env });
  onTestFinished(app.stop);
  return { code: await app.ended, output: app.output() };
}

/** A form that was sent and whose statement waits; `letGo` lets the statement end. */
async function creating(server: TestServer) {
  const host = server.visitor();
  await arrive(host);
  await db.raw(`
    create table let_go (now int);
    create function wait() returns trigger language plpgsql as $$ begin
      while not exists (select from let_go) loop perform pg_sleep(0.01); end loop;
      return null;
    end $$;
    create trigger wait after insert on lotteries for each statement execute function wait();
  `);
  const letGo = () => db.raw("insert into let_go values (1)").then(() => {});
  onTestFinished(async () => {
    await letGo();
    await db.raw("drop function wait cascade; drop table let_go");
  });
  const answered = host.post("/?index", formWith(EVENING));
  // Heard by who asked for it; here only so that an early end of the test leaves no rejection.
  answered.catch(() => {});
  await inUse(server);
  return { answered, letGo };
}

/** Resolves when one request of the server waits for the database. */
async function inUse({ url }: TestServer): Promise<void> {
  await vi.waitFor(async () => {
    const { pool } = (await (await fetch(`${url}/readyz`)).json()) as {
      pool: { used: number; waiting: number };
    };
    expect(pool.used + pool.waiting).toBe(1);
  }, 5_000);
}

/** Asks it to end, and tells how long that took. */
async function ending(server: TestServer): Promise<{ tookMs: number; code: unknown }> {
  const askedAt = performance.now();
  server.child.kill("SIGTERM");
  const code = await server.ended;
  return { tookMs: performance.now() - askedAt, code };
}

async function expectServing({ visitor }: TestServer): Promise<void> {
  expect((await visitor().get("/healthz")).status).toBe(200);
}

function logged(server: TestServer, event: string) {
  return vi.waitFor(() => {
    const line = logLines(server.output()).find((each) => each.event === event);
    if (!line) throw new Error(`nothing of ${event} was logged`);
    return line;
  }, 5_000);
}

/** The address of something that does not fit into the buffers of a connection when asked for often. */
async function largestScript(): Promise<string> {
  const folder = path.join(import.meta.dirname, "../../build/client/assets");
  const scripts = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const sizes = await Promise.all(scripts.map(async (name) => (await stat(path.join(folder, name))).size));
  return `/build/assets/${scripts[sizes.indexOf(Math.max(...sizes))]}`;
}

function connecting(url: string): Promise<void> {
  return openWire(url).then(({ socket }) => void socket.destroy());
}

/** How long the process has kept a processor busy, in milliseconds. */
async function cpuMs({ child }: TestServer): Promise<number> {
  const figures = await readFile(`/proc/${child.pid}/stat`, "utf8");
  const [user = 0, system = 0] = figures.slice(figures.lastIndexOf(")")).split(" ").slice(12, 14).map(Number);
  // A hundred ticks a second, whatever the kernel's own clock.
  return (user + system) * 10;
}
