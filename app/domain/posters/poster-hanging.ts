import { fnv1a } from "../fnv.ts";
import { titleKey } from "../film/movie.ts";

type Film = { title: string; year: number | null };

/**
 * Films in the order in which their posters hang on a wall: each has its place from its name, so that those that hang
 * there keep their order when another one comes.
 */
export function asTheyHang<T extends Film>(films: readonly T[]): T[] {
  return films
    .map((film) => ({ film, place: fnv1a(`${titleKey(film.title)}\n${film.year ?? ""}`) }))
    .sort((one, other) => one.place - other.place)
    .map(({ film }) => film);
}
