import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { createLottery, EVENING, formWith } from "#tests/support/lotteries.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";

const { url, db } = await testDatabase();
const TABLES = ["clubs", "invites", "lotteries", "entries", "draws", "commitments", "movies"];

/** A role as a careful operator gives it: it may use the tables, and owns none of them. */
const role = `guest_${randomBytes(4).toString("hex")}`;
await db.raw(`create role ${role} login password 'secret'`);
await db.raw(`grant create, temporary on database ${new URL(url).pathname.slice(1)} to ${role}`);
const allow = () => db.raw(`grant all on all tables in schema public to ${role}`);
await allow();
// As the server would say it of a damaged page, or of a type that somebody changed.
await db.raw(`
  create function refuse_as(state text) returns boolean language plpgsql as
  $$ begin raise exception 'refused for «%»', state using errcode = state; end $$`);

const address = Object.assign(new URL(url), { username: role, password: "secret" }).href;
const server = await startServer({ DATABASE_URL: address });
afterAll(async () => {
  await server.stop();
  await db.raw(`drop owned by ${role}; drop role ${role}`);
});
await databaseReady(server);

const host = server.visitor();
await host.get("/");
await host.post("/library", { form: "add", submitKey: randomUUID(), title: "Сталкер", year: "1979" });
const lottery = await createLottery(host, EVENING, { name: "Пятница" });
const unseen = await createLottery(host);
const KNOWN = ["/", "/library", "/history", lottery, `${lottery}/proof`];
for (const path of KNOWN) await host.get(path);

type Report = { ready: boolean; refusals: { name: string; code: string | null; at: string }[] };
const report = async () => (await (await fetch(`${server.url}/readyz`)).json()) as Report;

async function refuseWith(code: string): Promise<void> {
  for (const table of TABLES) {
    await db.raw(`alter table ${table} enable row level security`);
    await db.raw(`create policy refusing on ${table} using (refuse_as('${code}'))`);
  }
}

afterEach(async () => {
  for (const table of TABLES) {
    await db.raw(`alter table ${table} disable row level security`);
    await db.raw(`drop policy if exists refusing on ${table}`);
  }
  await allow();
});

/** Every page and form as it should be when the database answers each question with a refusal. */
async function expectToBear(code: string): Promise<void> {
  const stale = await Promise.all(KNOWN.map((path) => host.get(path)));
  expect(stale.map(({ status }) => status)).toEqual(KNOWN.map(() => 200));
  expect((await server.visitor().get("/library")).status).toBe(200);
  expect((await server.visitor().get(unseen)).status).toBe(503);
  const films = formWith(EVENING, { name: "Суббота", "entries[1].poster": "https://example.org/b.jpg" });
  const created = await host.post("/?index", films);
  expect([created.status, created.headers["retry-after"]]).toEqual([503, "3"]);
  expect(textOf(created.document, ".alert")).toBe(NOT_SAVED);
  for (const [name, typed] of Object.entries(films)) expect(valueOf(created.document, name)).toBe(typed);
  const movie = { title: "Ran", year: "1985", note: "Аня просила", submitKey: randomUUID() };
  const added = await host.post("/library", { form: "add", ...movie });
  expect(added.status).toBe(503);
  for (const [name, typed] of Object.entries(movie)) expect(valueOf(added.document, name)).toBe(typed);
  const drawn = await host.post(`${lottery}/draw`, { word: "попкорн" });
  expect(drawn.status).toBe(503);
  expect(textOf(drawn.document, "[role=alert]")).toBe(NOT_DONE);
  expect(drawn.html).toContain("попкорн");
  for (const { html } of [created, added, drawn]) expect(html).not.toMatch(new RegExp(`${code}|refused for`));
  const told = await report();
  expect(told.ready).toBe(false);
  expect(told.refusals.map(({ name, code: why }) => `${name} ${why}`)).toEqual(
    expect.arrayContaining([`library ${code}`, `add-movie ${code}`, `create-lottery ${code}`]),
  );
  expect(JSON.stringify(told)).not.toContain("refused for");
}

const NOT_SAVED =
  "This was not saved: the database is up, but couldn’t take it right now. Your text is here. Press again in a moment.";
const NOT_DONE =
  "The database is up, but couldn’t do it right now, so nothing was changed. Press again in a moment.";

describe("whatever the database refuses, pages are answered and forms come back", () => {
  test.each(["XX001", "XX002", "XX000", "42883", "42804", "22P02", "22P05", "25006", "23514", "P0001"])(
    "%s",
    async (code) => {
      await refuseWith(code);
      await expectToBear(code);
      expect((await report()).ready).toBe(false);
    },
  );

  test("42501, as after a revoke", async () => {
    await db.raw(`revoke all on all tables in schema public from ${role}`);
    await expectToBear("42501");
    const lines = logLines(server.output()).filter(({ event }) => event === "write-failed");
    expect(lines.at(-1)).toMatchObject({ kind: "refused", code: "42501", severity: "ERROR" });
  });
});

test("it is ready again as soon as what was refused works, and other clubs' pages were never held back", async () => {
  await refuseWith("XX001");
  for (let time = 0; time < 5; time++) await host.get("/library");
  expect((await report()).refusals.map(({ name }) => name)).toContain("library");
  await db.raw("alter table movies disable row level security");
  const page = await host.get("/library");
  expect(page.document.querySelector("[data-source]")).toBeNull();
  expect((await report()).refusals.map(({ name }) => name)).not.toContain("library");
});

test("in Russian as well", async () => {
  await refuseWith("XX001");
  const visitor = server.visitor({ language: "ru" });
  const page = await visitor.post("/?index", formWith(EVENING));
  expect(textOf(page.document, ".alert")).toBe(
    "Не сохранено: база данных работает, но сейчас не смогла это принять. Ваш текст здесь. Нажмите ещё раз чуть позже.",
  );
});

test("an index that was dropped is made again, and the form saves what it brought back", async () => {
  await db.raw("drop index movies_once");
  const owner = await startServer({ DATABASE_URL: url });
  try {
    const visitor = owner.visitor();
    const form = { form: "add", submitKey: randomUUID(), title: "Зеркало", year: "1975", note: "" };
    await vi.waitFor(async () => expect((await visitor.post("/library", form)).status).toBe(303), 10_000);
  } finally {
    await owner.stop();
  }
});
