import type { LoaderFunctionArgs } from "@remix-run/node";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { download, laterInWords } from "#app/http/download.server.ts";
import { notThere } from "#app/http/file.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { ExportBroken, libraryAsCsv, libraryAsJson } from "#app/movies/files/write-library.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";

const KINDS = {
  /** A table that Letterboxd and spreadsheets read. */
  csv: { write: libraryAsCsv, type: "text/csv; charset=utf-8; header=present" },
  /** Everything that is known of the films; the import takes it back. */
  json: { write: libraryAsJson, type: "application/json" },
};

/** The library as a file. One route for both kinds, because each route makes every page larger. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const kind = params.name === "csv" || params.name === "json" ? params.name : null;
  if (!kind) return notThere();
  const visitor = await visitorOf(request);
  const { write, type } = KINDS[kind];
  try {
    return await download(write(visitor?.clubId ?? null), { name: `movie-lottery.${kind}`, type });
  } catch (error) {
    if (!(error instanceof ExportBroken)) throw error;
    return laterInWords(wordsOf(i18nOf(await languageOf(request)))("export.away"));
  }
}
