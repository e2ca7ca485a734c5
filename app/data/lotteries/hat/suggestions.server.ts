import { SUGGESTIONS_MAX } from "#app/domain/hat/hat.ts";
import { ENTRIES_MAX } from "#app/domain/lottery/lottery.ts";
import { foundAs } from "../../film-details.server.ts";
import { FILMS, filmsJson, type NewEntry } from "../../new-entries.server.ts";
import type { Db } from "../../reliability/pool.server.ts";
import { decide, type Changing } from "./changes.server.ts";

/**
 * What became of films that somebody puts in. `done`: they are in, or wait for the nod; `existing`: this very form has
 * done it before; `key-reused`: it has, with other content. Nothing was saved when the hat is `shut`, a film is `barred`
 * because it was taken out before, the guest would be `over-cap`, or the hat is `full`. `busy`: others were faster too
 * often.
 */
export type Suggested = {
  kind: "done" | "existing" | "key-reused" | "shut" | "barred" | "over-cap" | "full" | "busy";
  clubId: string;
  /** The titles, as they stand in the hat, of those that others had put in before. */
  joined: string[];
};

/**
 * Puts films into the hat of a lottery, all or none, in one statement. A film that is in it already gets another name.
 * Null when there is no such hat.
 */
export async function suggestFilms(
  {
    films,
    ...suggestion
  }: Changing & {
    visitorId: string;
    firstName: string;
    films: readonly NewEntry[];
    submitKey: string;
    fingerprint: string;
  },
  db: Db,
): Promise<Suggested | null> {
  const decided = await decide(
    {
      verdict: `wanted as (
          select film.place, film.title, film.title_key, film.year, film.poster_url, found_films.details
          from ${FILMS} left join found_films on ${foundAs("film")}
        ), there as (
          select wanted.place, suggestions.id, suggestions.title, exists (
                   select from voices where suggestion_id = suggestions.id and visitor_id = :visitorId
                     and kind = 'suggested') as own
          from wanted join suggestions on ${SAME_FILM} and suggestions.state in ('waiting', 'in')
        ), counted as (
          select (select count(*) from suggestions where lottery_id = :lotteryId and state in ('waiting', 'in')) as standing,
                 (select count(*) from suggestions where lottery_id = :lotteryId) as ever,
                 (select count(*) from voices join suggestions on suggestions.id = voices.suggestion_id
                  where voices.lottery_id = :lotteryId and voices.visitor_id = :visitorId
                    and voices.kind = 'suggested' and suggestions.state in ('waiting', 'in')) as own,
                 (select count(*) from wanted) - (select count(*) from there) as new,
                 (select count(*) from there where not there.own) as joining
        ), verdict as (
          select case
            when exists (select from voices where ${THIS_FORM} and payload_hash = :fingerprint) then 'existing'
            when exists (select from voices where ${THIS_FORM}) then 'key-reused'
            when hat.shut then 'shut'
            when not hat.mine and exists (
              select from wanted join suggestions on ${SAME_FILM} and suggestions.state in ('vetoed', 'removed', 'refused')
            ) then 'barred'
            when not hat.host and own + new + joining > hat.cap then 'over-cap'
            when standing + new > ${ENTRIES_MAX} or ever + new > ${SUGGESTIONS_MAX} then 'full'
            else 'done' end as kind
          from hat, counted
        )`,
      effects: `film as (
          insert into suggestions (lottery_id, state, title, title_key, year, poster_url, details)
          select hat.lottery_id, case when hat.nod and not hat.mine then 'waiting' else 'in' end,
                 wanted.title, wanted.title_key, wanted.year, wanted.poster_url, wanted.details
          from touched, hat, wanted
          where not exists (select from there where there.place = wanted.place)
          order by wanted.place
          returning id
        ), voice as (
          insert into voices (suggestion_id, lottery_id, visitor_id, kind, first_name, submit_key, payload_hash)
          select id, :lotteryId, :visitorId, 'suggested', :firstName, :submitKey, :fingerprint
          from (select id from film union all select there.id from touched, there) as behind
          on conflict (suggestion_id, visitor_id) do update set kind = excluded.kind,
            first_name = excluded.first_name, submit_key = excluded.submit_key, payload_hash = excluded.payload_hash
        )`,
      answer: ", (select json_agg(title order by place) from there where not own) as joined",
    },
    { ...suggestion, films: filmsJson(films) },
    db,
  );
  return decided && ({ ...decided, joined: decided.joined ?? [] } as Suggested);
}

/**
 * What became of a change to a suggestion; `gone` when it is not there, or not theirs who change it, and `foreign` when only
 * the host's club may do that.
 */
export type Changed = { kind: "done" | "shut" | "gone" | "foreign" | "busy"; clubId: string };

/** Takes a browser's voice for a film back. A film that nobody is behind any more goes. Null when there is no such hat. */
export async function takeBack(
  input: Changing & { visitorId: string; filmId: string },
  db: Db,
): Promise<Changed | null> {
  return (await decide(
    {
      verdict: `verdict as (
          select case
            when hat.shut then 'shut'
            when not exists (
              select from voices join suggestions on suggestions.id = voices.suggestion_id
              where voices.suggestion_id = :filmId and voices.lottery_id = hat.lottery_id
                and voices.visitor_id = :visitorId and voices.kind <> 'vetoed' and suggestions.state in ('waiting', 'in')
            ) then 'gone'
            else 'done' end as kind
          from hat
        )`,
      effects: `film as (
          delete from suggestions using touched
          where suggestions.id = :filmId and not exists (
            select from voices where suggestion_id = :filmId and visitor_id <> :visitorId and kind <> 'vetoed')
          returning id
        ), voice as (
          delete from voices using touched
          where voices.suggestion_id = :filmId and voices.visitor_id = :visitorId
            -- With the film, its voices go.
            and not exists (select from film)
        )`,
    },
    input,
    db,
  )) as Changed | null;
}

type FilmChanged = { kind: Changed["kind"] | "taken" | "barred"; clubId: string };

/**
 * Makes another film of one that this browser put in and nobody else is behind. `taken` when the other one is in the hat
 * already, `barred` when it was taken out before.
 */
export async function changeFilm(
  { film, ...input }: Changing & { visitorId: string; filmId: string; film: NewEntry },
  db: Db,
): Promise<FilmChanged | null> {
  return (await decide(
    {
      verdict: `wanted as (
          select film.title, film.title_key, film.year, film.poster_url, found_films.details
          from ${FILMS} left join found_films on ${foundAs("film")}
        ), other as (
          select suggestions.state from wanted join suggestions on ${SAME_FILM} and suggestions.id <> :filmId
        ), verdict as (
          select case
            when hat.shut then 'shut'
            when not exists (
              select from suggestions join voices on voices.suggestion_id = suggestions.id
              where suggestions.id = :filmId and suggestions.lottery_id = hat.lottery_id
                and suggestions.state in ('waiting', 'in') and voices.visitor_id = :visitorId
                and voices.kind = 'suggested'
            ) or exists (
              select from voices where suggestion_id = :filmId and visitor_id <> :visitorId and kind <> 'vetoed'
            ) then 'gone'
            when exists (select from other where state in ('waiting', 'in')) then 'taken'
            when not hat.mine and exists (select from other) then 'barred'
            else 'done' end as kind
          from hat
        )`,
      effects: `film as (
          update suggestions set title = wanted.title, title_key = wanted.title_key, year = wanted.year,
                 poster_url = wanted.poster_url, details = wanted.details,
                 state = case when hat.nod and not hat.mine then 'waiting' else state end
          from touched, hat, wanted where suggestions.id = :filmId
        )`,
    },
    { ...input, films: filmsJson([film]) },
    db,
  )) as FilmChanged | null;
}

/** SQL for whether a row of suggestions is the film of a row of `wanted`. */
const SAME_FILM = `suggestions.lottery_id = :lotteryId and suggestions.title_key = wanted.title_key
  and coalesce(suggestions.year, 0) = coalesce(wanted.year, 0)`;

/** SQL for whether a row of voices came with this very form. */
const THIS_FORM = "lottery_id = :lotteryId and visitor_id = :visitorId and submit_key = :submitKey";
