import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { testDatabase, type TestDatabase } from "#tests/support/database.ts";
import { CREATE, createLottery, EVENING } from "#tests/support/lotteries.ts";
import { nextRelease } from "#tests/support/next-release.ts";
import { databaseReady, startServer, type TestServer } from "#tests/support/server.ts";
import { newVisitor } from "#tests/support/visitor.ts";

/*
 * The rehearsal of docs/architecture.md, “How a release changes the tables”: movies.note becomes movies.remark in three
 * releases after the present one, each of which runs beside the one before it.
 */
const WIDER = {
  name: "29990101000000_remark.ts",
  up: `
    alter table movies add column remark text;
    create function note_as_remark() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and new.remark is distinct from old.remark then new.note := new.remark;
      elsif tg_op = 'UPDATE' or new.remark is null then new.remark := new.note;
      else new.note := new.remark;
      end if;
      return new;
    end $$;
    create trigger note_as_remark before insert or update on movies
      for each row execute function note_as_remark()`,
};
const FILLED = {
  name: "29990201000000_remarks.ts",
  up: "update movies set remark = note where remark is null",
};
const NARROWER = {
  name: "29990301000000_no_note.ts",
  up: `
    drop trigger note_as_remark on movies;
    drop function note_as_remark;
    alter table movies alter column remark set default '', alter column remark set not null, drop column note;
    drop index movies_newest`,
};
const REMARKS = [
  ["kept.note", "kept.remark"],
  ["excluded.note", "excluded.remark"],
  ["note = ${BOTH_NOTES}", "remark = ${BOTH_NOTES}"],
  ["poster_url, note, submit_key", "poster_url, remark, submit_key"],
  ["poster_url, note, added_at", "poster_url, remark as note, added_at"],
  [".update({ note: ", ".update({ remark: "],
] as const;

const wider = await nextRelease({ migrations: [WIDER] });
const moved = await nextRelease({ migrations: [WIDER, FILLED], rewritten: REMARKS });
const narrower = await nextRelease({ migrations: [WIDER, FILLED, NARROWER], rewritten: REMARKS });
const PATIENCE = { timeout: 20_000, interval: 50 };
/** Starts six processes one after another, and people visit all pages of each. */
const REHEARSAL_MS = 300_000;

test(
  "expand, move over, contract: two releases at a time on one database, either way, and no request fails",
  async () => {
    const { url, db } = await testDatabase();
    const present = await start(url);
    const people = crowd([present]);

    // The new release serves before its migration has run, and while that waits for somebody who reads the table.
    const reader = await db.transaction();
    await reader.raw("set local idle_in_transaction_session_timeout = 0; select from movies");
    const expanding = await start(url, wider, { ready: false });
    await people.use(present, expanding);
    await vi.waitFor(async () => expect(await failureOf(expanding)).toBe("55P03"), PATIENCE);
    expect(await report(present)).toMatchObject({ ready: true });
    expect(await report(expanding)).toMatchObject({ ready: false });
    expect(await columnsOf(db)).not.toContain("remark");
    await reader.rollback();
    await databaseReady(expanding);
    expect(await columnsOf(db)).toContain("remark");
    await people.use(present, expanding);

    // Back to the older release, as a roll-back does.
    const back = await start(url);
    await people.use(back, expanding);
    expect(await report(back)).toMatchObject({
      ready: true,
      tables: { missing: [], restored: [], reason: null },
    });
    await present.stop();

    const moving = await start(url, moved);
    await people.use(expanding, moving);
    await people.use(moving);
    await Promise.all([back.stop(), expanding.stop()]);

    const contracting = await start(url, narrower);
    await people.use(moving, contracting);
    expect(await columnsOf(db)).not.toContain("note");
    const backAgain = await start(url, moved);
    await people.use(backAgain, contracting);
    expect(await report(backAgain)).toMatchObject({
      ready: true,
      tables: { missing: ["column note of movies"], restored: [], reason: "newer-release" },
    });
    expect(await columnsOf(db)).not.toContain("note");
    expect(await indexesOf(db)).not.toContain("movies_newest");
    expect(await people.leave()).toEqual([]);
    expect(await db("movies").whereNot("remark", "like", "from %")).toEqual([]);
  },
  REHEARSAL_MS,
);

test("two releases back is one too many, and it says so", async () => {
  const { url } = await testDatabase();
  await start(url, narrower);
  const present = await start(url);
  const visitor = present.visitor();
  await visitor.get("/");
  const fields = { form: "add", submitKey: randomUUID(), title: "Зеркало", year: "1974", note: "для Ани" };
  const refused = await visitor.post("/library", fields);
  expect([refused.status, refused.html.includes("для Ани")]).toEqual([503, true]);
  await vi.waitFor(async () => {
    expect(await report(present)).toMatchObject({
      ready: false,
      tables: { missing: ["column note of movies"], reason: "newer-release" },
    });
  }, PATIENCE);
});

test("two releases that start at once on an empty database both end well", async () => {
  const { url, db } = await testDatabase({ empty: true });
  const [present, expanding] = await Promise.all([start(url), start(url, wider)]);
  expect(await db("knex_migrations").pluck("name")).toContain(WIDER.name);
  for (const server of [present, expanding]) await createLottery(server.visitor());
});

async function start(url: string, program?: readonly string[], { ready = true } = {}): Promise<TestServer> {
  const server = await startServer({ DATABASE_URL: url }, program);
  onTestFinished(server.stop);
  if (ready) await databaseReady(server);
  return server;
}

/** Two people each of whose requests goes to the next of the servers, as with a load balancer. */
function crowd(first: TestServer[]) {
  let serving = first;
  const over = new AbortController();
  const wrong: string[] = [];
  const turns = [0, 0];
  const people = turns.map(async (_, person) => {
    const jar = new Map<string, string>();
    let request = 0;
    while (!over.signal.aborted) {
      const servers = serving;
      const next = () => newVisitor(servers[request++ % servers.length]!.url, { jar });
      await evening(next, wrong).catch((error: unknown) => void wrong.push(String(error)));
      turns[person]! += 1;
    }
  });
  return {
    /** From now on these serve; resolves when everybody has used all pages and forms with them. */
    async use(...servers: TestServer[]): Promise<void> {
      serving = servers;
      const before = [...turns];
      await vi.waitFor(() => expect(turns.every((turn, person) => turn >= before[person]! + 2)).toBe(true), {
        timeout: 60_000,
        interval: 20,
      });
    },
    /** Everything that went wrong. */
    async leave(): Promise<string[]> {
      over.abort();
      await Promise.all(people);
      return wrong;
    },
  };
}

/** Creates, draws and looks; adds a movie and looks again, each time at the next server. */
async function evening(next: () => ReturnType<typeof newVisitor>, wrong: string[]): Promise<void> {
  const tag = randomUUID().slice(0, 8);
  const look = async (path: string, words: string): Promise<void> => {
    const { status, html, document } = await next().get(path);
    // On a busy machine a page may show old data for a moment, and says so.
    if (status === 200 && document.querySelector("[data-source]")) return look(path, words);
    if (status !== 200 || !html.includes(words)) wrong.push(`GET ${path}: ${status} without “${words}”`);
  };
  const submit = async (path: string, fields: Record<string, string>) => {
    const { status } = await next().post(path, fields);
    if (status !== 303) wrong.push(`POST ${path}: ${status}`);
  };
  await look("/", CREATE);
  const lottery = await createLottery(next(), EVENING, { name: `Evening ${tag}` });
  await look(lottery, `Evening ${tag}`);
  await submit(`${lottery}/draw`, {});
  await look(`${lottery}/proof`, "SHA-256");
  const movie = { form: "add", submitKey: randomUUID(), title: `Film ${tag}`, year: "1979" };
  await submit("/library", { ...movie, note: `from ${tag}` });
  await look("/library", `from ${tag}`);
  await look("/library", `from ${tag}`);
}

type Report = {
  ready: boolean;
  migrations: { lastFailure: { code: string } | null };
  tables: { missing: string[]; restored: string[]; reason: string | null };
};

async function report({ url }: TestServer): Promise<Report> {
  return (await (await fetch(`${url}/readyz`)).json()) as Report;
}

async function failureOf(server: TestServer): Promise<string | undefined> {
  return (await report(server)).migrations.lastFailure?.code;
}

async function columnsOf(db: TestDatabase["db"]): Promise<string[]> {
  return Object.keys(await db("movies").columnInfo());
}

async function indexesOf(db: TestDatabase["db"]): Promise<string[]> {
  return db("pg_indexes").where({ tablename: "movies" }).pluck("indexname");
}
