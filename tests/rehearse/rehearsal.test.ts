import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { closeAll } from "#tests/bench/closing.ts";
import { startPostgres } from "#tests/faults/postgres.ts";
import { silentUrl } from "#tests/data/deaf-proxy.ts";
import { nextRelease } from "#tests/support/next-release.ts";
import { newVisitor } from "#tests/support/visitor.ts";
import { startEdge } from "./edge.ts";
import { renderEnv, startInstance } from "./instance.ts";
import { rehearse } from "./rehearsal.ts";
import { renderService } from "./render-file.ts";

const ORIGIN = "https://movie-lottery.onrender.com";
const ROOT = path.join(import.meta.dirname, "../..");
const NEWER = { name: "29990101000000_remark.ts", up: "alter table movies add column remark text" };

const SECRET = "a secret that only the rehearsal knows and nobody else";

afterAll(closeAll);

test("an instance that is told to end answers what is under way before it is taken away", async () => {
  const service = await renderService(ROOT);
  const instance = await startInstance({
    release: { root: ROOT, service },
    env: { ...renderEnv(ORIGIN, null), READ_BUDGET_MS: "1500" },
    databaseUrl: await silentUrl(),
    secret: SECRET,
  });
  const base = `http://${instance.target.host}:${instance.target.port}`;
  await expect.poll(() => isUp(base), { timeout: 20_000 }).toBe(true);
  const page = newVisitor(base).get("/l/2222222222");
  await expect.poll(() => underWay(base), { timeout: 5_000 }).toBe(1);
  await instance.stop();
  expect((await page).status).toBe(503);
});

/** How many requests wait for the database. */
async function underWay(base: string): Promise<number> {
  const { pool } = JSON.parse((await newVisitor(base).get("/readyz")).html) as {
    pool: { used: number; waiting: number };
  };
  return pool.used + pool.waiting;
}

function isUp(base: string): Promise<boolean> {
  return fetch(`${base}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

test("a week on Render, in short: deploys, a roll-back, a database that suffers and then is gone", async () => {
  const service = await renderService(ROOT);
  // As deployed before: it is built.
  const release = { root: ROOT, service };
  const newer = await nextRelease({ migrations: [NEWER] });
  const postgres = await startPostgres();
  const edge = await startEdge({ origin: ORIGIN, healthPath: service.healthCheckPath });
  // Budgets are for the fault harness to hold; beside other tests the machine may be busy.
  const env = { ...renderEnv(ORIGIN, null), READ_BUDGET_MS: "5000", WRITE_BUDGET_MS: "10000" };
  const start = (program?: readonly string[]) => () =>
    startInstance({ release, env, databaseUrl: postgres.url(), secret: SECRET, program });
  const steps = await rehearse({
    edge,
    postgres,
    // The newer release is deployed, and the present one is the one to roll back to.
    present: start(newer),
    before: start(),
    overlapMs: 500,
    suspendedMs: 2_000,
    tell: () => {},
  });
  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  expect(steps.map(({ name }) => name)).toContain("the database is gone for good");
});
