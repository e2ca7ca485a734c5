import { grouped } from "./grouped.ts";

/** What a person wanted to have saved, and what they were told. */
export type Submit = {
  kind: "lottery" | "movie" | "hat" | "suggestion" | "poll" | "vote";
  /** A word that is in the name or the title of it, and nowhere else; for a vote its key. */
  tag: string;
  key: string;
  /** The films of a lottery or a poll. */
  entries: number;
  /** What a vote is for. */
  choices: string | null;
  outcome: Outcome;
  /** The address of a confirmed lottery, hat or poll. */
  id: string | null;
  draw: Outcome;
  givesUp: boolean;
};

/** `open`: not sent yet. */
type Outcome = "confirmed" | "refused" | "unknown" | "open";

/** What the database has of it. */
export type Saved = {
  kind: Submit["kind"];
  id: string;
  tag: string;
  key: string;
  entries: number;
  /** Null for a vote that its voter has changed since. */
  choices: string | null;
  /** The position of each draw's winner, and whether there is an entry with that position. */
  winners: boolean[];
};

/** Everything that contradicts what people were told, in words; empty when there is nothing. */
export function checkHistory(submits: readonly Submit[], saved: readonly Saved[]): string[] {
  const byTag = grouped(saved, ({ tag }) => tag);
  const keys = grouped(saved, ({ kind, key }) => `${kind} ${key}`);
  return [
    ...submits.flatMap((submit) => faultsOf(submit, byTag.get(submit.tag) ?? [])),
    ...[...keys].filter(([, rows]) => rows.length > 1).map(([key]) => `${key}: the key is there twice`),
    ...saved.flatMap(({ tag, kind, entries, winners }) => [
      ...(kind === "lottery" && entries < 2 ? [`${tag}: a lottery with ${entries} entries`] : []),
      ...(winners.length > 1 ? [`${tag}: drawn ${winners.length} times`] : []),
      ...(winners.includes(false) ? [`${tag}: the winner is no entry of it`] : []),
    ]),
  ];
}

function faultsOf(submit: Submit, rows: readonly Saved[]): string[] {
  const { tag, outcome, draw, key, entries, choices, id, kind } = submit;
  const [row] = rows;
  if (rows.length > 1) return [`${tag}: ${outcome}, and saved ${rows.length} times`];
  if (outcome === "confirmed" && !row) return [`${tag}: confirmed, and not saved`];
  if ((outcome === "refused" || outcome === "open") && row) return [`${tag}: ${outcome}, and saved`];
  if (!row) return [];
  const faults: string[] = [];
  if (row.key !== key) faults.push(`${tag}: saved under another key`);
  if (id !== null && row.id !== id) faults.push(`${tag}: confirmed as ${id}, saved as ${row.id}`);
  if ((kind === "lottery" || kind === "poll") && row.entries !== entries) {
    faults.push(`${tag}: ${row.entries} entries instead of ${entries}`);
  }
  if (row.choices !== null && row.choices !== choices) {
    faults.push(`${tag}: a vote for ${row.choices} instead of ${choices}`);
  }
  const drawn = row.winners.length > 0;
  if (draw === "confirmed" && !drawn) faults.push(`${tag}: its draw was confirmed, and there is none`);
  if ((draw === "refused" || draw === "open") && drawn) faults.push(`${tag}: drawn, although it was ${draw}`);
  return faults;
}

/**
 * Reads everything that the database has. A suggestion counts as long as its hat is open, and afterwards only when it is in
 * the list.
 */
export async function savedIn(query: <Row>(sql: string) => Promise<Row[]>): Promise<Saved[]> {
  return query<Saved>(
    `select case when hats.lottery_id is null then 'lottery' else 'hat' end as kind, lotteries.id,
            coalesce(name, '') as tag, submit_key as key,
            (select count(*)::integer from entries where lottery_id = lotteries.id) as entries,
            null as choices,
            array(select exists (select 1 from entries
                                 where entries.lottery_id = draws.lottery_id and position = draws.winner)
                  from draws where draws.lottery_id = lotteries.id) as winners
     from lotteries left join hats on hats.lottery_id = lotteries.id
     union all
     select 'movie', id, title, submit_key, 0, null, '{}' from movies
     union all
     select 'suggestion', cast(suggestions.id as text), title, voices.submit_key, 0, null, '{}'
     from suggestions
     join hats on hats.lottery_id = suggestions.lottery_id
     join voices on voices.suggestion_id = suggestions.id and voices.kind = 'suggested'
     where hats.closed_at is null or exists (
       select from entries where entries.lottery_id = suggestions.lottery_id and entries.id = suggestions.id)
     union all
     select 'poll', id, coalesce(name, ''), submit_key,
            (select count(*)::integer from poll_entries where poll_id = polls.id), null, '{}'
     from polls
     union all
     select 'vote', receipt || ' ' || form.place, 'vote ' || form.key, form.key, 0,
            case when form.place = 1 then array_to_string(choices, ',') end, '{}'
     from ballots cross join unnest(submit_keys) with ordinality as form (key, place)`,
  );
}
