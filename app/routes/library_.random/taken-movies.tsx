import { Form, useLocation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { LibraryMovie } from "#app/domain/library/library.ts";
import { ENTRIES_MIN } from "#app/domain/lottery/lottery.ts";
import type { Movie } from "#app/domain/film/movie.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import type { Unsaved } from "#app/http/answer.ts";

/** What comes back when there is no lottery: the form's key, whether a film is gone, and whether it was not saved. */
export type Answer = { submitKey: string | null; gone: boolean; unsaved: Unsaved | null };

/** The films that chance took, and two ways on: into a lottery at once, or into the form that makes one. */
export function TakenMovies({
  movies,
  films,
  submitKey,
  editKey,
  answer,
}: {
  movies: readonly LibraryMovie[];
  films: readonly Movie[];
  submitKey: string;
  editKey: string;
  answer: Answer | undefined;
}) {
  const words = useWords();
  const { search } = useLocation();
  const designs = posterDesigns(movies);
  return (
    <>
      <ul className="poster-grid">
        {movies.map((movie, index) => (
          <li key={movie.id}>
            <a href={paths.movie(movie.id)} className="poster-link">
              <Poster movie={movie} design={designs[index]} />
              <MovieName title={movie.title} year={movie.year} />
            </a>
          </li>
        ))}
      </ul>
      {answer?.gone ? <Alert>{words("random.gone")}</Alert> : null}
      {movies.length < ENTRIES_MIN ? null : (
        <div className="choices">
          <Form method="post" action={`${paths.random}${search}`}>
            <input type="hidden" name="submitKey" value={submitKey} />
            {movies.map(({ id }) => (
              <input key={id} type="hidden" name="movie" value={id} />
            ))}
            <button className="button primary">{words("random.lottery")}</button>
            {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
          </Form>
          {/* The start page shows again what is sent to it; its document brings its draft and its words. */}
          <Form method="post" action={paths.createLottery} reloadDocument>
            <input type="hidden" name="submitKey" value={editKey} />
            {films.map(({ title, year, posterUrl }, index) => (
              <FilmFields
                key={index}
                name={`entries[${index}]`}
                fields={{ title, year: year ?? "", poster: posterUrl ?? "" }}
              />
            ))}
            <button name="enter" value="1" className="button">
              {words("random.edit")}
            </button>
          </Form>
        </div>
      )}
    </>
  );
}

function FilmFields({ name, fields }: { name: string; fields: Record<string, string | number> }) {
  return Object.entries(fields).map(([field, value]) => (
    <input key={field} type="hidden" name={`${name}.${field}`} value={value} />
  ));
}
