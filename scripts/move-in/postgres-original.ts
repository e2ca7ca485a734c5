import { Client } from "pg";
import { BELONGING, selection, type Original, type Row, type Table } from "./original.ts";

/** The original on a PostgreSQL server. Everything is read as of one moment, in a transaction that cannot write. */
export async function postgresOriginal(address: string): Promise<Original> {
  const client = new Client({
    connectionString: address,
    application_name: "movie-lottery move-in",
    connectionTimeoutMillis: 10_000,
  });
  // The statement under way fails with this error too.
  client.on("error", () => {});
  await client.connect();
  await client.query("begin transaction isolation level repeatable read read only");
  const columns = await columnsIn(client);
  const rowsOf = async (text: string, values: unknown[]) => (await client.query<Row>(text, values)).rows;
  const from = (table: Table) => `select ${selection(table, columns.get(table) ?? new Set())} from ${table}`;
  const counted = async (what: string) => {
    const { rows } = await client.query<{ rows: number }>(`select count(*)::integer as rows from ${what}`);
    return rows[0]!.rows;
  };
  return {
    name: `${client.database ?? "the database"} on ${client.host}`,
    async count(table) {
      return columns.has(table) ? counted(table) : null;
    },
    page: (table, after, rows) =>
      after === null
        ? rowsOf(`${from(table)} order by id limit $1`, [rows])
        : rowsOf(`${from(table)} where id > $2 order by id limit $1`, [rows, after]),
    belongingTo(table, ids) {
      const { to, by } = BELONGING[table];
      if (!columns.has(table)) return Promise.resolve([]);
      return rowsOf(`${from(table)} where ${to} = any($1) order by ${by}`, [ids]);
    },
    async votesOfNoPoll() {
      if (!columns.has("vote")) return 0;
      return counted(columns.has("poll") ? "vote where poll_id not in (select id from poll)" : "vote");
    },
    close: () => client.end(),
  };
}

async function columnsIn(client: Client): Promise<Map<string, Set<string>>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select table_name::text as name, array_agg(column_name::text) as columns
     from information_schema.columns where table_schema = current_schema() group by table_name`,
  );
  return new Map(rows.map(({ name, columns }) => [name, new Set(columns)]));
}
