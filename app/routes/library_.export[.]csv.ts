import type { LoaderFunctionArgs } from "@remix-run/node";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { download, laterInWords } from "#app/http/download.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { ExportBroken, libraryAsCsv } from "#app/movies/files/write-library.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";

/** The library as a table that Letterboxd and spreadsheets read. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const visitor = await visitorOf(request);
  const file = { name: "movie-lottery.csv", type: "text/csv; charset=utf-8; header=present" };
  try {
    return await download(libraryAsCsv(visitor?.clubId ?? null), file);
  } catch (error) {
    if (!(error instanceof ExportBroken)) throw error;
    return laterInWords(wordsOf(i18nOf(await languageOf(request)))("export.away"));
  }
}
