import { EXPORT_PAGE, exportPage } from "#app/data/library/reads.server.ts";
import { CSV_HEAD, csvOf, JSON_FRAME, jsonOf } from "#app/domain/importing/own-files.ts";
import type { MovieInFull } from "#app/domain/library/library.ts";

/** The database stopped answering in the middle of a library. */
export class ExportBroken extends Error {}

/**
 * The library of a club as csv, a part at a time; a visitor without a club has an empty one. Throws ExportBroken when the
 * database does not answer in time, so that nobody takes half a library for the whole.
 */
export async function* libraryAsCsv(clubId: string | null): AsyncGenerator<string> {
  yield CSV_HEAD;
  for await (const films of pagesOf(clubId)) yield films.map(csvOf).join("");
}

/** The same as JSON, with everything that is known of a film. */
export async function* libraryAsJson(clubId: string | null): AsyncGenerator<string> {
  const [before, after] = JSON_FRAME;
  let between: string = before;
  for await (const films of pagesOf(clubId)) {
    yield between + films.map(jsonOf).join(",\n");
    between = ",\n";
  }
  yield (between === before ? before : "") + after;
}

async function* pagesOf(clubId: string | null): AsyncGenerator<MovieInFull[]> {
  if (clubId === null) return;
  let after = "";
  for (;;) {
    const films = await exportPage({ clubId, after });
    if (!films) throw new ExportBroken("the library could not be read to its end");
    if (films.length > 0) yield films;
    if (films.length < EXPORT_PAGE) return;
    after = films.at(-1)!.id;
  }
}
