import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Knex } from "knex";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { inviteHash } from "#app/data/identity.server.ts";
import { clubOfInvite, insertClub, insertKeyToClub } from "#app/data/moved-in.server.ts";
import { pollWithOutcome } from "#app/data/polls/outcomes.server.ts";
import { lotteryById } from "#app/data/lotteries/lotteries.server.ts";
import { proofOfDraw } from "#app/data/lotteries/proofs.server.ts";
import { runDatabase } from "#tests/support/database.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { SESSION_SECRET } from "#tests/support/server.ts";
import { moveIn as bringOver, type Result } from "../../scripts/move-in/moving.ts";
import { postgresOriginal } from "../../scripts/move-in/postgres-original.ts";
import { sqliteOriginal } from "../../scripts/move-in/sqlite-original.ts";
import { fillPostgres, VERSIONS, writeSqlite, type Version } from "./original.ts";

// Where clocks differ from UTC, and more in summer.
vi.stubEnv("TZ", "Europe/Berlin");
afterAll(() => void vi.unstubAllEnvs());

const ROOT = path.join(import.meta.dirname, "../..");

type Said = { code: number; said: string };

/** `npm run move-in -- …` without npm's own lines. */
function moveIn(databaseUrl: string, args: readonly string[]): Promise<Said> {
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    SESSION_SECRET,
    DATABASE_URL: databaseUrl,
    TZ: "Europe/Berlin",
    NODE_ENV: "production" as const,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "scripts/move-in.ts", ...args],
      { cwd: ROOT, env },
      (error, stdout, stderr) =>
        resolve({ code: error ? ((error as { code?: number }).code ?? 1) : 0, said: stdout + stderr }),
    );
  });
}

/** Where the original is: on a server, in a file, or in the very database of this app. */
const PLACES = {
  async "a server"(version: Version) {
    const { url, db } = await runDatabase({ empty: true });
    onTestFinished(() => db.destroy());
    await fillPostgres(url, version);
    return [url];
  },
  async "a file"(version: Version) {
    const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-original-"));
    onTestFinished(() => removeFolder(folder));
    const file = path.join(folder, "lottery.db");
    await writeSqlite(file, version);
    return [file];
  },
  async "the same database"(version: Version, own: string) {
    await fillPostgres(own, version);
    return [];
  },
};

describe.each(VERSIONS)("the original as of its version “%s”", (version) => {
  test.each(Object.keys(PLACES) as (keyof typeof PLACES)[])(
    "comes along whole from %s, once",
    async (place) => {
      const { url, db } = await ownDatabase();
      const [source = url] = await PLACES[place](version, url);
      const result = await broughtFrom(source, db);
      expect(result).toMatchObject({
        lotteries: { brought: 4, already: 0, other: 1 },
        polls: { brought: version === "last" ? 2 : 0, already: 0, other: version === "last" ? 1 : 0 },
        movies: { brought: 3, already: 0, other: 2 },
      });
      expect(result.remarks.map(({ what, why }) => `${what}: ${why}.`).toSorted()).toEqual(
        remarksOf(version).toSorted(),
      );
      await expectLotteries(db);
      await expectLibrary(db, version);
      if (version === "last") await expectPolls(db);
      const before = await everything(db);
      expect(await broughtFrom(source, db)).toMatchObject({
        lotteries: { brought: 0, already: 4, other: 1 },
        movies: { brought: 0, already: 3, other: 2 },
      });
      expect(await everything(db)).toEqual(before);
    },
  );
});

test("npm run move-in says what comes along and what stays behind, and what became of it", async () => {
  const { url } = await ownDatabase();
  await fillPostgres(url, "last");
  const { code, said } = await moveIn(url, ["--yes"]);
  expect({ code, said }).toMatchObject({ code: 0 });
  expect(said).toMatch(/5 lotteries with 38 films\n +3 polls\n +5 films of the library\n/);
  expect(said).toContain("movie_identifier stays behind (1)");
  expect(said).toContain("votes stay behind (1): their poll is gone");
  expect(said).toMatch(/13 of 13\n/);
  expect(said).toMatch(/polls +2 brought +0 there before +1 not/);
  expect(said).toMatch(/lotteries +4 brought +0 there before +1 not/);
  expect(said).toMatch(/library +3 brought +0 there before +2 not/);
  for (const sentence of remarksOf("last")) expect(said).toContain(sentence);
});

test("nothing is written before somebody says yes, and a database of something else is left alone", async () => {
  const { url, db } = await ownDatabase();
  expect(await moveIn(url, ["--yes"])).toMatchObject({
    code: 1,
    said: expect.stringContaining("nothing of the original"),
  });
  await fillPostgres(url, "last");
  expect(await moveIn(url, [])).toMatchObject({ code: 1, said: expect.stringContaining("say --yes") });
  expect(await db("clubs")).toEqual([]);
  expect(await db("lottery").count({ rows: "*" })).toEqual([{ rows: "5" }]);
});

test("a run that was cut off is finished by the next, in the same club", async () => {
  const { url, db } = await ownDatabase();
  await fillPostgres(url, "last");
  await moveIn(url, ["--yes"]);
  const whole = await everything(db);
  const [{ club_id: club }] = await db("lotteries").select("club_id");
  await db("lotteries").whereIn("id", ["ddd444", "eee555"]).delete();
  await db("movies").delete();
  await db("polls").where({ id: "abcd1234" }).delete();
  const { said } = await moveIn(url, ["--yes"]);
  expect(await db("lotteries").distinct("club_id")).toEqual([{ club_id: club }]);
  expect(said).toMatch(/lotteries +2 brought +2 there before +1 not/);
  expect((await everything(db)).map(({ rows }) => rows)).toEqual(whole.map(({ rows }) => rows));
});

test("the link that is printed leads into the club, and another club's invite into that one", async () => {
  const { url, db } = await ownDatabase();
  await fillPostgres(url, "last");
  const { said } = await moveIn(url, ["--yes"]);
  const [, token] = /\/join\/([0-9a-f]{32})$/m.exec(said) ?? [];
  const [{ club_id: club }] = await db("lotteries").select("club_id");
  expect(await clubOfInvite({ tokenHash: inviteHash(token!) }, db)).toBe(club);
  const other = "5b8c8f63-93c3-4a33-b1a5-7b10fd2b4a39";
  await insertClub({ clubId: other }, db);
  await insertKeyToClub({ clubId: other, tokenHash: inviteHash("key"), days: 1 }, db);
  const again = await moveIn(url, ["--yes", "--club", "https://kino.example/join/key"]);
  expect(again.said).toMatch(/lotteries +0 brought +0 there before +5 not/);
  expect(again.said).toContain("another club here has one of this id");
  expect(await db("lotteries").where({ club_id: other })).toEqual([]);
  expect(await db("movies").where({ club_id: other }).count({ rows: "*" })).toEqual([{ rows: "3" }]);
});

test.each(["nonsense", "https://kino.example/join/1234"])("--club %s is no invite", async (club) => {
  const { url, db } = await ownDatabase();
  await fillPostgres(url, "last");
  expect(await moveIn(url, ["--yes", "--club", club])).toMatchObject({ code: 1 });
  expect(await db("clubs")).toEqual([]);
});

const CLUB = "0d8f53d2-6a35-4e7c-9a53-2f9c2f6f3a11";

/** What the command does after its question, in this process. */
async function broughtFrom(source: string, db: Knex): Promise<Result> {
  const original = await (source.startsWith("postgres") ? postgresOriginal(source) : sqliteOriginal(source));
  try {
    return await bringOver({
      original,
      clubId: CLUB,
      db,
      counts: { lotteries: 5, polls: (await original.count("poll")) ?? 0, movies: 5 },
      show: () => {},
    });
  } finally {
    await original.close();
  }
}

async function ownDatabase(): Promise<{ url: string; db: Knex }> {
  const { url, db } = await runDatabase();
  onTestFinished(() => db.destroy());
  return { url, db };
}

async function expectLotteries(db: Knex): Promise<void> {
  const drawn = await db("draws")
    .join("entries", (on) =>
      on.on("entries.lottery_id", "draws.lottery_id").on("entries.position", "draws.winner"),
    )
    .select("draws.lottery_id", "title", "year", "uncommitted")
    .orderBy("draws.lottery_id");
  expect(drawn).toEqual([
    { lottery_id: "aaa111", title: "Солярис", year: 1972, uncommitted: true },
    { lottery_id: "ddd444", title: "Переименованный", year: 1999, uncommitted: true },
    { lottery_id: "eee555", title: "Фильм 30", year: 2000, uncommitted: true },
  ]);
  const [first] = await db("lotteries").where({ id: "aaa111" }).select("created_at");
  expect(first.created_at).toEqual(new Date("2024-07-01T23:30:00.123Z"));
  const waiting = await db("entries")
    .where({ lottery_id: "bbb222" })
    .orderBy("position")
    .select("title", "year", "poster_url");
  expect(waiting).toEqual([
    { title: "Тёмные начала", year: 2019, poster_url: null },
    { title: "Кин-дза-дза!", year: null, poster_url: null },
    { title: "Amélie's “friend”", year: null, poster_url: null },
  ]);
  expect(await db("commitments").select("lottery_id", "renewed")).toEqual([
    { lottery_id: "bbb222", renewed: false },
  ]);
  expect(await db("entries").where({ lottery_id: "eee555" }).count({ films: "*" })).toEqual([
    { films: "25" },
  ]);
  expect(await proofOfDraw({ lotteryId: "aaa111", number: null }, db)).toMatchObject({ unproven: "older" });
  expect((await lotteryById({ id: "aaa111" }, db))?.facts).toMatchObject({
    3: {
      genres: ["драма", "фантастика"],
      description: "Океан думает.",
      rating: { value: 8.1, by: "kinopoisk" },
    },
  });
}

async function expectLibrary(db: Knex, version: Version): Promise<void> {
  const films = await db("movies").orderBy("added_at", "desc");
  expect(films.map(({ title }) => title)).toEqual(["Побег из Шоушенка", "Дюна", "Нечто"]);
  const [first, , thing] = films;
  expect(first).toMatchObject({
    year: 1994,
    kinopoisk_id: 326,
    rating: "9.1",
    rating_by: "kinopoisk",
    genres: ["драма", "криминал"],
    countries: ["США"],
    poster_url: "https://image.example/shawshank.jpg",
    original_title: version === "last" ? "The Shawshank Redemption" : null,
    badges: version === "first" ? [] : ["favourite"],
    added_at: new Date(version === "last" ? "2024-05-01T12:00:00Z" : "2024-03-31T01:30:00Z"),
  });
  expect([...first.description].length).toBeLessThanOrEqual(2_000);
  expect(thing).toMatchObject({ rating: null, badges: version === "first" ? [] : ["banned"] });
}

async function expectPolls(db: Knex): Promise<void> {
  expect(await db("polls").orderBy("id").select("id", "method", "created_at", "ends_at")).toEqual([
    {
      id: "abcd1234",
      method: "one",
      created_at: new Date("2025-01-01T10:00:00Z"),
      ends_at: new Date("2025-01-02T10:00:00Z"),
    },
    {
      id: "level000",
      method: "one",
      created_at: new Date("2025-02-01T10:00:00Z"),
      ends_at: new Date("2025-02-02T10:00:00Z"),
    },
  ]);
  const decided = await pollWithOutcome({ id: "abcd1234" }, db);
  expect(decided?.entries.map(({ title }) => title)).toEqual(["Сталкер", "Зеркало", "Жертвоприношение"]);
  expect(decided?.outcome).toMatchObject({ ballots: 3, winner: 2 });
  const level = await pollWithOutcome({ id: "level000" }, db);
  expect(level?.outcome?.rounds[0]?.lot).toMatchObject({ among: [1, 2], drawn: level?.outcome?.winner });
}

function remarksOf(version: Version): string[] {
  return [
    ...(version === "last"
      ? ["poll abcd1234: 1 of its votes are for no film that it has.", "poll empty000: it has no films."]
      : []),
    "lottery ccc333: it has no films.",
    "lottery ddd444: its winner is none of its films by name, so it was added to them.",
    "lottery eee555: a lottery holds 25 films, and it had 30; 5 were left out.",
    "film 6 of lottery bbb222: its poster is no https address.",
    "library film 4: it has no title.",
    "“нечто”: the library has this film already.",
    ...(version === "first" ? [] : ["library film 5: there is no badge “queue” here."]),
  ];
}

async function everything(db: Knex): Promise<{ table: string; rows: number; content: unknown[] }[]> {
  const tables = [
    "clubs",
    "lotteries",
    "entries",
    "commitments",
    "draws",
    "movies",
    "polls",
    "poll_entries",
    "ballots",
  ];
  return Promise.all(
    tables.map(async (table) => {
      const content = await db(table).orderBy(1 as never);
      return { table, rows: content.length, content };
    }),
  );
}
