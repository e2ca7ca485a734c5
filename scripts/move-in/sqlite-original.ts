import { readFile } from "node:fs/promises";
import initSqlJs, { type Database } from "sql.js";
import { selection, type Original, type Row, type Table } from "./original.ts";

/** The original at home: a SQLite file, which is read into memory and stays as it is. */
export async function sqliteOriginal(file: string): Promise<Original> {
  const bytes = await readFile(file);
  const { Database } = await initSqlJs();
  const database = new Database(bytes);
  const from = (table: Table) => `select ${selection(table, columnsOf(database, table))} from ${table}`;
  return {
    name: file,
    count(table) {
      if (columnsOf(database, table).size === 0) return Promise.resolve(null);
      return Promise.resolve(Number(rowsOf(database, `select count(*) as rows from ${table}`)[0]!.rows));
    },
    page: (table, after, rows) =>
      Promise.resolve(
        after === null
          ? rowsOf(database, `${from(table)} order by id limit ?`, [rows])
          : rowsOf(database, `${from(table)} where id > ? order by id limit ?`, [after, rows]),
      ),
    moviesOf(lotteryIds) {
      if (columnsOf(database, "movie").size === 0) return Promise.resolve([]);
      const places = lotteryIds.map(() => "?").join(", ");
      const text = `${from("movie")} where lottery_id in (${places}) order by id`;
      return Promise.resolve(rowsOf(database, text, lotteryIds));
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
