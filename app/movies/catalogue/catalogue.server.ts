import { NO_IDS, type MovieDetails } from "#app/domain/film/movie-details.ts";
import { titleKey } from "#app/domain/film/movie.ts";
import { titleRank } from "#app/domain/film/title-search.ts";
import type { Provider, SearchOptions } from "../provider.server.ts";
import type { CatalogueFilm } from "./film.ts";
import films from "./films.json";

type Shelved = { film: CatalogueFilm; keys: string[] };

/** Well-known films that come with the app: they are found without a key, a network or a limit. */
export const catalogue: Provider = {
  name: "catalogue",
  knows: () => false,
  search: (query, options) => Promise.resolve(searchCatalogue(query, options)),
  byId: () => Promise.resolve(null),
};

let shelf: Shelved[] | undefined;

/** Made at the first search, so that starting a process stays cheap. */
function shelved(): Shelved[] {
  return (shelf ??= (films as CatalogueFilm[]).map((film) => ({
    film,
    keys: [film[1], film[2]].filter(Boolean).map(titleKey),
  })));
}

function searchCatalogue(query: string, { year, language }: Omit<SearchOptions, "signal">): MovieDetails[] {
  const typed = titleKey(query);
  const hits = shelved().flatMap(({ film, keys }) => {
    if (year !== null && film[0] !== year) return [];
    const ranks = keys.flatMap((key) => titleRank(key, typed) ?? []);
    return ranks.length > 0 ? [{ film, rank: Math.min(...ranks) }] : [];
  });
  return hits
    .sort((one, other) => one.rank - other.rank || other.film[0] - one.film[0])
    .map(({ film }) => movieOf(film, language));
}

function movieOf([year, english, russian, minutes]: CatalogueFilm, language: "ru" | "en"): MovieDetails {
  const [title = "", original] = (language === "ru" ? [russian, english] : [english, russian]).filter(
    Boolean,
  );
  return {
    source: "catalogue",
    title,
    originalTitle: original ?? null,
    year,
    posterUrl: null,
    runtime: minutes || null,
    genres: [],
    countries: [],
    description: null,
    rating: null,
    ids: NO_IDS,
  };
}
