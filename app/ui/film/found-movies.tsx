import { useWords } from "#app/copy/words.ts";
import type { EntryText } from "#app/domain/lottery/composer.ts";
import { entryOf, type Found } from "#app/domain/film/found-movie.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { FoundMovieCard, useFoundWords } from "./found-movie-card.tsx";

/**
 * The films that were found, each with a button that takes it. Part of the form, which its buttons send to `action`; or
 * `take` does it at once, where scripts run.
 */
export function FoundMovies({
  found,
  action,
  take,
}: {
  found: Found;
  action: string;
  take?: (entry: EntryText) => void;
}) {
  const words = useWords();
  const { sum, quiet, credit } = useFoundWords(found);
  const designs = posterDesigns(found.movies);
  return (
    <section id="found" className="found" aria-labelledby="found-title">
      <h3 id="found-title" role="status">
        {sum ?? quiet}
      </h3>
      {sum && quiet ? <p className="found-quiet">{quiet}</p> : null}
      <ul className="found-list">
        {found.movies.map((movie, index) => (
          <li key={`${movie.title} ${movie.year}`} className="found-movie">
            <FoundMovieCard movie={movie} design={designs[index]} />
            <button
              name="pick"
              value={JSON.stringify(entryOf(movie))}
              formAction={action}
              className="button found-take"
              aria-label={words("find.take", { title: movie.title })}
              onClick={(event) => {
                if (!take) return;
                event.preventDefault();
                take(entryOf(movie));
              }}
            >
              +
            </button>
          </li>
        ))}
      </ul>
      {credit ? <p className="found-quiet">{credit}</p> : null}
    </section>
  );
}
