import { meaningOfName, textsOf, type FileKind } from "#app/domain/importing/columns.ts";
import { filmsOfJson } from "#app/domain/importing/own-files.ts";
import { IMPORT_FILMS_MAX, type ImportProblem, type Line } from "#app/domain/importing/reading.ts";
import { readTable } from "./csv-table.server.ts";
import { textOfBytes } from "./text-of-bytes.server.ts";
import { isZip, unzip } from "./zip.server.ts";

/** A file as somebody sent it. Its name is theirs, and says no more than what may be in it. */
export type SentFile = { name: string; bytes: Buffer };

/** The lines of a file of films, and whose file it is; or why nothing can be read of it. */
export type FileLines = { kind: FileKind; lines: Line[] } | { problem: ImportProblem };

/**
 * Reads a table (csv), a library of ours as JSON, or an archive of tables (zip). What it is stands in it, not in its name.
 * Never throws for what is sent.
 */
export async function readFilmFile(file: SentFile): Promise<FileLines> {
  if (!isZip(file.bytes)) return readOne(file);
  const files = await unzip(file.bytes, isFilmTable);
  if (typeof files === "string") return { problem: files };
  const read = files.map(readZipped);
  const good = read.filter((each) => "lines" in each);
  // A file that is about something else is passed over; one that is too long or damaged would be missed.
  const bad = read.find((each) => "problem" in each && each.problem !== "no-films");
  if (bad) return bad;
  if (good.length === 0) return { problem: "no-films" };
  const lines = good.flatMap((each) => each.lines);
  // A film stands in several files of Letterboxd: in those it was watched, rated, and written about.
  return { kind: good[0]!.kind, lines };
}

/** Letterboxd's archive has also what was deleted, who one is, and what one said to others. */
function isFilmTable(name: string): boolean {
  return /\.csv$/i.test(name) && !/(?:^|\/)(?:deleted|orphaned|__MACOSX|profile|comments)\b/i.test(name);
}

function readZipped(file: SentFile): FileLines {
  const read = readOne(file);
  if ("problem" in read) return read;
  return { ...read, lines: read.lines.map((line) => ({ ...line, text: `${file.name}: ${line.text}` })) };
}

function readOne({ name, bytes }: SentFile): FileLines {
  const text = textOfBytes(bytes);
  if (text === null) return { problem: "not-text" };
  return /^\s*[{[]/.test(text) ? readJson(text) : readCsv(name, text);
}

function readCsv(name: string, text: string): FileLines {
  const table = readTable(text);
  if (typeof table === "string") return { problem: table };
  const { columns, rows, listName } = table;
  const meaning = meaningOfName(name);
  const tags = listName === "" ? meaning.tags : [listName];
  const lines = rows.map(({ line, cells }) => ({
    line,
    text: cells.join(", "),
    texts: textsOf(cells, columns, { ...meaning, tags }),
  }));
  return { kind: columns.kind, lines };
}

function readJson(text: string): FileLines {
  const films = filmsOfJson(parsed(text));
  if (films === null) return { problem: "broken-json" };
  if (films.length > IMPORT_FILMS_MAX) return { problem: "too-many" };
  // Ours has one film a line, below the line with which it begins.
  const lines = films.map((texts, index) => ({ line: index + 2, text: texts?.title ?? "", texts }));
  return { kind: "own", lines };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Null is no library either.
    return null;
  }
}
