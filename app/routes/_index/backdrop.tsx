import { distinctMovies, type Movie } from "#app/domain/film/movie.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { Poster } from "#app/ui/film/poster.tsx";

export const BACKDROP_POSTERS = 20;

/** A wall of posters behind the form: the club's latest, filled up with classics. Decoration only. */
export function Backdrop({ latest }: { latest: readonly Movie[] }) {
  const movies = distinctMovies([...latest, ...CLASSICS], BACKDROP_POSTERS);
  const designs = posterDesigns(movies);
  return (
    <div className="backdrop" aria-hidden="true">
      <div className="backdrop-wall">
        {movies.map((movie, index) => (
          <Poster key={`${movie.title} ${movie.year}`} movie={movie} design={designs[index]} eager />
        ))}
      </div>
    </div>
  );
}

// Film titles, the same in every language: they are pictures on the wall, not words of the page. Our own faces have all
// of their letters.
const CLASSICS: Movie[] = (
  [
    ["Metropolis", 1927],
    ["Сталкер", 1979],
    ["Alien", 1979],
    ["8½", 1963],
    ["Солярис", 1972],
    ["Vertigo", 1958],
    ["Rashomon", 1950],
    ["Casablanca", 1942],
    ["Летят журавли", 1957],
    ["Playtime", 1967],
    ["M", 1931],
    ["Кин-дза-дза!", 1986],
    ["Psycho", 1960],
    ["Nosferatu", 1922],
    ["Бриллиантовая рука", 1969],
    ["Blade Runner", 1982],
    ["La Strada", 1954],
    ["Ran", 1985],
    ["Зеркало", 1975],
    ["Jaws", 1975],
  ] as const
).map(([title, year]) => ({ title, year, posterUrl: null }));
