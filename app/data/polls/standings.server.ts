import type { PollStanding } from "#app/domain/poll/poll-live.ts";
import type { Votes } from "#app/domain/poll/poll.ts";
import { STANDS } from "../club/gone.server.ts";
import { HAS_ENDED, VOTES_SO_FAR } from "./polls.server.ts";

/** Runs a statement on some connection and answers its rows. */
type Ask = <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;

/**
 * How these polls stand now, in one statement; those that are not in the answer do not exist. Votes are counted only
 * where everybody may see them. Rejects as `ask` does.
 */
export async function pollStandingsOf(ids: readonly string[], ask: Ask): Promise<Map<string, PollStanding>> {
  const rows = await ask<StandingRow>(
    `select id, ${HAS_ENDED} as ended,
            -- Of one who ends in the year 280000, too.
            least(greatest(extract(epoch from ends_at - clock_timestamp()) * 1000, 0), 1e12)::float8 as ends_in_ms,
            (select count(*)::integer from ballots where ballots.poll_id = polls.id) as voters,
            case when open and not ${HAS_ENDED} then ${VOTES_SO_FAR} end as so_far
     from polls where id = any($1) and ${STANDS("polls.club_id")}`,
    [ids],
  );
  return new Map(
    rows.map(({ id, ended, ends_in_ms: endsInMs, voters, so_far: soFar }) => [
      id,
      { ended, endsInMs, voters, soFar },
    ]),
  );
}

type StandingRow = { id: string; ended: boolean; ends_in_ms: number; voters: number; so_far: Votes | null };
