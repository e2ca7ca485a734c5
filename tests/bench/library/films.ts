import type { Client } from "pg";
import { ID_ALPHABET, ID_LENGTH } from "#app/domain/lottery/lottery.ts";

/** Words that make plausible titles; in both languages the same ones, so that a film has an original title. */
const ADJECTIVES =
  "Тихий Далёкий Белый Чёрный Последний Первый Забытый Вечный Горький Северный Ночной Зелёный Безумный Счастливый Потерянный Железный Маленький Большой Тайный Летний Зимний Золотой Ледяной Красный Старый Новый Пустой Святой Дикий Странный" +
  "|Quiet Distant White Black Last First Forgotten Eternal Bitter Northern Nocturnal Green Mad Happy Lost Iron Little Great Secret Summer Winter Golden Frozen Red Old New Empty Holy Wild Strange";
const NOUNS =
  "дом город вечер поезд берег остров сад мост лес пёс ангел солдат король друг враг гость отец сын брат ветер снег дождь огонь свет сон путь берёзник мир день год час голос взгляд зверь корабль театр вокзал роман вальс экспресс" +
  "|House City Evening Train Shore Island Garden Bridge Forest Dog Angel Soldier King Friend Enemy Guest Father Son Brother Wind Snow Rain Fire Light Dream Road Birchwood World Day Year Hour Voice Gaze Beast Ship Theatre Station Novel Waltz Express";
const PLACES =
  "в Москве|в Риме|на Луне|у моря|под дождём|за рекой|без имени|на краю|до рассвета|после войны|в тени|из прошлого|над городом|среди льдов|в огне|на закате|вдали|во сне|на рассвете|в тумане|у реки|за стеной|в июле|в декабре|под землёй|на юге|на востоке|в горах|на дне|в раю|без правил|на двоих|в ночи|под звёздами|на войне";
const PLACES_EN =
  "in Moscow|in Rome|on the Moon|by the Sea|in the Rain|across the River|without a Name|on the Edge|before Dawn|after the War|in the Shadow|from the Past|above the City|amid the Ice|on Fire|at Sunset|far Away|in a Dream|at Daybreak|in the Fog|by the River|behind the Wall|in July|in December|underground|in the South|in the East|in the Mountains|at the Bottom|in Paradise|without Rules|for Two|in the Night|under the Stars|at War";
const GENRES = "драма|комедия|триллер|фантастика|мелодрама|боевик|детектив|ужасы|мультфильм|документальный";

/**
 * SQL for the id at this share of all ids. Films of the bench have theirs at even distances, in no order: a library that
 * is just not full is what it is in every run, though the app tells so from a thousandth of it.
 */
const ID_AT = (share: string) => {
  const [base, all] = [ID_ALPHABET.length, ID_ALPHABET.length ** ID_LENGTH];
  const place = `floor((${share}) * ${all})::bigint`;
  const letters = Array.from({ length: ID_LENGTH }, (_, index) => base ** (ID_LENGTH - 1 - index));
  return letters
    .map((weight) => `substr('${ID_ALPHABET}', (${place} / ${weight} % ${base})::integer + 1, 1)`)
    .join(" || ");
};

const array = (words: string) => words.split("|");
const [adjectivesRu, adjectivesEn] = ADJECTIVES.split("|").map((part) => part.split(" "));
const [nounsRu, nounsEn] = NOUNS.split("|").map((part) => part.split(" "));

/**
 * Gives each of these clubs so many films, in one statement: half of them with a Russian title and an English original
 * one, with genres, badges, tags, ratings and lengths as a club might give them. No two are the same film. One tag is
 * given to some thirty films, however many there are.
 */
export async function fillLibraries(admin: Client, clubs: readonly string[], films: number): Promise<void> {
  await admin.query(
    `with numbered as (
       select club_id, n, m, m / 2 % 30 + 1 as a, m / 60 % 40 + 1 as b, m / 2400 % 35 + 1 as c, m % 2 = 0 as russian,
              n / 84000 as round, abs(hashint4(n::integer)) as chance
       from unnest($1::uuid[]) as club_id, generate_series(0, $2::integer - 1) as n,
            -- In no order of words: nobody adds first all films that are set in winter.
            lateral (select (n % 84000)::bigint * 5281 % 84000 as m) as shuffled
     ), worded as (
       select *, $3::text[] as aru, $4::text[] as aen, $5::text[] as nru, $6::text[] as nen, $7::text[] as pru,
              $8::text[] as pen
       from numbered
     ), titled as (
       select club_id, n, chance, russian, 1920 + (abs(hashint4(m::integer)) % 1000 + round * 13) % 105 as year,
              aru[a] || ' ' || nru[b] || ' ' || pru[c] as ru, aen[a] || ' ' || nen[b] || ' ' || pen[c] as en
       from worded
     )
     insert into movies (id, club_id, title, title_key, year, note, submit_key, payload_hash, added_at, original_title,
       runtime, genres, badges, tags, own_rating, rating, rating_by, search_key)
     select ${ID_AT("share")}, club_id, title, replace(lower(title), 'ё', 'е'), year, '',
            gen_random_uuid(), '', timestamptz '2020-01-01' + n * interval '1 minute', case when russian then en end,
            case when chance % 10 > 0 then 70 + chance % 110 end,
            array[($9::text[])[1 + chance % 10], ($9::text[])[1 + chance / 11 % 10]],
            case chance % 8 when 0 then array['watched'] when 1 then array['want', 'new'] when 2 then array['top']
              else '{}' end,
            case when $2 >= 100 and n % ($2 / 30) = 1 then array['заветная'] when chance % 20 = 0 then array['с аней']
              when chance % 500 = 1 then array['редкая'] else '{}' end,
            case when chance % 4 = 0 then 1 + chance / 13 % 10 end, round((chance % 90)::numeric / 10 + 1, 1), 'tmdb',
            replace(lower(case when russian then ru || E' \\n ' || en else en end), 'ё', 'е')
     from titled, lateral (select case when russian then ru else en end as title) as shown,
          lateral (select (n::bigint * 618033 % $2 + abs(hashint8extended(n, hashtext(club_id::text)) % 1000000) / 1e6) / $2 as share) as placed
     -- Those of different clubs may meet.
     on conflict (id) do nothing`,
    [
      clubs,
      films,
      adjectivesRu,
      adjectivesEn,
      nounsRu,
      nounsEn,
      array(PLACES),
      array(PLACES_EN),
      array(GENRES),
    ],
  );
}

/**
 * Gives a club so many lotteries of five films of its library, the last one drawn an hour ago. Every fifth of them still
 * waits, the newest one too.
 */
export async function fillHistory(admin: Client, club: string, lotteries: number): Promise<void> {
  await admin.query(
    `insert into lotteries (id, club_id, name, submit_key, payload_hash, created_at)
     select translate(substr(md5($1::text || n), 1, 10), '01', 'xz'), $1::uuid,
            case when n % 2 = 0 then 'Пятница ' || n end, gen_random_uuid(), '',
            date_trunc('milliseconds', now() - n * interval '1 hour')
     from generate_series(0, $2 - 1) as n
     -- Ids of ten letters meet once in some hundred thousand.
     on conflict do nothing`,
    [club, lotteries],
  );
  await admin.query(
    `insert into entries (lottery_id, position, title, title_key, year)
     select lotteries.id, row_number() over (partition by lotteries.id order by film.id), title, title_key, year
     from lotteries cross join lateral (
       select id, title, title_key, year from movies where club_id = $1 and movies.id > reverse(lotteries.id)
       order by id limit 5
     ) as film where lotteries.club_id = $1`,
    [club],
  );
  await admin.query(
    `insert into commitments (lottery_id, number, seed, list_hash)
     select id, 1, sha256(convert_to(id, 'UTF8')), ''
     from lotteries where club_id = $1 and exists (select from entries where lottery_id = lotteries.id)`,
    [club],
  );
  await admin.query(
    `insert into draws (lottery_id, number, winner, word, drawn_at)
     select id, 1, 1, '', created_at from lotteries
     where club_id = $1 and abs(hashtext(id)) % 5 > 0 and created_at < now() - interval '30 minutes'
       and exists (select from entries where lottery_id = lotteries.id)`,
    [club],
  );
}
