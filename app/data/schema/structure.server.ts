import type { Knex } from "knex";

type Column = { name: string; definition: string };
export type Constraint = {
  name: string;
  /** As in pg_constraint: primary key, unique, check, exclusion, foreign key. */
  kind: "p" | "u" | "c" | "x" | "f";
  /**
   * What it constrains: kind, columns, and what it points to. For a check its name, because conditions are not
   * compared.
   */
  about: string;
  /** The table that a foreign key points to. */
  target: string | null;
  /** Its SQL; null where it was not asked for. */
  definition: string | null;
};
export type Index = { name: string; definition: string | null };
export type Table = {
  name: string;
  /** As in pg_class; "r" and "p" are tables. */
  kind: string;
  columns: Column[];
  constraints: Constraint[];
  /** Without the indexes that belong to a constraint. */
  indexes: Index[];
};

/** The tables of a schema by name, and anything else that has such a name. */
export type Structure = ReadonlyMap<string, Table>;

/** Whether it can hold our rows; a view of the same name cannot. */
export function isTable({ kind }: Table): boolean {
  return kind === "r" || kind === "p";
}

/**
 * All tables of a schema with the SQL of their parts. The SQL names things relative to the search path, which has to
 * begin with that schema. Takes the weakest lock on each table.
 */
export function tablesOf(db: Knex, { schema }: { schema: string }): Promise<Structure> {
  return structure(db, {
    schema,
    which: "relkind in ('r', 'p')",
    constraint: "pg_get_constraintdef(con.oid)",
    index: "replace(pg_get_indexdef(idx.oid), format(' ON %I.', nspname), ' ON ')",
  });
}

/** What there is in a schema under these names, without the SQL of its parts. Does not wait for locks. */
export function outlineOf(
  db: Knex,
  { schema, names }: { schema: string; names: readonly string[] },
): Promise<Structure> {
  const which = "relname = any(:names) and relkind <> 't'";
  return structure(db, { schema, names: [...names], which, constraint: "null", index: "null" });
}

async function structure(
  db: Knex,
  {
    which,
    constraint,
    index,
    schema,
    names = [],
  }: { schema: string; names?: string[]; which: string; constraint: string; index: string },
): Promise<Structure> {
  // Without the SQL of checks and indexes: PostgreSQL writes it by looking at the table, and would wait for whoever
  // has locked it.
  const { rows } = await db.raw<{ rows: Table[] }>(
    `select relname as name, relkind as kind,
            ${list(`
              select json_build_object('name', attname, 'definition', concat_ws(' ',
                       format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
                       case when attgenerated = '' then 'default ' || pg_get_expr(adbin, 0) else 'generated' end)) as each
              from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
              where attrelid = class.oid and attnum > 0 and not attisdropped order by attnum`)} as columns,
            ${list(`
              select json_build_object('name', conname, 'kind', contype, 'target', target.relname,
                       'definition', ${constraint}, 'about', concat_ws(' ', contype,
                         case when contype in ('c', 'x') then conname end, ${columns("conrelid", "conkey")},
                         target.relname, ${columns("confrelid", "confkey")}, confupdtype, confdeltype)) as each
              from pg_constraint con left join pg_class target on target.oid = confrelid
              where conrelid = class.oid and contype in ('p', 'u', 'c', 'x', 'f') order by conname`)} as constraints,
            ${list(`
              select json_build_object('name', idx.relname, 'definition', ${index}) as each
              from pg_index join pg_class idx on idx.oid = indexrelid
              where indrelid = class.oid and indisvalid
                and not exists (select from pg_constraint where conindid = idx.oid and contype in ('p', 'u', 'x'))
              order by idx.relname`)} as indexes
     from pg_class class join pg_namespace on pg_namespace.oid = relnamespace
     where relnamespace = case when :schema = 'pg_temp' then pg_my_temp_schema()
                               else (select oid from pg_namespace where nspname = :schema) end
       and ${which}
     order by relname`,
    { schema, names },
  );
  return new Map(rows.map((table) => [table.name, table]));
}

function list(query: string): string {
  return `coalesce((select json_agg(each) from (${query}) as list), '[]')`;
}

function columns(table: string, numbers: string): string {
  return `(select string_agg(attname, ',' order by place) from unnest(${numbers}) with ordinality as key (number, place)
           join pg_attribute on attrelid = ${table} and attnum = number)`;
}
