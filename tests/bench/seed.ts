import type { Client } from "pg";

export const MOVIES = 100;
export const LOTTERIES = 200;
export const ENTRIES = 8;

const TITLES = [
  "The Passion of Joan of Arc",
  "Сталкер",
  "Alien",
  "Seven Samurai",
  "Летят журавли",
  "Playtime",
  "Кин-дза-дза!",
  "Once Upon a Time in the West",
  "Metropolis",
  "Blade Runner",
];

/** The newest lottery is drawn, so that its page shows the result. */
export const DRAWN_LOTTERY = idOf(1);
/** Every fifth one waits. */
export const WAITING_LOTTERY = idOf(5);
export const NEWEST_MOVIE = filmOf(1).title;

/** A club with a full library and a long history, of which every fifth lottery waits for its draw. */
export async function seedClub(admin: Client, clubId: string): Promise<void> {
  const numbers = Array.from({ length: Math.max(MOVIES, LOTTERIES * ENTRIES) }, (_, index) => index + 1);
  const films = JSON.stringify(numbers.map((number) => ({ number, id: idOf(number), ...filmOf(number) })));
  await admin.query("insert into clubs (id) values ($1)", [clubId]);
  await admin.query(
    `insert into movies (id, club_id, title, title_key, year, note, submit_key, payload_hash, added_at)
     select id, $1, title, lower(title), year, case when number % 3 = 0 then 'Someone said it is good' else '' end,
            gen_random_uuid(), '', date_trunc('milliseconds', now() - number * interval '1 hour')
     from jsonb_to_recordset($2::jsonb) as film (number integer, id text, title text, year integer)
     where number <= $3`,
    [clubId, films, MOVIES],
  );
  await admin.query(
    `insert into lotteries (id, club_id, name, submit_key, payload_hash, created_at)
     select id, $1, case when number % 2 = 0 then 'Friday ' || number end, gen_random_uuid(), '',
            date_trunc('milliseconds', now() - number * interval '1 day')
     from jsonb_to_recordset($2::jsonb) as film (number integer, id text) where number <= $3`,
    [clubId, films, LOTTERIES],
  );
  await admin.query(
    `insert into entries (lottery_id, position, title, year)
     select lottery.id, (film.number - 1) % $3 + 1, film.title, film.year
     from jsonb_to_recordset($1::jsonb) as film (number integer, title text, year integer)
     join jsonb_to_recordset($1::jsonb) as lottery (number integer, id text)
       on lottery.number = (film.number - 1) / $3 + 1
     where film.number <= $2 * $3`,
    [films, LOTTERIES, ENTRIES],
  );
  await admin.query(
    `insert into draws (lottery_id, number, winner, drawn_at)
     select id, 1, number % $3 + 1, now() from jsonb_to_recordset($1::jsonb) as film (number integer, id text)
     where number <= $2 and number % 5 <> 0`,
    [films, LOTTERIES, ENTRIES],
  );
  await admin.query("analyze");
}

/** Ten letters of the id alphabet. */
function idOf(number: number): string {
  const letters = "23456789ab";
  return Array.from(String(number).padStart(10, "0"), (digit) => letters[Number(digit)]).join("");
}

function filmOf(number: number): { title: string; year: number } {
  return { title: `${TITLES[number % TITLES.length]} ${number}`, year: 1930 + (number % 95) };
}
