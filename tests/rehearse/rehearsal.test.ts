import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { closeAll } from "#tests/bench/closing.ts";
import { startPostgres } from "#tests/faults/postgres.ts";
import { nextRelease } from "#tests/support/next-release.ts";
import { startEdge } from "./edge.ts";
import { renderEnv, startInstance } from "./instance.ts";
import { rehearse } from "./rehearsal.ts";
import { renderService } from "./render-file.ts";

const ORIGIN = "https://movie-lottery.onrender.com";
const ROOT = path.join(import.meta.dirname, "../..");
const NEWER = { name: "29990101000000_remark.ts", up: "alter table movies add column remark text" };

afterAll(closeAll);

test("a week on Render, in short: deploys, a roll-back, a database that suffers and then is gone", async () => {
  const service = await renderService(ROOT);
  // As deployed before: it is built.
  const release = { root: ROOT, service };
  const newer = await nextRelease({ migrations: [NEWER] });
  const postgres = await startPostgres();
  const edge = await startEdge({ origin: ORIGIN, healthPath: service.healthCheckPath });
  const secret = "a secret that only the rehearsal knows and nobody else";
  // Budgets are for the fault harness to hold; beside other tests the machine may be busy.
  const env = { ...renderEnv(ORIGIN, null), READ_BUDGET_MS: "5000", WRITE_BUDGET_MS: "10000" };
  const start = (program?: readonly string[]) => () =>
    startInstance({ release, env, databaseUrl: postgres.url(), secret, program });
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
