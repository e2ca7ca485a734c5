import type { Entry } from "../lottery/lottery.ts";
import type { Movie } from "../film/movie.ts";

/** The films of a hat, in their order, as the entries that they would be, or are, when its list is fixed. */
export function entriesOf(films: readonly (Movie & { id: string; tickets: number })[]): Entry[] {
  return films.map(({ id, title, year, posterUrl, tickets }, index) => ({
    position: index + 1,
    id,
    title,
    year,
    posterUrl,
    weight: tickets,
  }));
}
