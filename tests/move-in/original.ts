import { writeFile } from "node:fs/promises";
import initSqlJs from "sql.js";
import { Client } from "pg";

/** The original as it was first, with badges, and as it ended. */
export const VERSIONS = ["first", "badges", "last"] as const;
export type Version = (typeof VERSIONS)[number];

const HUGE = "Долгая история. ".repeat(85_000);

/** Its database as SQL that both kinds of server understand, with what has been seen in real ones. */
export function originalSql(version: Version): string[] {
  const withSearchName = version === "last" ? ", search_name" : "";
  const tables = [
    "create table lottery (id varchar(6) primary key, created_at timestamp, result_name varchar(200), result_poster varchar(500), result_year varchar(10))",
    `create table movie (id integer primary key, kinopoisk_id integer, name varchar(200)${type(withSearchName)}, poster varchar(500),
       year varchar(10), lottery_id varchar(6), description text, rating_kp float, genres varchar(200), countries varchar(200))`,
    `create table library_movie (id integer primary key, kinopoisk_id integer unique, name varchar(200)${type(withSearchName)},
       poster varchar(500), year varchar(10), description text, rating_kp float, genres varchar(200), countries varchar(200),
       added_at timestamp${version === "first" ? "" : ", badge varchar(20)"}${version === "last" ? ", last_interaction_at timestamp" : ""})`,
    "create table background_photo (id integer primary key, poster_url varchar(500))",
    "create table movie_identifier (kinopoisk_id integer primary key, magnet_link text)",
  ];
  return [
    ...tables,
    ...(version === "last" ? polls() : []),
    ...lotteries(),
    ...libraryFilms(version),
    "insert into background_photo values (1, 'https://image.example/1.jpg')",
    "insert into movie_identifier values (326, 'magnet:?xt=urn:btih:0')",
  ];
}

function polls(): string[] {
  const film = (id: number, poll: string, name: string) =>
    `insert into poll_movie (id, poll_id, name, year, poster) values (${id}, '${poll}', '${name}', '1979', '')`;
  const vote = (poll: string, film: number, voter: string) =>
    `insert into vote (poll_id, movie_id, voter_token) values ('${poll}', ${film}, '${voter}')`;
  return [
    "create table poll (id varchar(8) primary key, created_at timestamp, expires_at timestamp, creator_token varchar(32))",
    `create table poll_movie (id integer primary key, poll_id varchar(8), kinopoisk_id integer, name varchar(200),
       search_name varchar(200), poster varchar(500), year varchar(10), description text, rating_kp float,
       genres varchar(200), countries varchar(200))`,
    "create table vote (poll_id varchar(8), movie_id integer, voter_token varchar(32), voted_at timestamp)",
    "insert into poll values ('abcd1234', '2025-01-01 10:00:00', '2025-01-02 10:00:00', 'secret')",
    film(1, "abcd1234", "Сталкер"),
    film(2, "abcd1234", "Зеркало"),
    film(3, "abcd1234", "Жертвоприношение"),
    vote("abcd1234", 2, "one"),
    vote("abcd1234", 2, "two"),
    vote("abcd1234", 1, "three"),
    vote("abcd1234", 77, "for a film of another poll"),
    // Where films were level the original named them all.
    "insert into poll values ('level000', '2025-02-01 10:00:00', null, 'secret')",
    film(4, "level000", "Ностальгия"),
    film(5, "level000", "Солярис"),
    vote("level000", 4, "one"),
    vote("level000", 5, "two"),
    "insert into poll values ('empty000', '2025-03-01 10:00:00', '2025-03-02 10:00:00', 'secret')",
    vote("gone0000", 1, "one"),
  ];
}

function type(column: string): string {
  return column && `${column} varchar(200)`;
}

function lotteries(): string[] {
  return [
    // In summer time, if somebody took the text for local time.
    lottery("aaa111", "2024-07-01 23:30:00.123456", ["Солярис", "https://image.example/s2.jpg", "1972"]),
    film(1, "aaa111", "Сталкер", "1979", "https://image.example/s.jpg"),
    film(2, "aaa111", "Солярис", "2002", "https://image.example/s1.jpg"),
    film(3, "aaa111", "Солярис", "1972", "https://image.example/s2.jpg"),
    lottery("bbb222", "2024-12-31 22:00:00", null),
    film(4, "bbb222", "Тёмные начала", "2019–2021", ""),
    film(5, "bbb222", "Кин-дза-дза!", "None", "None"),
    film(6, "bbb222", "Amélie's “friend”", "", "not an address"),
    lottery("ccc333", "2023-01-01 00:00:00", null),
    lottery("ddd444", "2023-02-01 00:00:00", ["Переименованный", "", "1999"]),
    film(7, "ddd444", "Матрица", "1999", ""),
    lottery("eee555", "2023-03-01 00:00:00", ["Фильм 30", "", "2000"]),
    ...Array.from({ length: 30 }, (_, index) =>
      film(100 + index, "eee555", `Фильм ${index + 1}`, "2000", ""),
    ),
    film(999, "ccc999", "Ничей", "2000", ""),
  ];
}

function lottery(id: string, at: string, result: [string, string, string] | null): string {
  const [name, poster, year] = result ?? [null, null, null];
  return `insert into lottery (id, created_at, result_name, result_poster, result_year)
    values (${[id, at, name, poster, year].map(literal).join(", ")})`;
}

function film(id: number, lotteryId: string, name: string, year: string, poster: string): string {
  return `insert into movie (id, lottery_id, name, year, poster, rating_kp, genres, description) values
    (${[id, lotteryId, name, year, poster].map(literal).join(", ")}, 8.07, 'драма, фантастика', 'Океан думает.')`;
}

function libraryFilms(version: Version): string[] {
  const rows: Record<string, string | number | null>[] = [
    {
      id: 1,
      kinopoisk_id: 326,
      name: "Побег из Шоушенка",
      search_name: "The Shawshank Redemption",
      year: "1994",
      poster: "https://image.example/shawshank.jpg",
      description: HUGE,
      rating_kp: 9.11,
      genres: "драма, криминал",
      countries: "США",
      added_at: "2024-03-31 01:30:00",
      badge: "favorite",
      last_interaction_at: "2024-05-01 12:00:00",
    },
    {
      id: 2,
      kinopoisk_id: null,
      name: "Нечто",
      year: "",
      rating_kp: 0.0,
      added_at: "2024-01-01 00:00:00",
      badge: "ban",
    },
    { id: 3, name: "нечто", year: null, added_at: "2024-01-02 00:00:00", badge: null },
    { id: 4, name: "   ", year: "1999", added_at: "2024-01-03 00:00:00" },
    { id: 5, name: "Дюна", year: "2021", added_at: "2024-01-04 00:00:00", badge: "queue" },
  ];
  const lacking: string[] = {
    first: ["search_name", "badge", "last_interaction_at"],
    badges: ["search_name", "last_interaction_at"],
    last: [],
  }[version];
  return rows.map((row) => {
    const columns = Object.keys(row).filter((column) => !lacking.includes(column));
    return `insert into library_movie (${columns.join(", ")}) values (${columns.map((column) => literal(row[column]!)).join(", ")})`;
  });
}

function literal(value: string | number | null): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return value === null ? "null" : String(value);
}

/** Fills a PostgreSQL database. */
export async function fillPostgres(url: string, version: Version): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of originalSql(version)) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Writes a SQLite file. */
export async function writeSqlite(file: string, version: Version): Promise<void> {
  const { Database } = await initSqlJs();
  const database = new Database();
  for (const statement of originalSql(version)) database.run(statement);
  await writeFile(file, database.export());
  database.close();
}
