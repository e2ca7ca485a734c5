import type { HatRules } from "#app/domain/hat/hat-rules.ts";
import { LIVE_CHANNEL } from "#app/domain/live.ts";
import { ENTRIES_MIN } from "#app/domain/lottery/lottery.ts";
import { foundAs } from "../../film-details.server.ts";
import { ClubFull } from "../../club/bounds.server.ts";
import { toCreated, type Created, type CreatedRow } from "../../created.server.ts";
import { FILMS, filmsJson, type NewEntry } from "../../new-entries.server.ts";
import type { Db } from "../../reliability/pool.server.ts";
import { LIST_HASH, newSeed } from "../commitments.server.ts";
import { NEW_LOTTERY, type NewLottery } from "../lotteries.server.ts";
import { decide, type Changing } from "./changes.server.ts";
import { TICKETS, WITH_LAST_WINNERS } from "./hat-rows.server.ts";

/**
 * Saves a lottery that friends fill, with the films that its host starts it with, in one statement. The same submit key
 * never makes a second one. Throws ClubFull.
 */
export async function insertHat(
  lottery: Omit<NewLottery, "seed"> & {
    firstName: string;
    rules: HatRules;
    entries: readonly NewEntry[];
  },
  db: Db,
): Promise<Created> {
  const { entries, rules, ...bindings } = lottery;
  const { rows } = await db.raw<{ rows: CreatedRow[] }>(
    `with ${NEW_LOTTERY}, hat as (
       insert into hats (lottery_id, cap, closes_at, named, nod, odds, vetoes)
       select id, :cap, :closesAt, :named, :nod, :odds, :vetoes from lottery where created
     ), suggestion as (
       insert into suggestions (lottery_id, state, title, title_key, year, poster_url, details)
       select lottery.id, 'in', film.title, film.title_key, film.year, film.poster_url, found_films.details
       from lottery cross join ${FILMS} left join found_films on ${foundAs("film")}
       where lottery.created order by film.place
       returning id, lottery_id
     ), voice as (
       insert into voices (suggestion_id, lottery_id, visitor_id, kind, first_name)
       select suggestion.id, suggestion.lottery_id, lottery.host, 'suggested',
              coalesce(nullif(:firstName, ''), (select first_name from devices where devices.id = lottery.host), '')
       from suggestion, lottery where lottery.host is not null
     )
     select id, payload_hash, created from lottery`,
    { ...bindings, ...rules, films: filmsJson(entries) },
  );
  if (!rows[0]) throw new ClubFull();
  return toCreated(rows[0], lottery.fingerprint);
}

/**
 * The result of closing a hat: `closed` also when it was before; `too-few` films; `open` when its time is not over, so
 * that only its club may close it.
 */
export type Closed = { kind: "done" | "closed" | "too-few" | "open" | "busy"; clubId: string };

/**
 * Fixes the list of a hat: its films become the entries of the lottery, with their tickets, and the server is bound to
 * them and to a new secret, all in one statement. Null when there is no such hat.
 */
export async function closeHat(input: Changing, db: Db): Promise<Closed | null> {
  return (await decide(
    {
      verdict: `film as (
          select row_number() over (order by suggestions.created_at, suggestions.id)::integer as position,
                 suggestions.id, suggestions.title, suggestions.title_key, suggestions.year, suggestions.poster_url,
                 suggestions.details, ${TICKETS} as weight
          from suggestions
          join hats on hats.lottery_id = suggestions.lottery_id
          join lotteries on lotteries.id = hats.lottery_id
          ${WITH_LAST_WINNERS}
          where suggestions.lottery_id = :lotteryId and suggestions.state = 'in'
        ), verdict as (
          select case
            when hat.closed then 'closed'
            when not hat.mine and not hat.shut then 'open'
            when (select count(*) from film) < ${ENTRIES_MIN} then 'too-few'
            else 'done' end as kind
          from hat
        )`,
      afterwards: true,
      sets: ", closed_at = clock_timestamp()",
      effects: `entry as (
          insert into entries (lottery_id, position, id, title, title_key, year, poster_url, details, weight)
          select touched.lottery_id, film.position, film.id, film.title, film.title_key, film.year, film.poster_url,
                 film.details, film.weight
          from touched, film
          returning position, id, weight, year, title
        ), commitment as (
          insert into commitments (lottery_id, number, seed, list_hash)
          select touched.lottery_id, 1, :seed, (select ${LIST_HASH} from entry) from touched
          returning lottery_id, number
        )`,
      // Older releases know this message too.
      answer: `, (select pg_notify('${LIVE_CHANNEL}', json_build_object(
          'kind', 'opened', 'lotteryId', commitment.lottery_id, 'number', commitment.number)::text) from commitment) as told`,
    },
    { ...input, seed: newSeed() },
    db,
  )) as Closed | null;
}

/** The result of changing the rules; `foreign` when the lottery belongs to another club. */
export type RulesChanged = { kind: "done" | "closed" | "foreign" | "busy"; clubId: string };

/** Changes the rules of a hat whose list is not fixed, also when its time was over: it may get more. */
export async function changeRules(
  { rules, ...input }: Changing & { rules: HatRules },
  db: Db,
): Promise<RulesChanged | null> {
  return (await decide(
    {
      verdict: `verdict as (
          select case when not hat.mine then 'foreign' when hat.closed then 'closed' else 'done' end as kind from hat
        )`,
      afterwards: true,
      sets: `, cap = :cap, closes_at = :closesAt, named = :named, nod = :nod, odds = :odds, vetoes = :vetoes`,
    },
    { ...input, ...rules },
    db,
  )) as RulesChanged | null;
}
