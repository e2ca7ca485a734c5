import { readFile } from "node:fs/promises";
import initSqlJs, { type Database } from "sql.js";
import { BELONGING, selection, type Original, type Row, type Table } from "./original.ts";

/** The original at home: a SQLite file, which is read into memory and stays as it is. */
export async function sqliteOriginal(file: string): Promise<Original> {
  const bytes = await readFile(file);
  const { Database } = await initSqlJs();
  const database = new Database(bytes);
  const from = (table: Table) => `select ${selection(table, columnsOf(database, table))} from ${table}`;
  const isThere = (table: string) => columnsOf(database, table).size > 0;
  const counted = (what: string) => Number(rowsOf(database, `select count(*) as rows from ${what}`)[0]!.rows);
  return {
    name: file,
    count: (table) => Promise.resolve(isThere(table) ? counted(table) : null),
    page: (table, after, rows) =>
      Promise.resolve(
        after === null
          ? rowsOf(database, `${from(table)} order by id limit ?`, [rows])
          : rowsOf(database, `${from(table)} where id > ? order by id limit ?`, [after, rows]),
      ),
    belongingTo(table, ids) {
      const { to, by } = BELONGING[table];
      if (!isThere(table)) return Promise.resolve([]);
      const places = ids.map(() => "?").join(", ");
      const text = `${from(table)} where ${to} in (${places}) order by ${by}`;
      return Promise.resolve(rowsOf(database, text, ids));
    },
    votesOfNoPoll() {
      if (!isThere("vote")) return Promise.resolve(0);
      const orphans = isThere("poll") ? "vote where poll_id not in (select id from poll)" : "vote";
      return Promise.resolve(counted(orphans));
    },
    close: () => Promise.resolve(database.close()),
  };
}

function columnsOf(database: Database, table: string): Set<string> {
  return new Set(
    rowsOf(database, `select name from pragma_table_info('${table}')`).map(({ name }) => String(name)),
  );
}

function rowsOf(database: Database, text: string, values: readonly (string | number)[] = []): Row[] {
  const statement = database.prepare(text, [...values]);
  const rows: Row[] = [];
  while (statement.step()) rows.push(statement.getAsObject() as Row);
  statement.free();
  return rows;
}
