import type { Knex } from "knex";

/**
 * Commitments keep the hash of the list that they publish, and when they replaced one that was lost. Draws know whether
 * they were made before there were commitments.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table commitments
      -- Null where an older release, beside which this one starts, still makes commitments.
      add column if not exists list_hash text,
      add column if not exists renewed boolean not null default false
  `);
  // The text that is hashed, byte for byte; see docs/decisions/011.
  await knex.raw(`
    update commitments set list_hash = list.hash
    from (
      select commitment.lottery_id, commitment.number, encode(sha256(convert_to(
               'movie-lottery list v1' || chr(10) || string_agg(
                 concat_ws(' ', entry.position, entry.id, entry.weight, coalesce(entry.year::text, '-'),
                   replace(replace(replace(entry.title, chr(92), chr(92) || chr(92)),
                     chr(10), chr(92) || 'n'), chr(13), chr(92) || 'r')) || chr(10),
                 '' order by entry.position, entry.id),
               'UTF8')), 'hex') as hash
      from commitments as commitment
      join entries as entry
        on entry.lottery_id = commitment.lottery_id and not entry.position = any(commitment.left_out)
      where commitment.list_hash is null
      group by commitment.lottery_id, commitment.number
    ) as list
    where commitments.lottery_id = list.lottery_id and commitments.number = list.number
  `);
  // Only now: from here on, a draw without a commitment has lost it.
  await knex.raw(`
    do $$
    begin
      if exists (select from pg_attribute
                 where attrelid = 'draws'::regclass and attname = 'uncommitted' and not attisdropped) then
        return;
      end if;
      alter table draws add column uncommitted boolean not null default false;
      update draws set uncommitted = true
      where not exists (select from commitments
                        where commitments.lottery_id = draws.lottery_id and commitments.number = draws.number);
    end
    $$
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table draws drop column uncommitted");
  await knex.raw("alter table commitments drop column list_hash, drop column renewed");
}
