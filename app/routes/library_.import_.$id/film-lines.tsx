import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { MovieName } from "#app/ui/film/movie-name.tsx";

type Film = { title: string; year: number | null; there: boolean };

/** A page of the films of an import, each with whether the library has it. Plain links, because lists are long. */
export function FilmLines({
  id,
  films,
  from,
  count,
}: {
  id: string;
  films: Film[];
  from: number;
  count: number;
}) {
  const words = useWords();
  const next = from + films.length;
  return (
    <section className="club-part">
      <h2>{words("import.films")}</h2>
      <ol className="club-list" start={from + 1}>
        {films.map(({ title, year, there }) => (
          <li key={`${title} ${year}`}>
            <span>
              <MovieName title={title} year={year} />
            </span>
            <span className="movie-year">{words(there ? "import.there" : "import.new")}</span>
          </li>
        ))}
      </ol>
      {from > 0 || next < count ? (
        <p className="pager">
          {from > 0 ? (
            <a className="button" href={paths.importOf(id)}>
              {words("import.first")}
            </a>
          ) : null}
          {next < count ? (
            <a className="button" href={`${paths.importOf(id)}?from=${next}`}>
              {words("import.next")}
            </a>
          ) : null}
        </p>
      ) : null}
    </section>
  );
}
