import { createHash } from "node:crypto";
import type { MovedEntry, MovedLottery, MovedMovie } from "#app/data/moved-in.server.ts";
import { knownBadges, type Badge } from "#app/domain/library/library.ts";
import { ENTRIES_MAX } from "#app/domain/lottery/lottery.ts";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { movieOf } from "#app/movies/answers.server.ts";
import type { Row } from "./original.ts";

/** A row of the original that does not come along, or not as it was, and why. */
export type Remark = { what: string; why: string };

const BADGES: Record<string, Badge> = {
  favorite: "favourite",
  watchlist: "want",
  top: "top",
  watched: "watched",
  new: "new",
  ban: "banned",
};

/** A lottery of the original with its films; null when nothing of it can be shown. */
export function lotteryOf(
  row: Row,
  films: readonly Row[],
  thisYear: number,
): { lottery: MovedLottery | null; remarks: Remark[] } {
  const id = text(row.id);
  const what = `lottery ${id}`;
  const remarks: Remark[] = [];
  const named = films.flatMap((film) => {
    const movie = filmOf(film, thisYear);
    if (!movie) remarks.push({ what: `film ${text(film.id)} of ${what}`, why: "it has no title" });
    else remarks.push(...posterRemark(`film ${text(film.id)} of ${what}`, film.poster, movie));
    return movie ? [{ movie, name: text(film.name), year: text(film.year), poster: text(film.poster) }] : [];
  });
  const winner = winnerAmong(named, row);
  const drawn = text(row.result_name) !== "";
  if (drawn && winner === null) {
    const movie = filmOf(
      { name: row.result_name!, year: row.result_year ?? null, poster: row.result_poster ?? null },
      thisYear,
    );
    if (movie) {
      named.push({ movie, name: text(row.result_name), year: "", poster: "" });
      if (named.length > 1) {
        remarks.push({ what, why: "its winner is none of its films by name, so it was added to them" });
      }
    }
  }
  if (named.length === 0) return { lottery: null, remarks: [...remarks, { what, why: "it has no films" }] };
  const place = drawn ? (winner ?? named.length - 1) : null;
  const kept = withinLimit(named, place);
  if (kept.length < named.length) {
    const why = `a lottery holds ${ENTRIES_MAX} films, and it had ${named.length}; ${named.length - kept.length} were left out`;
    remarks.push({ what, why });
  }
  const entries = kept.map(({ movie }): MovedEntry => movie);
  const position = place === null ? null : kept.indexOf(named[place]!) + 1;
  const lottery = {
    id,
    createdAt: moment(row.created_at),
    submitKey: keyOf("lottery", id),
    winner: position,
    entries,
  };
  return { lottery, remarks };
}

/** A film of the original's library as it goes into a club; null when it has no title. */
export function libraryMovieOf(
  row: Row,
  { clubId, thisYear }: { clubId: string; thisYear: number },
): { movie: MovedMovie | null; remarks: Remark[] } {
  const what = `library film ${text(row.id)}`;
  const movie = filmOf(row, thisYear);
  if (!movie) return { movie: null, remarks: [{ what, why: "it has no title" }] };
  const remarks = posterRemark(what, row.poster, movie);
  const badge = text(row.badge);
  if (badge !== "" && !BADGES[badge])
    remarks.push({ what, why: `there is no badge “${badge.slice(0, 40)}” here` });
  const moved = {
    ...movie,
    // The order of the original's list.
    addedAt: moment(row.last_interaction_at ?? row.added_at),
    badges: knownBadges(BADGES[badge] ? [BADGES[badge]] : []),
    submitKey: keyOf("library film", clubId, text(row.id), text(row.name)),
  };
  return { movie: moved, remarks };
}

/** A film of the original as it is shown here; null when it has no title. */
export function filmOf(row: Row, thisYear: number): MovieDetails | null {
  const year = /\d{4}/.exec(text(row.year))?.[0] ?? null;
  const rating = Number(row.rating_kp ?? 0);
  return movieOf(
    {
      source: "kinopoisk",
      titles: [text(row.name)],
      year,
      originalTitle: text(row.search_name) || null,
      posterUrl: text(row.poster) || null,
      runtime: null,
      genres: listed(row.genres),
      countries: listed(row.countries),
      description: text(row.description) || null,
      // 0.0 is "none"; one digit, as it is shown.
      rating: rating > 0 ? { value: Math.round(rating * 10) / 10, by: "kinopoisk" } : null,
      ids: { imdb: null, tmdb: null, kinopoisk: Number(row.kinopoisk_id) || null },
    },
    thisYear,
  );
}

/** The original kept its winner by name: of films of one name it is the one with the same year and poster. */
function winnerAmong(
  films: readonly { name: string; year: string; poster: string }[],
  row: Row,
): number | null {
  const [name, year, poster] = [text(row.result_name), text(row.result_year), text(row.result_poster)];
  if (name === "") return null;
  const likeness = films.map((film) =>
    film.name === name ? 1 + Number(film.year === year) + Number(film.poster === poster) : 0,
  );
  const best = Math.max(0, ...likeness);
  return best === 0 ? null : likeness.indexOf(best);
}

function withinLimit<T>(films: readonly T[], winner: number | null): T[] {
  const first = films.slice(0, ENTRIES_MAX);
  if (winner === null || winner < ENTRIES_MAX) return first;
  return [...first.slice(0, -1), films[winner]!];
}

/** That a film comes without its poster, where it had one. */
export function posterRemark(what: string, poster: Row[string] | undefined, movie: MovieDetails): Remark[] {
  const isNone = ["", "None"].includes(text(poster));
  return isNone || movie.posterUrl ? [] : [{ what, why: "its poster is no https address" }];
}

/** Without a zone, and UTC. Something unreadable is as old as can be. */
export function moment(value: Row[string] | undefined): Date {
  const at = new Date(
    `${text(value)
      .replace(" ", "T")
      .replace(/(?:Z|[+-]\d\d(?::?\d\d)?)$/, "")}Z`,
  );
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}

function listed(value: Row[string] | undefined): string[] {
  return text(value).split(",");
}

export function text(value: Row[string] | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

/** A key that is the same in every run, so that a second run changes nothing. */
export function keyOf(...parts: string[]): string {
  const hex = createHash("sha256")
    .update(JSON.stringify(["move-in", ...parts]))
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
