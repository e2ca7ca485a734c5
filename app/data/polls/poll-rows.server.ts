import { EVERY_LOTTERY, type HistoryFilter } from "#app/domain/club/history.ts";
import type { LotterySummary } from "#app/domain/lottery/lottery.ts";
import type { Movie } from "#app/domain/film/movie.ts";
import type { Seen } from "#app/domain/library/watched.ts";
import { STANDS } from "../club/gone.server.ts";
import { watchedJson } from "../library/watched.server.ts";
import { momentOf } from "../moment.server.ts";
import type { WhichOfClub } from "../lotteries/lottery-rows.server.ts";
import { HAS_ENDED } from "./polls.server.ts";

/** SQL of a club's polls, newest first, from the cursor on, as the history shows them among lotteries. */
export function pollsSql({ before, filter = EVERY_LOTTERY, seen = false }: WhichOfClub): string {
  return `select poll.id, poll.name, poll.created_at, poll.ended, entry.count, entry.first, entry.winner, ${seen ? SEEN : "null"} as seen,
          (select first_name from devices where devices.id = poll.host) as host,
          (select count(*)::integer from ballots where ballots.poll_id = poll.id) as voters
   from (
     select id, host, name, created_at, ${HAS_ENDED} as ended, outcome->>'winner' as winner from polls
     where club_id = :clubId and ${STANDS(":clubId")} ${before ? "and (created_at, id) < (:at, :beforeId)" : ""}
       ${IS_SHOWN[filter.show]} ${filter.search ? IS_FOUND : ""}
     order by created_at desc, id desc limit :limit
   ) as poll
   cross join lateral (
     select count(*)::integer as count,
            json_agg(${MOVIE} order by position) filter (where position <= :entriesEach) as first,
            json_agg(${MOVIE}) filter (where position = cast(poll.winner as integer)) -> 0 as winner
     from poll_entries where poll_entries.poll_id = poll.id
   ) as entry
   order by poll.created_at desc, poll.id desc`;
}

/** SQL for which entry won, and whether it was watched. */
const SEEN = `(
  select json_build_object('entry', position, 'watched', ${watchedJson("won.title_key", "won.year")})
  from poll_entries as won where won.poll_id = poll.id and position = cast(poll.winner as integer))`;

const MOVIE = "json_build_object('title', title, 'year', year, 'posterUrl', poster_url)";

/** SQL for what a filter asks of a poll. */
const IS_SHOWN: Record<HistoryFilter["show"], string> = {
  all: "",
  waiting: `and not ${HAS_ENDED}`,
  drawn: `and ${HAS_ENDED}`,
  collecting: "and false",
  poll: "",
};

/** SQL for whether a poll's name or one of its films holds what is searched for. */
const IS_FOUND = `and (lower(coalesce(polls.name, '')) like :name
  or exists (select from poll_entries where poll_id = polls.id and title_key like :title))`;

/** A row of it, from JSON. */
export type PollRow = {
  id: string;
  host: string | null;
  name: string | null;
  created_at: string;
  ended: boolean;
  count: number;
  first: Movie[] | null;
  winner: Movie | null;
  seen: Seen | null;
  voters: number;
};

/** A row as people see it. */
export function pollSummary({
  id,
  name,
  host,
  created_at,
  ended,
  count,
  first,
  winner,
  seen,
  voters,
}: PollRow): LotterySummary {
  return {
    id,
    name,
    host: host ?? "",
    createdAt: momentOf(created_at),
    entryCount: count,
    collecting: false,
    first: first ?? [],
    drawn: ended,
    winner,
    earlier: [],
    olderDraws: 0,
    poll: { voters },
    ...(seen ? { seen } : {}),
  };
}
