import { describe, expect, onTestFinished, test, vi } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { textOf } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { arrive, createLottery, EVENING, formWith } from "#tests/support/lotteries.ts";
import { startPgbouncer } from "#tests/support/pgbouncer.ts";
import { databaseReady, startServer, type TestServer } from "#tests/support/server.ts";

const { url } = await testDatabase();
const plain = await startPgbouncer(url);
const willing = await startPgbouncer(url, {
  ignore_startup_parameters: "statement_timeout,lock_timeout,idle_in_transaction_session_timeout,options",
});
if (!plain || !willing) {
  console.warn("PgBouncer is not installed here (apt-get install pgbouncer): its tests are left out.");
}

async function appOn(address: string, env: Record<string, string> = {}): Promise<TestServer> {
  const app = await startServer({ DATABASE_URL: address, ...env });
  onTestFinished(app.stop);
  return app;
}

async function liveState({ url: base }: TestServer): Promise<string> {
  const report = (await (await fetch(`${base}/readyz`)).json()) as { live: { state: string } };
  return report.live.state;
}

/** Two who look at a lottery; one of them draws. Resolves when the other has heard of it. */
async function drawBeforeWitness(app: TestServer): Promise<void> {
  const host = app.visitor();
  await arrive(host);
  const lottery = await createLottery(host);
  const stream = await openStream(app.url, lottery);
  onTestFinished(stream.close);
  await stream.until(({ open }) => open !== null);
  expect((await host.post(`${lottery}/draw`, {})).status).toBe(303);
  await stream.until(({ draw }) => draw?.number === 1);
}

describe.skipIf(!plain || !willing)("behind PgBouncer in transaction mode", () => {
  test("a login that it refuses is told as not saved, with everything that was typed", async () => {
    const app = await appOn(plain!.url);
    const page = await app.visitor().post("/?index", formWith(EVENING, { name: "Пятница" }));
    expect(page.status).toBe(503);
    expect(textOf(page.document, ".alert")).toMatch(/^This was not saved/);
    expect(page.html).toContain("Пятница");
  });

  test("draws are seen by those who wait, though announcements do not arrive, and /readyz says so", async () => {
    const app = await appOn(willing!.url);
    await databaseReady(app);
    await drawBeforeWitness(app);
    await vi.waitFor(async () => expect(await liveState(app)).toBe("deaf"), { timeout: 10_000 });
    const lost = logLines(app.output()).filter(({ event }) => event === "listener-lost");
    expect(lost.map(({ code }) => code)).toEqual(["EDEAF"]);
    await drawBeforeWitness(app);
  });

  test("with a way past it everything is as without", async () => {
    const app = await appOn(willing!.url, { DATABASE_URL_DIRECT: url });
    await databaseReady(app);
    await drawBeforeWitness(app);
    expect(await liveState(app)).toBe("listening");
  });
});

test("without a pooler the announcements are heard", async () => {
  const app = await appOn(url);
  await databaseReady(app);
  await drawBeforeWitness(app);
  await vi.waitFor(async () => expect(await liveState(app)).toBe("listening"));
});
