import { CsvError, parse } from "csv-parse/sync";
import { columnsOf, type Columns } from "#app/domain/importing/columns.ts";
import { IMPORT_FILMS_MAX } from "#app/domain/importing/reading.ts";

/** A table of films: its columns, its rows with the line on which each ends, and what a list calls itself. */
export type Table = {
  columns: Columns;
  rows: { line: number; cells: string[] }[];
  listName: string;
};

/** Before its table, a list of Letterboxd says about itself in so many rows at most. */
const ROWS_BEFORE = 10;

/**
 * The films of a csv file, whose columns are known by their names; commas, semicolons or tabs stand between them. Else why
 * there are none.
 */
export function readTable(text: string): Table | "too-many" | "broken-csv" | "no-films" {
  const records = recordsOf(text);
  if (!records) return "broken-csv";
  const isList = records[0]?.record[0]?.startsWith("Letterboxd list export") ?? false;
  const at = records.slice(0, ROWS_BEFORE).findIndex(({ record }) => {
    const columns = columnsOf(record);
    return columns !== null && (!isList || columns.at.has("position"));
  });
  const columns = at < 0 ? null : columnsOf(records[at]!.record);
  if (!columns) return "no-films";
  const rows = records.slice(at + 1).map(({ record, info }) => ({ line: info.lines, cells: record }));
  if (rows.length > IMPORT_FILMS_MAX) return "too-many";
  return { columns, rows, listName: isList ? (records[2]?.record[1] ?? "") : "" };
}

type Record = { record: string[]; info: { lines: number } };

function recordsOf(text: string): Record[] | null {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      // One more than may be imported, so that it is known that there are more.
      to: IMPORT_FILMS_MAX + ROWS_BEFORE + 1,
    }) as unknown as Record[];
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** What stands most often between the names of the columns. */
function delimiterOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const [most] = [",", ";", "\t"].toSorted((one, other) => head.split(other).length - head.split(one).length);
  return most!;
}
