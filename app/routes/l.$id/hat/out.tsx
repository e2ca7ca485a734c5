import { useWords } from "#app/copy/words.ts";
import type { FilmOut } from "#app/domain/hat/hat.ts";
import { MovieName } from "#app/ui/film/movie-name.tsx";

/** What is out of the hat again, and why. */
export function Out({ films }: { films: readonly FilmOut[] }) {
  const words = useWords();
  if (films.length === 0) return null;
  const why = ({ by, name, word }: FilmOut) => {
    if (by === "host") return words("hat.out-host", { word });
    return name ? words("hat.out-veto-by", { name }) : words("hat.out-veto");
  };
  return (
    <section className="hat-out">
      <h2>{words("hat.out")}</h2>
      <ul>
        {films.map((film) => (
          <li key={film.id}>
            <MovieName title={film.title} year={film.year} /> <span className="hint">{why(film)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
