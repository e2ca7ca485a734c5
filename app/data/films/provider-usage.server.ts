import type { Db } from "../reliability/pool.server.ts";

/** Counts so many questions to each provider, and answers how many it has been asked today (UTC), by all processes. */
export async function countUses(
  uses: readonly { provider: string; times: number }[],
  db: Db,
): Promise<Map<string, number>> {
  const { rows } = await db.raw<{ rows: { provider: string; asked: number }[] }>(
    `insert into provider_usage as known (provider, day, asked)
     select provider, (now() at time zone 'UTC')::date, times
     from jsonb_to_recordset(cast(:uses as jsonb)) as used (provider text, times integer)
     -- In one order everywhere, so that two processes never wait for each other.
     order by provider
     on conflict (provider, day) do update set asked = known.asked + excluded.asked
     returning provider, asked`,
    { uses: JSON.stringify(uses) },
  );
  return new Map(rows.map(({ provider, asked }) => [provider, asked]));
}
