import { Form } from "@remix-run/react";
import type { Found, FoundMovie } from "#app/domain/found-movie.ts";
import { posterDesigns } from "#app/domain/poster-list.ts";
import { FoundMovieCard, useFoundWords } from "#app/ui/found-movie-card.tsx";

type Hit = FoundMovie & { take: string };

/** The films that were found, each with a button that takes it over. */
export function Hits({
  found,
  take,
}: {
  found: Omit<Found, "movies"> & { movies: readonly Hit[] };
  take: string;
}) {
  const { sum, quiet, credit } = useFoundWords(found);
  const designs = posterDesigns(found.movies);
  return (
    <Form method="post" className="prose">
      <div className="found">
        <div role="status">
          <h2>{sum ?? quiet}</h2>
        </div>
        {sum && quiet ? <p className="found-quiet">{quiet}</p> : null}
        <ul className="found-list">
          {found.movies.map((movie, index) => (
            <li key={movie.ref} className="found-movie">
              <FoundMovieCard movie={movie} design={designs[index]} />
              <button name="ref" value={movie.ref} className="button" aria-label={movie.take}>
                {take}
              </button>
            </li>
          ))}
        </ul>
        {credit ? <p className="found-quiet">{credit}</p> : null}
      </div>
    </Form>
  );
}
