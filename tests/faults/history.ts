import { grouped } from "./grouped.ts";

/** What a person wanted to have saved, and what they were told. */
export type Submit = {
  kind: "lottery" | "movie";
  /** A word that is in the name of the lottery or the title of the movie, and nowhere else. */
  tag: string;
  key: string;
  /** The films of a lottery. */
  entries: number;
  outcome: Outcome;
  /** The address of a confirmed lottery. */
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
  const { tag, outcome, draw, key, entries, id, kind } = submit;
  const [row] = rows;
  if (rows.length > 1) return [`${tag}: ${outcome}, and saved ${rows.length} times`];
  if (outcome === "confirmed" && !row) return [`${tag}: confirmed, and not saved`];
  if ((outcome === "refused" || outcome === "open") && row) return [`${tag}: ${outcome}, and saved`];
  if (!row) return [];
  const faults: string[] = [];
  if (row.key !== key) faults.push(`${tag}: saved under another key`);
  if (id !== null && row.id !== id) faults.push(`${tag}: confirmed as ${id}, saved as ${row.id}`);
  if (kind === "lottery" && row.entries !== entries) {
    faults.push(`${tag}: ${row.entries} entries instead of ${entries}`);
  }
  const drawn = row.winners.length > 0;
  if (draw === "confirmed" && !drawn) faults.push(`${tag}: its draw was confirmed, and there is none`);
  if ((draw === "refused" || draw === "open") && drawn) faults.push(`${tag}: drawn, although it was ${draw}`);
  return faults;
}

/** Reads everything that the database has. */
export async function savedIn(query: <Row>(sql: string) => Promise<Row[]>): Promise<Saved[]> {
  return query<Saved>(
    `select 'lottery' as kind, lotteries.id, coalesce(name, '') as tag, submit_key as key,
            (select count(*)::integer from entries where lottery_id = lotteries.id) as entries,
            array(select exists (select 1 from entries
                                 where entries.lottery_id = draws.lottery_id and position = draws.winner)
                  from draws where draws.lottery_id = lotteries.id) as winners
     from lotteries
     union all
     select 'movie', id, title, submit_key, 0, '{}' from movies`,
  );
}
