import { Spoken } from "../spoken.tsx";

/** Title and year as text. Isolated, so that a right-to-left title does not turn the words around it. */
export function MovieName({ title, year }: { title: string; year: number | null }) {
  return (
    <span className="movie-name">
      <bdi>
        <Spoken text={title} />
      </bdi>
      {year === null ? null : <span className="movie-year"> {year}</span>}
    </span>
  );
}
