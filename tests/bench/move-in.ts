import { randomUUID } from "node:crypto";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { bringUpToDate } from "#app/data/schema/up-to-date.server.ts";
import { migrationsOnDisk } from "../../scripts/migrations-on-disk.ts";
import { moveIn } from "../../scripts/move-in/moving.ts";
import { postgresOriginal } from "../../scripts/move-in/postgres-original.ts";
import { originalSql } from "#tests/move-in/original.ts";
import { atEnd, closeAll, closeOnSignals } from "./closing.ts";
import { startDurableDatabase } from "./durable-database.ts";

const LOTTERIES = 10_000;
const FILMS_EACH = 5;
const LIBRARY = 5_000;

closeOnSignals();
try {
  await bench();
} finally {
  await closeAll();
}

/** Brings a large original over, in the same database, as on Render. */
async function bench(): Promise<void> {
  const { url, admin } = await startDurableDatabase();
  const address = () => url;
  await bringUpToDate({ address, migrations: await migrationsOnDisk(), restoring: true });
  await fill(admin);
  const db = openPool({ address, max: 2, statementMs: 60_000 });
  atEnd(() => db.destroy());
  const original = await postgresOriginal(url);
  atEnd(() => original.close());
  const scene = {
    original,
    db,
    clubId: randomUUID(),
    counts: { lotteries: LOTTERIES, polls: 0, movies: LIBRARY },
    show: () => {},
  };
  const runs = [];
  for (let run = 0; run < 2; run += 1) {
    const began = performance.now();
    const { lotteries, movies } = await moveIn(scene);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    runs.push(`${seconds} s: ${lotteries.brought} lotteries and ${movies.brought} films brought`);
  }
  console.log(`
${LOTTERIES} lotteries of ${FILMS_EACH} films and ${LIBRARY} films of the library, on a durable PostgreSQL:
${runs.join("\n")}
`);
}

async function fill(admin: { query: (text: string) => Promise<unknown> }): Promise<void> {
  const tables = originalSql("last").filter((statement) => statement.startsWith("create table"));
  for (const statement of tables) await admin.query(statement);
  await admin.query(`insert into lottery (id, created_at, result_name, result_year)
    select lpad(to_hex(n), 6, '0'), timestamp '2025-01-01' + n * interval '1 hour',
           case when n % 5 > 0 then 'Фильм ' || n || '-1' end, '1999' from generate_series(1, ${LOTTERIES}) as n`);
  await admin.query(`insert into movie (id, lottery_id, name, year, description, rating_kp, genres)
    select n * 10 + film, lpad(to_hex(n), 6, '0'), 'Фильм ' || n || '-' || film, '1999', repeat('Описание. ', 40), 7.3, 'драма, комедия'
    from generate_series(1, ${LOTTERIES}) as n, generate_series(1, ${FILMS_EACH}) as film`);
  await admin.query(`insert into library_movie (id, kinopoisk_id, name, year, description, rating_kp, genres, added_at, badge)
    select n, n, 'Из библиотеки ' || n, '2001', repeat('Описание. ', 40), 8.1, 'драма', timestamp '2025-01-01' + n * interval '1 minute',
           case when n % 3 = 0 then 'favorite' end from generate_series(1, ${LIBRARY}) as n`);
  await admin.query("grant select on all tables in schema public to public; analyze");
}
