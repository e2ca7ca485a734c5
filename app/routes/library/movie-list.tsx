import { Form, useLocation } from "@remix-run/react";
import { useCallback, useRef, useSyncExternalStore } from "react";
import { useWords } from "#app/copy/words.ts";
import type { LibraryCounts, LibraryMovie } from "#app/domain/library/library.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { paths } from "#app/paths.ts";
import { BadgeIcon } from "#app/ui/film/badge-icon.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import type { Answer } from "./form-answer.ts";
import { TickBar } from "./tick-bar.tsx";

/** The club's movies with a tick each, and what can be done with the ticked ones. Plain links, because lists are long. */
export function MovieList({
  movies,
  tags,
  limited,
  submitKey,
  answer,
}: {
  movies: readonly LibraryMovie[];
  /** The club's tags, the most frequent first. */
  tags: LibraryCounts["tags"];
  /** Whether only films of some length are wanted, so that one whose length is not known is to be marked. */
  limited: boolean;
  submitKey: string;
  answer: Answer | undefined;
}) {
  const words = useWords();
  const { search } = useLocation();
  const ticked = answer?.ticked;
  const { form, count } = useTicks();
  const designs = posterDesigns(movies);
  return (
    <Form
      ref={form}
      method="post"
      action={`${paths.library}${search}`}
      className="library-list"
      aria-label={words("library.list")}
    >
      <input type="hidden" name="form" value="lottery" />
      <input type="hidden" name="submitKey" value={submitKey} />
      <div>
        <h2>{words("library.list")}</h2>
        <p className="hint">{words("library.lottery-hint")}</p>
      </div>
      <ul className="poster-grid">
        {movies.map((movie, index) => (
          <li key={movie.id}>
            <a href={`${paths.movie(movie.id)}${search}`} className="poster-link">
              <Poster movie={movie} design={designs[index]} />
              <MovieName title={movie.title} year={movie.year} />
              <Signs movie={movie} limited={limited} />
              {movie.note ? (
                <span className="poster-note" dir="auto">
                  {movie.note}
                </span>
              ) : null}
            </a>
            <input
              type="checkbox"
              name="movie"
              value={movie.id}
              defaultChecked={ticked?.ids.includes(movie.id)}
              aria-label={words("library.tick", { title: movie.title })}
            />
          </li>
        ))}
      </ul>
      <TickBar count={count} tags={tags} answer={answer} />
    </Form>
  );
}

/** What is to be seen at once: the badges, the rating, and that its length is not known where that matters. */
function Signs({
  movie: { badges, ownRating, rating, runtime },
  limited,
}: {
  movie: LibraryMovie;
  limited: boolean;
}) {
  const words = useWords();
  const number = ownRating ?? rating?.value;
  return (
    <span className="hint">
      {badges.map((badge) => (
        <BadgeIcon key={badge} badge={badge} label={words(`badge.${badge}`)} />
      ))}
      {number ? ` ${words("movie.rating", { number })}` : null}
      {limited && runtime === null ? ` ${words("filter.unknown-runtime")}` : null}
    </span>
  );
}

/** How many films are ticked, once scripts run; null before. After going back, the browser ticks some by itself. */
function useTicks() {
  const form = useRef<HTMLFormElement>(null);
  const follow = useCallback((tell: () => void) => {
    const element = form.current;
    element?.addEventListener("change", tell);
    return () => element?.removeEventListener("change", tell);
  }, []);
  const count = () => form.current?.querySelectorAll("[name=movie]:checked").length ?? null;
  return { form, count: useSyncExternalStore(follow, count, () => null) };
}
