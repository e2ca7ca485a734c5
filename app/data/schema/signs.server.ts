import type { Knex } from "knex";

/**
 * Whether somebody else is changing the tables of this schema: a restore from a backup, a load by COPY, or anyone with
 * locks that no reader or writer takes. A table that is missing at such a moment may be about to appear.
 */
export async function othersAtWork(db: Knex, { schema }: { schema: string }): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { busy: boolean }[] }>(
    `select exists (
       -- A table that is not visible yet is one that somebody is just making.
       select from pg_locks left join pg_class on pg_class.oid = relation
       where locktype = 'relation' and granted and pid <> pg_backend_pid()
         and mode in ('ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
         and database = (select oid from pg_database where datname = current_database())
         and (pg_class.oid is null or relnamespace = (select oid from pg_namespace where nspname = :schema))
     ) or exists (
       -- Whose command may not be seen is taken at its worst.
       select from pg_stat_progress_copy where datname = current_database() and command is distinct from 'COPY TO'
     ) or exists (
       select from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()
         and (application_name = 'pg_restore' or application_name = 'psql' and (
           state = 'active' or state_change > clock_timestamp() - cast(:psqlMs as integer) * interval '1 millisecond'))
     ) as busy`,
    { schema, psqlMs: PSQL_MS },
  );
  return rows[0]!.busy;
}

/** Between two statements a script is idle for a moment, while a person's terminal may be idle for days. */
const PSQL_MS = 2_000;
