import { useWords } from "#app/copy/words.ts";
import type { EntryText } from "#app/domain/composer.ts";
import { posterDesigns } from "#app/domain/poster-list.ts";
import { paths } from "#app/paths.ts";
import { Poster } from "#app/ui/poster.tsx";

/** A film that was found, as the page shows it. */
export type FoundMovie = {
  title: string;
  originalTitle: string | null;
  year: number | null;
  /** Where the provider has its poster, for the form. */
  posterUrl: string | null;
  /** The same from us, for the page. */
  picture: string | null;
  runtime: number | null;
};

/** The result of looking for a film; `quiet` says why no provider answered. */
export type Found = { text: string; movies: readonly FoundMovie[]; quiet: "quota" | "down" | null };

/** The films that were found, each with a button that puts it into the list. Part of the form. */
export function FoundMovies({ found, take }: { found: Found; take: (entry: EntryText) => void }) {
  const words = useWords();
  const { text, movies, quiet } = found;
  const designs = posterDesigns(movies);
  return (
    <section id="found" className="found" aria-labelledby="found-title">
      <h3 id="found-title" role="status">
        {movies.length > 0
          ? words("find.found", { count: movies.length, text })
          : words("find.nothing", { text })}
      </h3>
      {quiet ? <p className="found-quiet">{words(`find.quiet-${quiet}`)}</p> : null}
      <ul className="found-list">
        {movies.map((movie, index) => (
          <li key={`${movie.title} ${movie.year}`} className="found-movie">
            <Poster movie={{ ...movie, posterUrl: movie.picture }} design={designs[index]} />
            <p className="found-name">
              <strong dir="auto">{movie.title}</strong> <span className="found-year">{movie.year}</span>
              <span className="found-facts">{factsOf(movie)}</span>
            </p>
            <button
              name="pick"
              value={JSON.stringify(entryOf(movie))}
              formAction={paths.createLottery}
              className="button found-take"
              aria-label={words("find.take", { title: movie.title })}
              onClick={(event) => {
                event.preventDefault();
                take(entryOf(movie));
              }}
            >
              +
            </button>
          </li>
        ))}
      </ul>
    </section>
  );

  function factsOf({ originalTitle, runtime }: FoundMovie): string {
    const minutes = runtime === null ? null : words("movie.minutes", { minutes: runtime });
    return [originalTitle, minutes].filter(Boolean).join(" · ");
  }
}

function entryOf({ title, year, posterUrl }: FoundMovie): EntryText {
  return { title, year: year === null ? "" : `${year}`, poster: posterUrl ?? "" };
}
