import { isLanguage } from "#app/copy/language.ts";
import { sharedLine } from "#app/domain/film/shared-film.ts";
import { refuse } from "#app/http/answer.ts";
import { languageCookie } from "#app/http/request-language.server.ts";

/** The film that another app shared with this one: public/manifest.webmanifest names these parameters. */
export function sharedFilm(request: Request): string {
  const params = new URL(request.url).searchParams;
  const named = (name: string) => params.get(`shared-${name}`) ?? "";
  const shared = { title: named("title"), text: named("text"), url: named("url") };
  return sharedLine(shared, new Date().getUTCFullYear());
}

/** The cookie for the language whose switch was pressed as a part of the form. Throws 400 for none of ours. */
export function chosenLanguage(form: URLSearchParams): Promise<string> {
  const language = form.get("language");
  if (!isLanguage(language)) throw refuse({ reason: "unknown-command" });
  return languageCookie().serialize(language);
}
