import { posterDesign, type PosterDesign } from "#app/domain/posters/poster-design.ts";
import type { Movie } from "#app/domain/film/movie.ts";

const CYRILLIC = /[\u0400-\u052f]/;

/**
 * A movie's poster: a drawn one, and over it the real one where there is one, by our own address for it, so that a
 * picture which is slow or gone leaves no hole. Decoration: the title always stands beside it as text.
 */
export function Poster({
  movie,
  design = posterDesign(movie),
  eager = false,
}: {
  movie: Movie;
  /** Its design among others; see poster-list.ts. */
  design?: PosterDesign;
  eager?: boolean;
}) {
  const { palette, motif, type, mark } = design;
  return (
    <span
      className={`poster palette-${palette} motif-${motif} type-${type}`}
      data-mark={mark ?? undefined}
      aria-hidden="true"
    >
      <span className="poster-title" dir="auto" lang={CYRILLIC.test(movie.title) ? "ru" : undefined}>
        {movie.title}
      </span>
      {movie.year === null ? null : <span className="poster-year">{movie.year}</span>}
      {movie.posterUrl === null ? null : (
        <img
          src={`${movie.posterUrl}&w=200`}
          srcSet={`${movie.posterUrl}&w=400 2x`}
          alt=""
          width={200}
          height={300}
          loading={eager ? "eager" : "lazy"}
          decoding="async"
        />
      )}
    </span>
  );
}
