import { BACKERS_MAX } from "#app/domain/hat/hat.ts";
import type { Db } from "../../reliability/pool.server.ts";
import { decide, type Changing } from "./changes.server.ts";
import type { Changed } from "./suggestions.server.ts";

type OfFilm = Changing & { filmId: string };
type OfVisitor = OfFilm & { visitorId: string; firstName: string };

/** Says that somebody wants a film in the hat too. Null when there is no such hat. */
export async function second(input: OfVisitor, db: Db): Promise<Changed | null> {
  return (await decide(
    {
      verdict: verdictOn(
        `suggestions.state = 'in' and (
          select count(*) from voices where suggestion_id = suggestions.id and visitor_id <> :visitorId
        ) < ${BACKERS_MAX}`,
      ),
      effects: `voice as (
          insert into voices (suggestion_id, lottery_id, visitor_id, kind, first_name)
          select :filmId, lottery_id, :visitorId, 'seconded', :firstName from touched
          on conflict (suggestion_id, visitor_id) do nothing
        )`,
    },
    input,
    db,
  )) as Changed | null;
}

/** Spends somebody's one veto on a film, which is out then. `gone` also where the host allows none, or it is spent. */
export async function veto(input: OfVisitor, db: Db): Promise<Changed | null> {
  return (await decide(
    {
      verdict: verdictOn(`suggestions.state = 'in' and hat.vetoes and not exists (
          select from voices where lottery_id = hat.lottery_id and visitor_id = :visitorId and kind = 'vetoed')`),
      effects: `film as (
          update suggestions set state = 'vetoed' from touched where suggestions.id = :filmId
        ), voice as (
          insert into voices (suggestion_id, lottery_id, visitor_id, kind, first_name)
          select :filmId, lottery_id, :visitorId, 'vetoed', :firstName from touched
          on conflict (suggestion_id, visitor_id) do update set kind = excluded.kind, first_name = excluded.first_name
        )`,
    },
    input,
    db,
  )) as Changed | null;
}

/** Lets a film in that waits for the nod of the host's club. */
export async function letIn(input: OfFilm, db: Db): Promise<Changed | null> {
  return (await decide(
    {
      verdict: verdictOn("suggestions.state = 'waiting'", { byClub: true }),
      effects: "film as (update suggestions set state = 'in' from touched where suggestions.id = :filmId)",
    },
    input,
    db,
  )) as Changed | null;
}

/** Takes a film out, or does not let it in, with the host's word for it. */
export async function takeOut(input: OfFilm & { word: string }, db: Db): Promise<Changed | null> {
  return (await decide(
    {
      verdict: verdictOn("suggestions.state in ('waiting', 'in')", { byClub: true }),
      effects: `film as (
          update suggestions set word = :word, state = case state when 'in' then 'removed' else 'refused' end
          from touched where suggestions.id = :filmId
        )`,
    },
    input,
    db,
  )) as Changed | null;
}

/** SQL that decides whether something may be done with the film :filmId of this hat, by anybody or its club alone. */
function verdictOn(allowed: string, { byClub = false } = {}): string {
  return `verdict as (
    select case
      ${byClub ? "when not hat.mine then 'foreign'" : ""}
      when hat.shut then 'shut'
      when exists (
        select from suggestions where suggestions.id = :filmId and suggestions.lottery_id = hat.lottery_id and ${allowed}
      ) then 'done'
      else 'gone' end as kind
    from hat
  )`;
}
