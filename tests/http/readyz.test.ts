import { Client } from "pg";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { logLines } from "#tests/support/log-lines.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { closedPort, databaseReady, startServer, testServer } from "#tests/support/server.ts";

type Report = {
  ready: boolean;
  pid: number;
  uptimeSeconds: number;
  database: {
    state: string;
    since: string;
    lastAnswer: string | null;
    reason: string | null;
    advice: string | null;
  };
  migrations: { state: string; since: string; failures: number; lastFailure: unknown };
  tables: {
    missing: string[];
    changed: string[];
    restored: string[];
    reason: string | null;
    advice: string | null;
  };
  breakers: {
    connection: { state: string; since: string };
    reads: Record<string, { state: string; since: string }>;
  };
  refusals: { name: string; code: string | null; at: string }[];
  pool: { used: number; free: number; waiting: number; max: number };
};

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const server = await testServer({ POOL_MAX: "7" });

async function report(url = server.url): Promise<{ status: number; text: string } & Report> {
  const answer = await fetch(`${url}/readyz`);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const text = await answer.text();
  return { status: answer.status, text, ...(JSON.parse(text) as Report) };
}

test("asking neither for readiness nor for health asks the database", async () => {
  for (let i = 0; i < 20; i++) await Promise.all([report(), fetch(`${server.url}/healthz`)]);
  expect((await report()).pool).toEqual({ used: 0, free: 0, waiting: 0, max: 7 });
});

test("when all is well it tells everything, and nothing that is secret", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  await visitor.get("/library");
  const { status, text, ...told } = await report();
  expect(status).toBe(200);
  expect(told).toEqual({
    ready: true,
    pid: expect.any(Number),
    uptimeSeconds: expect.any(Number),
    database: { state: "answering", since: TIME, lastAnswer: TIME, reason: null, advice: null },
    migrations: { state: "current", since: TIME, appliedByThisProcess: 0, failures: 0, lastFailure: null },
    tables: { missing: [], changed: [], restored: [], reason: null, advice: null },
    original: null,
    titleSearch: { kind: expect.stringMatching(/^(?:typos-too|unknown)$/), advice: null },
    refusals: [],
    breakers: {
      connection: { state: "closed", since: TIME },
      reads: {
        library: { state: "closed", since: TIME },
        "library-counts": { state: "closed", since: TIME },
        removals: { state: "closed", since: TIME },
      },
    },
    pool: { used: 0, free: expect.any(Number), waiting: 0, max: 7 },
    live: { state: "resting" },
    providers: ["kinopoisk", "tmdb", "omdb"].map((name) => ({
      name,
      state: "off",
      failure: null,
      says: `Off: ${name.toUpperCase()}_TOKEN is not set.`,
      daily: null,
      left: null,
    })),
  });
  expect(text).not.toContain(new URL(server.databaseUrl).hostname);
});

test("it counts the connections in use", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  const lock = await server.db.transaction();
  await lock.raw("lock table movies in access exclusive mode");
  const page = visitor.get("/library");
  // One for the films, one for the counts beside the filters.
  await vi.waitFor(async () => expect((await report()).pool.used).toBe(2));
  await lock.rollback();
  await page;
  await vi.waitFor(async () => expect((await report()).pool.used).toBe(0));
});

test("a dropped table is told of, made again, and told of until the process ends", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  await server.db.raw("drop table movies");
  await vi.waitFor(async () => {
    await visitor.get("/library");
    expect((await report()).tables).toMatchObject({ missing: [], restored: ["table movies"], reason: null });
  }, 10_000);
  expect((await report()).status).toBe(200);
  expect(logLines(server.output())).toContainEqual(
    expect.objectContaining({ event: "tables", restored: ["table movies"], missing: [] }),
  );
});

test("what nobody may make again is said in words, with what to do", async () => {
  const careful = await startServer({ DATABASE_URL: server.databaseUrl, RESTORE_TABLES: "off" });
  onTestFinished(careful.stop);
  await databaseReady(careful);
  await server.db.raw("alter table movies rename to films");
  onTestFinished(() => server.db.raw("alter table films rename to movies").then(() => {}));
  const visitor = careful.visitor();
  await arrive(visitor);
  const told = await vi.waitFor(async () => {
    await visitor.get("/library");
    const now = await report(careful.url);
    expect(now.tables.reason).not.toBeNull();
    return now;
  }, 10_000);
  expect(told).toMatchObject({
    status: 503,
    ready: false,
    migrations: { state: expect.stringMatching(/^(pending|running)$/), failures: 0, lastFailure: null },
    tables: {
      missing: ["table movies"],
      reason: "turned-off",
      advice: expect.stringContaining("RESTORE_TABLES is off"),
    },
  });
  const lines = logLines(careful.output()).filter(({ event }) => event === "tables");
  expect(lines).toEqual([
    expect.objectContaining({ missing: ["table movies"], reason: "turned-off", advice: told.tables.advice }),
  ]);
});

test("a database that goes away is noticed with the visitors, and its return without them", async () => {
  const admin = await administrator();
  const { pathname } = new URL(server.databaseUrl);
  const name = pathname.slice(1);
  const wellSince = (await report()).database.since;
  await admin.query(`alter database ${name} allow_connections false`);
  onTestFinished(() => admin.query(`alter database ${name} allow_connections true`).then(() => {}));
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  const wentAt = Date.now();
  const visitor = server.visitor();
  await arrive(visitor);
  await vi.waitFor(async () => {
    await visitor.get("/library");
    expect((await report()).status).toBe(503);
  }, 10_000);
  const away = await report();
  expect(away).toMatchObject({ ready: false, database: { state: "away" }, migrations: { state: "current" } });
  expect(away.breakers.connection.state).not.toBe("closed");
  expect(Date.parse(away.database.since)).toBeGreaterThanOrEqual(wentAt);
  const probes = () => logLines(server.output()).filter((line) => line.name === "probe").length;
  const before = probes();
  await vi.waitFor(() => expect(probes()).toBeGreaterThan(before), 10_000);
  // A probe that failed as well does not begin it anew.
  expect((await report()).database.since).toBe(away.database.since);

  await admin.query(`alter database ${name} allow_connections true`);
  const back = await vi.waitFor(async () => {
    const told = await report();
    expect(told.status).toBe(200);
    return told;
  }, 10_000);
  expect(back.database.state).toBe("answering");
  expect(Date.parse(back.database.since)).toBeGreaterThan(Date.parse(wellSince));
});

test("a database that never answered: how the migrations failed, and no word of where it should be", async () => {
  const port = await closedPort();
  const away = await startServer({ DATABASE_URL: `postgres://nobody:hunter2@127.0.0.1:${port}/nowhere` });
  onTestFinished(away.stop);
  const told = await vi.waitFor(async () => {
    const now = await report(away.url);
    expect(now.migrations.failures).toBeGreaterThan(1);
    return now;
  }, 10_000);
  expect(told).toMatchObject({
    status: 503,
    ready: false,
    database: {
      state: "unknown",
      lastAnswer: null,
      reason: "nothing-listens",
      advice: expect.stringMatching(/^Nothing listens where DATABASE_URL says/),
    },
    migrations: {
      state: expect.stringMatching(/^(pending|running)$/),
      since: TIME,
      lastFailure: { kind: "unreachable", code: "ECONNREFUSED", at: TIME },
    },
  });
  for (const secret of ["nobody", "hunter2", "127.0.0.1", String(port), "nowhere"]) {
    expect(told.text).not.toContain(secret);
  }
  expect(Date.parse(told.migrations.since)).toBeLessThan(Date.now());
});

async function administrator(): Promise<Client> {
  const admin = new Client({ connectionString: inject("adminUrl") });
  await admin.connect();
  onTestFinished(() => admin.end());
  return admin;
}
