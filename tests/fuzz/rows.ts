import type { Knex } from "knex";
import { FIRST_NAME_MAX } from "#app/domain/club/club.ts";
import { NOTE_MAX } from "#app/domain/library/library.ts";
import { ENTRIES_MAX, ENTRIES_MIN, NAME_MAX, REASON_MAX, WORD_MAX } from "#app/domain/lottery/lottery.ts";
import { POSTER_URL_MAX, TITLE_MAX, titleKey, YEAR_MIN, yearMax } from "#app/domain/film/movie.ts";
import { characters, tidyLine, tidyText } from "#app/domain/text.ts";

type Row = Record<string, string | number | null>;

/** Says of every saved row what it should never have held; empty when all is well. */
export async function badRows(db: Knex): Promise<string[]> {
  const select = async (sql: string) => (await db.raw<{ rows: Row[] }>(sql)).rows;
  const bad: string[] = [];
  const check = (rows: Row[], what: string, isGood: (row: Row) => boolean) => {
    const found = rows.find((row) => !isGood(row));
    if (found) bad.push(`${what}: ${JSON.stringify(found)}`);
  };
  const films = await select(
    "select title, title_key, year, poster_url from entries union all select title, title_key, year, poster_url from movies",
  );
  check(films, "title", ({ title }) => isLine(title, TITLE_MAX) && title !== "");
  check(films, "title key", ({ title, title_key: key }) => key === titleKey(String(title)));
  check(films, "year", ({ year }) => year === null || isYear(Number(year)));
  check(
    films,
    "poster",
    ({ poster_url: url }) => url === null || (isLine(url, POSTER_URL_MAX) && isHttps(url)),
  );
  check(
    await select("select note from movies"),
    "note",
    ({ note }) => typeof note === "string" && characters(note) <= NOTE_MAX && tidyText(note) === note,
  );
  check(
    await select("select name from lotteries"),
    "name",
    ({ name }) => name === null || (isLine(name, NAME_MAX) && name !== ""),
  );
  check(await select("select word from draws"), "word", ({ word }) => isLine(word, WORD_MAX));
  check(await select("select reason from commitments"), "reason", ({ reason }) => isLine(reason, REASON_MAX));
  const sizes = await select(
    `select count(entries.position)::int as count, max(entries.position) as last
     from lotteries left join entries on entries.lottery_id = lotteries.id where ${LISTED} group by lotteries.id`,
  );
  check(
    sizes,
    "entries of a lottery",
    ({ count, last }) => count === last && Number(count) >= ENTRIES_MIN && Number(count) <= ENTRIES_MAX,
  );
  const hats = await select(
    `select (select count(*)::int from suggestions
             where suggestions.lottery_id = hats.lottery_id and state in ('waiting', 'in')) as standing,
            (select count(*)::int from commitments where commitments.lottery_id = hats.lottery_id) as commitments
     from hats where closed_at is null`,
  );
  check(
    hats,
    "open hat",
    ({ standing, commitments }) => Number(standing) <= ENTRIES_MAX && commitments === 0,
  );
  check(
    await select("select title, word from suggestions"),
    "suggestion",
    ({ title, word }) => title !== "" && isLine(title, TITLE_MAX) && isLine(word, REASON_MAX),
  );
  check(await select("select first_name from voices"), "first name", ({ first_name: name }) =>
    isLine(name, FIRST_NAME_MAX),
  );
  const uncommitted = `select id from lotteries where ${LISTED} and id not in (select lottery_id from commitments)`;
  check(await select(uncommitted), "lottery without a commitment", () => false);
  return bad;
}

/** Lotteries whose list is fixed. */
const LISTED = "not exists (select from hats where hats.lottery_id = lotteries.id and closed_at is null)";

function isLine(text: unknown, max: number): text is string {
  return typeof text === "string" && characters(text) <= max && tidyLine(text) === text;
}

function isYear(year: number): boolean {
  return Number.isInteger(year) && year >= YEAR_MIN && year <= yearMax(new Date().getUTCFullYear());
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "https:";
}
