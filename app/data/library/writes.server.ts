import { randomUUID } from "node:crypto";
import type { MovieEdit } from "#app/domain/movie-edit.ts";
import {
  completeMovie,
  finishCompletion,
  orderCompletions,
  takeWantedFilm,
  type WantedFilm,
} from "./completions.server.ts";
import type { MovieDetails } from "#app/domain/movie-details.ts";
import type { Written } from "../reliability/writing.server.ts";
import type { NewEntry } from "../lotteries/lotteries.server.ts";
import { insertMovieOfEntry, insertMovie, deleteMovie, updateMovie, type Added } from "./movies.server.ts";
import { scopes, write } from "../guarded.server.ts";
import { newId } from "../identity.server.ts";

/** Puts a movie on top of the club's library; the same movie again is not doubled. */
export function addMovie({
  clubId,
  movie,
  note,
  submitKey,
}: {
  clubId: string;
  movie: NewEntry;
  note: string;
  submitKey: string;
}): Promise<Written<Added>> {
  const row = { ...movie, id: newId(), clubId, note, submitKey };
  return write("add-movie", [scopes.club(clubId)], (db) => insertMovie(row, db));
}

/** Puts an entry of any lottery into the club's library; null when there is no such entry. */
export function keepEntry({
  clubId,
  lotteryId,
  position,
}: {
  clubId: string;
  lotteryId: string;
  position: number;
}): Promise<Written<{ kind: "added" | "again"; title: string } | null>> {
  const entry = { clubId, lotteryId, position, id: newId(), submitKey: randomUUID() };
  return write("keep-entry", [scopes.club(clubId)], (db) => insertMovieOfEntry(entry, db));
}

/** Replaces what a club says of a movie; false when the club has no such movie. */
export function changeMovie(movie: MovieEdit & { clubId: string; id: string }): Promise<Written<boolean>> {
  return write("change-movie", [scopes.club(movie.clubId)], (db) => updateMovie(movie, db));
}

/** Removes a movie from the club's library; false when the club has no such movie. */
export function removeMovie({
  clubId,
  movieId,
}: {
  clubId: string;
  movieId: string;
}): Promise<Written<boolean>> {
  return write("remove-movie", [scopes.club(clubId)], (db) => deleteMovie({ id: movieId, clubId }, db));
}

/** Puts the films of a club that nobody has told of in line to be completed; answers how many. */
export function orderCompletion(order: { clubId: string; language: "ru" | "en" }): Promise<Written<number>> {
  return write("order-completion", [scopes.club(order.clubId)], (db) => orderCompletions(order, db));
}

/** Takes the next film in line; null when there is none. */
export function nextWantedFilm(): Promise<Written<WantedFilm | null>> {
  return write("take-wanted", [], takeWantedFilm);
}

/** Fills in what was found of a film in line; null when nothing was. */
export function finishWantedFilm(film: WantedFilm, details: MovieDetails | null): Promise<Written<void>> {
  return write("finish-wanted", [scopes.club(film.clubId)], (db) => finishCompletion(film, details, db));
}

/** Fills a film of this club with what was told of it; false when the club has no such film. */
export function completeFilm(
  movie: Omit<WantedFilm, "language">,
  details: MovieDetails,
): Promise<Written<boolean>> {
  return write("complete-movie", [scopes.club(movie.clubId)], (db) => completeMovie(movie, details, db));
}
