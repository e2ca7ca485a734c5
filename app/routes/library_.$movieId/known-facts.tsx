import { useWords } from "#app/copy/words.ts";
import type { MovieInFull } from "#app/domain/library/library.ts";

/** What providers know of a film and its club cannot change: the original title, their rating, a description, links. */
export function KnownFacts({ movie }: { movie: MovieInFull }) {
  const words = useWords();
  const { originalTitle, rating, description, ids } = movie;
  const links = [
    ids.imdb && { name: words("movie.imdb"), to: `https://www.imdb.com/title/${ids.imdb}/` },
    ids.tmdb && { name: words("movie.tmdb"), to: `https://www.themoviedb.org/movie/${ids.tmdb}` },
    ids.kinopoisk && {
      name: words("movie.kinopoisk"),
      to: `https://www.kinopoisk.ru/film/${ids.kinopoisk}/`,
    },
  ].filter((link) => link !== null && link !== 0 && link !== "");
  return (
    <>
      {originalTitle ? (
        <p className="page-lead" dir="auto">
          {originalTitle}
        </p>
      ) : null}
      {rating ? (
        <p>{words("movie.rating-by", { number: rating.value, by: words(`movie.${rating.by}`) })}</p>
      ) : null}
      {description ? (
        <p className="prose" dir="auto">
          {description}
        </p>
      ) : null}
      {links.length > 0 ? (
        <p className="page-commands">
          {links.map(({ name, to }) => (
            <a key={to} href={to} rel="noreferrer">
              {name}
            </a>
          ))}
        </p>
      ) : null}
    </>
  );
}
