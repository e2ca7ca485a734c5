import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { makeBackup } from "#app/data/backup/make-backup.server.ts";
import { restoreBackup } from "#app/data/backup/restore-backup.server.ts";
import { bundledMigrations } from "#app/data/schema/bundled-migrations.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { createLottery, DRAW, EVENING, formWith } from "#tests/support/lotteries.ts";
import { databaseReady, startServer, type TestServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const { url, db } = await testDatabase();
const database = new URL(url).pathname.slice(1);

type Report = {
  ready: boolean;
  refusals: { name: string; code: string }[];
  tables: { missing: string[]; changed: string[]; reason: string | null };
};

async function appWith(env: Record<string, string>): Promise<TestServer> {
  const app = await startServer(env);
  onTestFinished(app.stop);
  await databaseReady(app);
  return app;
}

async function report(app: TestServer): Promise<Report> {
  return (await (await fetch(`${app.url}/readyz`)).json()) as Report;
}

const addTo = (visitor: Visitor, title: string, year = "1972") =>
  visitor.post("/library", { form: "add", submitKey: randomUUID(), title, year, note: "" });

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-shocks-"));
  onTestFinished(() => removeFolder(made));
  return made;
}

/** Resolves when this page is fresh and shows the words. */
async function untilFresh(visitor: Visitor, page: string, words: string): Promise<void> {
  await vi.waitFor(async () => {
    const { status, html, document } = await visitor.get(page);
    expect([status, document.querySelector("[data-source]"), html.includes(words)]).toEqual([
      200,
      null,
      true,
    ]);
  }, 15_000);
}

test("a fail-over: read-only at first, then it takes what was pressed before", async () => {
  const app = await appWith({ DATABASE_URL: url });
  const visitor = app.visitor();
  await visitor.get("/");
  expect((await addTo(visitor, "Солярис")).status).toBe(303);
  await db.raw(`alter database ${database} set default_transaction_read_only = on`);
  onTestFinished(
    async () => void (await db.raw(`alter database ${database} reset default_transaction_read_only`)),
  );
  await db.raw(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await untilFresh(visitor, "/library", "Солярис");
  const films = formWith(EVENING, { name: "Пятница" });
  const refused = await visitor.post("/?index", films);
  expect([refused.status, valueOf(refused.document, "name")]).toEqual([503, "Пятница"]);
  expect(textOf(refused.document, ".alert")).toMatch(/^This was not saved: the database is up/);
  expect(await report(app)).toMatchObject({
    ready: false,
    refusals: [{ name: "create-lottery", code: "25006" }],
  });
  // Sessions that began before stay as they were.
  await db.raw("set default_transaction_read_only = off");
  await db.raw(`alter database ${database} set default_transaction_read_only = off`);
  await vi.waitFor(async () => expect((await visitor.post("/?index", films)).status).toBe(303), 5_000);
  await vi.waitFor(async () => expect(await report(app)).toMatchObject({ ready: true, refusals: [] }), 5_000);
});

test("a backup is restored while people use the app: nothing breaks, and pages show what was restored", async () => {
  const app = await appWith({ DATABASE_URL: url });
  const host = app.visitor();
  await host.get("/");
  await addTo(host, "Сталкер");
  const kept = await createLottery(host, EVENING, { name: "До копии" });
  await host.press(await host.get(kept), DRAW);
  const file = path.join(await folder(), "copy.backup.gz");
  await makeBackup({ address: url, path: file });
  const lost = await createLottery(host, EVENING, { name: "После копии" });
  const wrong: [string, number][] = [];
  const over = new AbortController();
  const people = [0, 1].map(async () => {
    while (!over.signal.aborted) {
      for (const page of ["/", "/library", "/history", kept, `${kept}/proof`]) {
        const { status } = await host.get(page);
        if (status !== 200) wrong.push([page, status]);
      }
      const { status } = await host.post("/?index", formWith(EVENING, { name: "Во время" }));
      if (status !== 303 && status !== 503) wrong.push(["/?index", status]);
    }
  });
  const restored = await restoreBackup({
    address: () => url,
    path: file,
    migrations: bundledMigrations,
    replace: true,
  });
  over.abort();
  await Promise.all(people);
  expect([restored.kind, wrong]).toEqual(["restored", []]);
  await untilFresh(host, kept, "До копии");
  await untilFresh(host, "/library", "Сталкер");
  expect((await host.get(`${kept}/proof`)).status).toBe(200);
  await vi.waitFor(async () => expect((await host.get(lost)).status).toBe(404), 10_000);
  expect((await addTo(host, "Зеркало")).status).toBe(303);
  expect(await report(app)).toMatchObject({ ready: true, tables: { missing: [], reason: null } });
});

test.runIf(process.platform === "linux")(
  "the embedded server's checkpointer is killed: all of it starts again, and pages are fresh",
  async () => {
    const dataDir = path.join(await folder(), "data");
    const app = await appWith({ DATA_DIR: dataDir, DATABASE_URL: "" });
    const visitor = app.visitor();
    await visitor.get("/");
    expect((await addTo(visitor, "Солярис")).status).toBe(303);
    const postmaster = (await readFile(path.join(dataDir, "pg", "postmaster.pid"), "utf8")).split("\n")[0]!;
    process.kill(await childOf(postmaster, "checkpointer"), "SIGKILL");
    expect((await visitor.get("/library")).status).toBe(200);
    await untilFresh(visitor, "/library", "Солярис");
    await vi.waitFor(async () => expect((await addTo(visitor, "Сталкер", "1979")).status).toBe(303), 10_000);
    await untilFresh(visitor, "/library", "Сталкер");
    await vi.waitFor(async () => expect((await report(app)).ready).toBe(true), 10_000);
  },
);

async function childOf(parent: string, words: string): Promise<number> {
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const [stat, command] = await Promise.all(
      ["stat", "cmdline"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")),
    );
    if (stat!.split(") ")[1]?.split(" ")[1] === parent && command!.includes(words)) return Number(pid);
  }
  throw new Error(`no ${words}`);
}

const TYPES = [
  ["entries", "year", "text"],
  ["entries", "title", "varchar(5)"],
  ["lotteries", "name", "varchar(5)"],
  ["movies", "title", "varchar(5)"],
  ["movies", "year", "text"],
  ["draws", "drawn_at", "text"],
  ["movies", "added_at", "text"],
  ["lotteries", "created_at", "date"],
] as const;
const own = await Promise.all(TYPES.map(() => testDatabase()));

describe("a column of another type", () => {
  test.each(TYPES)("%s.%s as %s", async (table, column, type) => {
    const changed = own.shift()!;
    const app = await appWith({ DATABASE_URL: changed.url });
    const host = app.visitor();
    await host.get("/");
    const films: [string, number][] = [
      ["Ран", 1985],
      ["Чужой", 1979],
    ];
    const path = await createLottery(host, films, { name: "Вечер" });
    await host.press(await host.get(path), DRAW);
    await addTo(host, "Ран", "1985");
    // Whoever changes the type of a year has to.
    await changed.db.raw("drop index movies_once, movies_years");
    await changed.db.raw("alter table ?? alter column ?? drop default", [table, column]);
    await changed.db.raw(`alter table ?? alter column ?? type ${type}`, [table, column]);
    for (const page of ["/", "/library", "/history", path, `${path}/proof`, `${path}/file/preview.png`]) {
      const { status } = await host.get(page);
      expect([page, status]).toEqual([page, 200]);
    }
    const created = await host.post("/?index", formWith(EVENING, { name: "Вечер длинный" }));
    const added = await addTo(host, "Летят журавли");
    expect([keptOrSaved(created, "name"), keptOrSaved(added, "title")]).toEqual([
      expect.stringMatching(/^(saved|Вечер длинный)$/),
      expect.stringMatching(/^(saved|Летят журавли)$/),
    ]);
    await vi.waitFor(async () => {
      await addTo(host, "Летят журавли");
      expect((await report(app)).tables.changed.join()).toContain(`column ${column} of ${table}: `);
    }, 10_000);
  });
});

/** What came of a form: "saved", or what it still holds when it was not. */
function keptOrSaved({ status, document }: Answer, field: string): string {
  if (status === 303) return "saved";
  return status === 503 ? valueOf(document, field) : `status ${status}`;
}
