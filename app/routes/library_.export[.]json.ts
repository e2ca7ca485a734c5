import type { LoaderFunctionArgs } from "@remix-run/node";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { download, laterInWords } from "#app/http/download.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { ExportBroken, libraryAsJson } from "#app/movies/files/write-library.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";

/** The library with everything that is known of its films; the import takes it back. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const visitor = await visitorOf(request);
  const file = { name: "movie-lottery.json", type: "application/json" };
  try {
    return await download(libraryAsJson(visitor?.clubId ?? null), file);
  } catch (error) {
    if (!(error instanceof ExportBroken)) throw error;
    return laterInWords(wordsOf(i18nOf(await languageOf(request)))("export.away"));
  }
}
