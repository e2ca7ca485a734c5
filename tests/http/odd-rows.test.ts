import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openStream } from "#tests/support/live-stream.ts";
import { createLottery, DRAW, EVENING } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";
import type { Answer } from "#tests/support/visitor.ts";

// Odd rows come from other programs and from restores; here nothing is put right meanwhile.
const server = await testServer({ RESTORE_TABLES: "off" });
const { db } = server;
const { rows } = await db.raw<{ rows: { drop: string }[] }>(
  `select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as drop
   from pg_constraint where contype in ('c', 'f') and connamespace = 'public'::regnamespace`,
);
for (const { drop } of rows) await db.raw(drop);

const TIMES = ["infinity", "-infinity", "294276-12-31", "0044-03-15 BC"];
const TEXTS = {
  blank: "''",
  endless: "repeat('Солярис ', 3000)",
  "one word": "repeat('я', 100000)",
  "control characters": "E'\\x01\\x1b[31m\\x07\\n\\r\\t\\x7f'",
  "a mark alone": "U&'\\0301\\0301'",
  "a thousand marks": "'o' || repeat(U&'\\0301', 1000)",
  "turned around": "U&'\\202e\\2066mlif'",
  markup: "'</script><script>alert(1)</script>'",
};
const texts = (column: string) =>
  Object.entries(TEXTS).map(([name, sql]) => [`${column} ${name}`, `${column} = ${sql}`]);
const values = (column: string, all: readonly (string | number)[]) =>
  all.map((value) => [`${column} ${value}`, `${column} = '${value}'`]);
const NUMBERS = [0, -1, 2147483647, -2147483648];
const ADDRESSES = [
  "javascript:alert(1)",
  "no address",
  "https://",
  "//",
  "",
  "http://[::1",
  "data:text/html,x",
];

const LOTTERIES = [...values("created_at", TIMES), ...texts("name")];
const ENTRIES = [
  ...texts("title"),
  ["no key", "title_key = null"],
  ...values("year", NUMBERS),
  ...values("poster_url", ADDRESSES),
  ["poster_url endless", "poster_url = 'https://example.org/' || repeat('x', 200000)"],
  ...values("weight", NUMBERS),
];
const ONE_ENTRY = [...values("position", [...NUMBERS, 26]), ...values("weight", NUMBERS)];
const DRAWS = [
  ...values("drawn_at", TIMES),
  ...values("winner", [...NUMBERS, 26]),
  ...values("number", NUMBERS),
  ...texts("word"),
];
const COMMITMENTS = [
  ...values("created_at", TIMES).map(([name, sql]) => [`${name} renewed`, `renewed = true, ${sql}`]),
  ...values("number", NUMBERS),
  ...values("left_out", ["{1,2}", "{1,2,3}", "{NULL}", "{{1},{2}}", "{99}"]),
  ...values("list_hash", ["", "x"]),
  ["list_hash none", "list_hash = null"],
  ["seed blank", "seed = ''"],
  ["seed long", "seed = decode(repeat('ab', 1000), 'hex')"],
  ...texts("reason"),
];
const MOVIES = [
  ...texts("title"),
  ...texts("note"),
  ["title_key blank", "title_key = ''"],
  ...values("year", NUMBERS),
  ...values("poster_url", ADDRESSES),
  ...values("added_at", TIMES),
];

async function aClub() {
  const host = server.visitor();
  await host.get("/");
  await createLottery(host, EVENING, { name: "Здоровая" });
  const odd = await createLottery(host, EVENING, { name: "Странная" });
  return { host, odd, id: odd.slice(3) };
}

/** Every page that shows this lottery, and every form of it, with the status of the answer. */
async function answersOf({ host, odd }: Awaited<ReturnType<typeof aClub>>): Promise<[string, number][]> {
  const answers: [string, number][] = [];
  const note = (what: string, { status }: Answer) => void answers.push([what, status]);
  const pages = [...PAGES, odd, ...OF_LOTTERY.map((rest) => odd + rest)];
  await Promise.all(pages.map(async (page) => note(page, await host.get(page))));
  for (const action of ["/draw", "/redraw"]) {
    note(action, await host.post(odd + action, { number: "2", reason: "ещё", word: "да" }));
  }
  note("afterwards", await host.get(odd));
  const stream = await openStream(server.url, odd);
  await stream.until(() => true);
  stream.close();
  answers.push(["events", stream.status]);
  return answers;
}

const PAGES = ["/", "/history"];
const OF_LOTTERY = [
  "?view=stage",
  "?reveal",
  "/proof",
  "/file/preview.png",
  "/file/qr.svg",
  "/file/evening.ics?date=2026-12-31&time=20:00",
];
const isBroken = ([, status]: [string, number]) => status >= 500;

const rowsOf = (table: string, odd: string[][], where: string) =>
  odd.map(([name, set]) => [table, name, `update ${table} set ${set} where ${where}`]);
const OF_ENTRY = rowsOf("entries", ONE_ENTRY, "lottery_id = :id and position = 2");
const OF_COMMITMENT = rowsOf("commitments", COMMITMENTS, "lottery_id = :id");
const OF_DRAWN = [
  ...rowsOf("lotteries", LOTTERIES, "id = :id"),
  ...rowsOf("entries", ENTRIES, "lottery_id = :id"),
  ...rowsOf("draws", DRAWS, "lottery_id = :id"),
];

describe.each([
  { drawn: false, rows: [...OF_ENTRY, ...OF_COMMITMENT] },
  { drawn: true, rows: [...OF_ENTRY, ...OF_COMMITMENT, ...OF_DRAWN] },
])("a lottery, drawn: $drawn,", ({ drawn, rows: odd }) => {
  test.each(odd)("with %s: %s", async (_table, _name, sql) => {
    const club = await aClub();
    if (drawn) await club.host.press(await club.host.get(club.odd), DRAW);
    await db.raw(sql!, { id: club.id });
    expect((await answersOf(club)).filter(isBroken)).toEqual([]);
    const lists = await Promise.all(PAGES.map((page) => club.host.get(page)));
    expect(lists.map(({ status, html }) => [status, html.includes("Здоровая")])).toEqual([
      [200, true],
      [200, true],
    ]);
    expect((await club.host.get(club.odd)).status).toBe(200);
  });
});

test.each(MOVIES)("a library with a movie: %s", async (_name, set) => {
  const host = server.visitor();
  await host.get("/");
  for (const title of ["Сталкер", "Брат"])
    await host.post("/library", { form: "add", submitKey: randomUUID(), title, year: "", note: "" });
  const [club] = await db("movies")
    .where({ title: "Брат" })
    .orderBy("added_at", "desc")
    .limit(1)
    .pluck("club_id");
  const movies = await db("movies")
    .where({ club_id: club })
    .select<{ id: string; title: string }[]>("id", "title");
  const odd = movies.find(({ title }) => title === "Брат")!.id;
  await db.raw(`update movies set ${set} where id = ?`, [odd]);
  const list = await host.get("/library");
  expect([list.status, list.html.includes("Сталкер")]).toEqual([200, true]);
  expect((await host.get(`/library/${odd}`)).status).toBe(200);
  expect((await host.get(`/library/${odd}/deletion`)).status).toBe(200);
  const again = { form: "add", submitKey: randomUUID(), title: "Брат", year: "", note: "и ещё" };
  expect((await host.post("/library", again)).status).toBeLessThan(500);
  const ids = movies.map(({ id }) => ["movie", id] as [string, string]);
  const both = await host.post("/library", [["form", "lottery"], ["submitKey", randomUUID()], ...ids]);
  expect(both.status).toBeLessThan(500);
  expect((await host.get("/library")).status).toBe(200);
  expect((await host.get("/")).status).toBe(200);
});
