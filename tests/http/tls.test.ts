import { randomUUID } from "node:crypto";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { failureKind, surelyNotApplied } from "#app/data/reliability/failure.server.ts";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { certificateWorkshop } from "#tests/support/certificates.ts";
import { valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { createLottery, DRAW, EVENING, formWith } from "#tests/support/lotteries.ts";
import { startProxy } from "#tests/support/proxy.ts";
import { databaseReady, startServer, type TestServer } from "#tests/support/server.ts";
import { startTlsPostgres } from "#tests/support/tls-postgres.ts";

const workshop = await certificateWorkshop();
if (!workshop) console.warn("There is no openssl here: the tests of TLS are left out.");
afterAll(() => workshop?.close());

type Report = {
  ready: boolean;
  database: { state: string; reason: string | null; advice: string | null };
  migrations: { lastFailure: { kind: string; code: string } | null };
};

async function reportOf({ url }: TestServer): Promise<Report & { text: string }> {
  const text = await (await fetch(`${url}/readyz`)).text();
  return { ...(JSON.parse(text) as Report), text };
}

/** Longer than any page may wait for the database, however busy this machine is, and shorter than a form may. */
const PAGE_MS = 2_000;

describe.skipIf(!workshop)("a database that speaks TLS", async () => {
  if (!workshop) return;
  const [known, stranger, nobody] = await Promise.all([
    workshop.authority(),
    workshop.authority(),
    workshop.authority({ constraints: "CA:FALSE" }),
  ]);
  const good = await workshop.issue(known);
  const postgres = await startTlsPostgres(good);
  afterAll(postgres.stop);
  const verified = { sslmode: "verify-full", sslrootcert: known.certificate };
  const address = postgres.url(verified);
  const secrets = [new URL(address).password, workshop.folder, new URL(address).port];

  const encrypted = () =>
    postgres.query<{ name: string; ssl: boolean }>(
      `select distinct application_name as name, ssl from pg_stat_ssl join pg_stat_activity using (pid)
       where application_name like 'movie-lottery%' order by 1`,
    );

  async function appOn(databaseUrl: string): Promise<TestServer> {
    const app = await startServer({ DATABASE_URL: databaseUrl });
    onTestFinished(app.stop);
    return app;
  }

  const namesSaved = async (name: string) =>
    postgres.query(`select id from lotteries where name = '${name}'`);

  test("signed by an authority that it was told of: everything works, and nothing goes unencrypted", async () => {
    const app = await appOn(address);
    await databaseReady(app);
    const host = app.visitor();
    await host.get("/");
    const lottery = await createLottery(host, EVENING, { name: "Пятница" });
    const stream = await openStream(app.url, lottery);
    onTestFinished(stream.close);
    await stream.until(({ open }) => open !== null);
    expect(await encrypted()).toEqual([
      { name: "movie-lottery", ssl: true },
      { name: "movie-lottery live", ssl: true },
    ]);
    expect((await host.press(await host.get(lottery), DRAW)).status).toBe(303);
    await stream.until(({ draw }) => draw?.number === 1);
    const film = { form: "add", submitKey: randomUUID(), title: "Сталкер", year: "1979", note: "" };
    expect((await host.post("/library", film)).status).toBe(303);
    expect((await host.get("/library")).html).toContain("Сталкер");
    expect((await host.get(`${lottery}/proof`)).status).toBe(200);
    expect(await reportOf(app)).toMatchObject({ ready: true, database: { reason: null, advice: null } });
  });

  const BAD = [
    {
      what: "has expired",
      make: () => workshop.issue(known, { expired: true }),
      code: "CERT_HAS_EXPIRED",
      reason: "certificate-expired",
    },
    {
      what: "is for another host",
      make: () => workshop.issue(known, { host: "db.example.org" }),
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      reason: "certificate-of-another-host",
    },
    {
      what: "is signed by a stranger",
      make: () => workshop.issue(stranger),
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      reason: "certificate-not-trusted",
    },
    {
      what: "is for clients",
      make: () => workshop.issue(known, { usage: "clientAuth" }),
      code: "INVALID_PURPOSE",
      reason: "certificate-not-trusted",
    },
  ];

  test.each(BAD)(
    "whose certificate $what: nothing is sent, and it heals when that is replaced",
    async (bad) => {
      const app = await appOn(address);
      await databaseReady(app);
      const host = app.visitor();
      await host.get("/");
      const lottery = await createLottery(host, EVENING, { name: "Пятница" });
      await host.press(await host.get(lottery), DRAW);
      const seen = ["/", "/library", "/history", lottery, `${lottery}/proof`];
      for (const page of seen) await host.get(page);

      await postgres.show(await bad.make());
      onTestFinished(() => postgres.show(good));
      await postgres.hangUp();
      for (const page of seen) {
        const askedAt = performance.now();
        const { status } = await host.get(page);
        expect([page, status, performance.now() - askedAt < PAGE_MS]).toEqual([page, 200, true]);
      }
      expect((await app.visitor().get("/")).status).toBe(200);
      const name = `Вечер ${bad.code}`;
      const form = formWith(EVENING, { name });
      const refused = await host.post("/?index", form);
      expect([refused.status, valueOf(refused.document, "name")]).toEqual([503, name]);
      expect(textOf(refused.document, ".alert")).toMatch(/^This was not saved/);
      const told = await reportOf(app);
      expect(told).toMatchObject({ ready: false, database: { state: "away", reason: bad.reason } });
      expect(told.database.advice).toContain("certificate of the database server");
      for (const secret of secrets) expect(told.text).not.toContain(secret);
      const line = logLines(app.output()).find(({ event }) => event === "write-failed");
      expect(line).toMatchObject({ kind: "unreachable", code: bad.code, reason: bad.reason });
      expect(line?.advice).toBe(told.database.advice);
      expect(await namesSaved(name)).toEqual([]);

      await postgres.show(good);
      await vi.waitFor(async () => expect((await reportOf(app)).ready).toBe(true), 10_000);
      expect((await host.post("/?index", form)).status).toBe(303);
      expect(await namesSaved(name)).toHaveLength(1);
      expect((await host.get("/history")).document.querySelector("[data-source]")).toBeNull();
    },
  );

  test.each([
    [
      "an authority that may not sign",
      { ...verified, sslrootcert: nobody.certificate },
      "certificate-not-trusted",
    ],
    ["a certificate of nobody's", { sslmode: "verify-full" }, "certificate-not-trusted"],
    ["a folder for a certificate", { ...verified, sslrootcert: workshop.folder }, "certificate-unreadable"],
    ["a file without a certificate", { ...verified, sslrootcert: known.key }, "certificate-not-trusted"],
  ])("%s from the start on: pages have their defaults, forms come back", async (_, settings, reason) => {
    const app = await appOn(postgres.url(settings));
    const host = app.visitor();
    expect((await host.get("/")).status).toBe(200);
    const refused = await host.post("/?index", formWith(EVENING, { name: "Суббота" }));
    expect([refused.status, valueOf(refused.document, "name")]).toEqual([503, "Суббота"]);
    expect(textOf(refused.document, ".alert")).toMatch(/^This was not saved/);
    expect((await host.get("/library")).status).toBe(200);
    const told = await reportOf(app);
    expect(told).toMatchObject({ ready: false, database: { reason } });
    for (const secret of secrets) expect(told.text).not.toContain(secret);
  });

  test("the authority's file is replaced while the app runs, which needs no restart", async () => {
    const file = path.join(workshop.folder, "authority.pem");
    await copyFile(stranger.certificate, file);
    const app = await appOn(postgres.url({ ...verified, sslrootcert: file }));
    expect((await app.visitor().post("/?index", formWith(EVENING))).status).toBe(503);
    await copyFile(known.certificate, file);
    await databaseReady(app);
    await vi.waitFor(async () => {
      expect((await app.visitor().post("/?index", formWith(EVENING))).status).toBe(303);
    }, 5_000);
  });

  test("spoilt on its way back, the answer to a statement says nothing of what became of that", async () => {
    const proxy = await startProxy(() => Number(new URL(address).port));
    const pool = openPool({ address: () => proxy.through(address), max: 1, statementMs: 5_000 });
    onTestFinished(async () => {
      await pool.destroy();
      await proxy.close();
    });
    await pool.raw("create table spoilt (n integer)");
    await proxy.set("garbled");
    const error = await pool.raw("insert into spoilt values (1)").then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_SSL_/) });
    expect({ kind: failureKind(error), sure: surelyNotApplied(error) }).toEqual({
      kind: "unreachable",
      sure: false,
    });
    expect(await postgres.query("select n from spoilt")).toEqual([{ n: 1 }]);
  });
});
