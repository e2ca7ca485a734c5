import { randomUUID } from "node:crypto";
import type { MovieEdit } from "#app/domain/film/movie-edit.ts";
import type { InTrash } from "#app/domain/library/trash.ts";
import type { EntryOf, Watched } from "#app/domain/library/watched.ts";
import {
  completeMovie,
  finishCompletion,
  orderCompletions,
  takeWantedFilm,
  type WantedFilm,
} from "./completions.server.ts";
import { carryOutPart, insertImport } from "./imports.server.ts";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import type { Written } from "../reliability/writing.server.ts";
import type { NewEntry } from "../new-entries.server.ts";
import { insertMovieOfEntry, insertMovie, updateMovie, type Added } from "./movies.server.ts";
import { labelMovies, type Labelled, type Labelling } from "./labels.server.ts";
import { emptyTrash, moveToTrash, putBackMovies, type PutBack, type Removed } from "./trash.server.ts";
import { deleteWatched, insertWatched } from "./watched.server.ts";
import { database } from "../database.server.ts";
import { scopes, write, writeWithin } from "../guarded.server.ts";
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
  return writeWithin("add-movie", [scopes.club(clubId)], (db) => insertMovie(row, db));
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
  return writeWithin("keep-entry", [scopes.club(clubId)], (db) => insertMovieOfEntry(entry, db));
}

/** Replaces what a club says of a movie; false when the club has no such movie. */
export function changeMovie(movie: MovieEdit & { clubId: string; id: string }): Promise<Written<boolean>> {
  return write("change-movie", [scopes.club(movie.clubId)], (db) => updateMovie(movie, db));
}

/** Has a club's library know that it watched a film of its lottery or poll; see watched.server.ts. */
export function markWatched(watched: EntryOf & Watched & { clubId: string; known: boolean }) {
  const row = { ...watched, movieId: newId(), submitKey: randomUUID() };
  return writeWithin("mark-watched", [scopes.club(watched.clubId)], (db) => insertWatched(row, db));
}

/** Takes that back; null when the club has no such lottery or poll. */
export function unmarkWatched(which: EntryOf & { clubId: string }) {
  return write("unmark-watched", [scopes.club(which.clubId)], (db) => deleteWatched(which, db));
}

/** Gives a badge or a tag to films of a club, or takes it from them; see labels.server.ts. */
export function labelTicked(
  labelling: { clubId: string; ids: readonly string[] } & Labelling,
): Promise<Written<Labelled>> {
  return write("label-movies", [scopes.club(labelling.clubId)], (db) => labelMovies(labelling, db));
}

/** Moves films of a club to its trash; see trash.server.ts. `removal` is the submit key of the form. */
export function removeMovies(removal: {
  clubId: string;
  ids: readonly string[];
  removal: string;
}): Promise<Written<Removed>> {
  return write("remove-movies", [scopes.club(removal.clubId)], (db) => moveToTrash(removal, db));
}

/** Puts one film of a club's trash back, or all of a removal; see trash.server.ts. */
export function putBack(which: { clubId: string } & InTrash): Promise<Written<PutBack>> {
  return write("put-back", [scopes.club(which.clubId)], (db) => putBackMovies(which, db));
}

/** Throws away all of a club's trash. */
export function clearTrash({ clubId }: { clubId: string }): Promise<Written<void>> {
  return write("empty-trash", [scopes.club(clubId)], (db) => emptyTrash({ clubId }, db));
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

/** Keeps what is to be imported until it is confirmed; answers its id, or null for a key that has imported before. */
export function startImport(reading: Parameters<typeof insertImport>[0]): Promise<Written<string | null>> {
  return write("start-import", [scopes.club(reading.clubId)], (db) => insertImport(reading, db));
}

/**
 * Puts the films of an import into the club's library, part by part for as long as a form may take, and answers whether
 * more are left; null when there is no such import. Called again it goes on, and when all is done it changes nothing.
 */
export async function goOnImporting(which: {
  clubId: string;
  id: string;
}): Promise<Written<"more" | "done" | null>> {
  const until = performance.now() + database().budgets.writeMs;
  for (;;) {
    const startedAt = performance.now();
    const part = await writeWithin("import-part", [scopes.club(which.clubId)], (db) =>
      carryOutPart(which, db),
    );
    const took = performance.now() - startedAt;
    if (!part.ok || part.value !== "more") return part;
    // Twice as long as this one, the next could take.
    if (performance.now() + 2 * took > until) return part;
  }
}
