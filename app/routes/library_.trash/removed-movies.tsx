import { Form, useLocation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { daysLeft, type RemovedMovie } from "#app/domain/library/trash.ts";
import { paths } from "#app/paths.ts";
import { useAge } from "#app/ui/age.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";

/** The films of the trash, each with the button that puts it back. */
export function RemovedMovies({ movies, now }: { movies: readonly RemovedMovie[]; now: number }) {
  const words = useWords();
  const age = useAge();
  const { search } = useLocation();
  const designs = posterDesigns(movies);
  return (
    <Form method="post" action={`${paths.trash}${search}`}>
      <ul className="poster-grid">
        {movies.map((movie, index) => {
          const removedAt = movie.removedAt.getTime();
          return (
            <li key={movie.id}>
              <Poster movie={movie} design={designs[index]} />
              <MovieName title={movie.title} year={movie.year} />
              <span className="hint">
                {words("trash.goes", { when: age(removedAt, now), days: daysLeft({ removedAt, now }) })}
              </span>
              <button
                name="movie"
                value={movie.id}
                className="button"
                aria-label={words("trash.put-back-film", { title: movie.title })}
              >
                {words("trash.put-back")}
              </button>
            </li>
          );
        })}
      </ul>
    </Form>
  );
}
