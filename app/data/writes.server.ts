import { randomUUID } from "node:crypto";
import type { MovieEdit } from "#app/domain/movie-edit.ts";
import { newSeed, insertCommitment, type Opened } from "./commitments.server.ts";
import {
  completeMovie,
  finishCompletion,
  orderCompletions,
  takeWantedFilm,
  type WantedFilm,
} from "./completions.server.ts";
import type { MovieDetails } from "#app/domain/movie-details.ts";
import { database } from "./database.server.ts";
import { drawOnce, type Drawn } from "./draws.server.ts";
import { keepFilms, type KeptFilm } from "./found-films.server.ts";
import { countUses } from "./provider-usage.server.ts";
import { keepAnswers, type KeptAnswer } from "./provider-answers.server.ts";
import { sweepCaches } from "./sweep-caches.server.ts";
import type { Written } from "./reliability/writing.server.ts";
import { deleteLottery, insertLottery, insertLotteryOfMovies } from "./lotteries.server.ts";
import type { Created, Deleted, NewEntry } from "./lotteries.server.ts";
import { insertMovieOfEntry, insertMovie, deleteMovie, updateMovie, type Added } from "./movies.server.ts";
import { scopes } from "./reads.server.ts";
import { newId, submitFingerprint } from "./identity.server.ts";

/** Saves a lottery, and which device is its host; the same submit key never makes a second one. */
export function createLottery({
  clubId,
  host,
  name,
  entries,
  submitKey,
}: {
  clubId: string;
  host: string | null;
  name: string | null;
  entries: readonly NewEntry[];
  submitKey: string;
}): Promise<Written<Created>> {
  const content = [name, entries.map(({ title, year, posterUrl }) => [title, year, posterUrl])];
  const lottery = {
    id: newId(),
    clubId,
    host,
    name,
    entries,
    seed: newSeed(),
    submitKey,
    fingerprint: submitFingerprint(content),
  };
  return write("create-lottery", [scopes.club(clubId)], (db) => insertLottery(lottery, db));
}

/** Saves a lottery of library movies; `gone` when one of them is no longer in the library. */
export function createLotteryOfMovies({
  clubId,
  host,
  movieIds,
  submitKey,
}: {
  clubId: string;
  host: string | null;
  movieIds: readonly string[];
  submitKey: string;
}): Promise<Written<Created | { kind: "gone" }>> {
  const ids = [...new Set(movieIds)].sort();
  const lottery = {
    id: newId(),
    clubId,
    host,
    name: null,
    movieIds: ids,
    seed: newSeed(),
    submitKey,
    fingerprint: submitFingerprint(ids),
  };
  return write("create-lottery", [scopes.club(clubId)], async (db) => {
    return (await insertLotteryOfMovies(lottery, db)) ?? { kind: "gone" };
  });
}

/** Makes a draw once and for all; see draws.server.ts. Null when there is no such lottery or draw. */
export async function drawWinner(input: {
  lotteryId: string;
  number?: number | undefined;
  word?: string;
}): Promise<Written<Drawn | null>> {
  const result = await write("draw", [scopes.lottery(input.lotteryId)], (db) => drawOnce(input, db));
  if (result.ok && result.value?.kind === "drawn") database().guard.touch([scopes.club(result.value.clubId)]);
  return result;
}

/** Opens another draw of a lottery of this club; null when the club has no such lottery. */
export function openDraw(input: {
  lotteryId: string;
  clubId: string;
  number: number;
  reason: string;
  leaveOut: boolean;
}): Promise<Written<Opened | null>> {
  const touches = [scopes.lottery(input.lotteryId), scopes.club(input.clubId)];
  return write("open-draw", touches, (db) => insertCommitment(input, db));
}

/** Deletes a lottery of this club; a second time it is `gone`. */
export function removeLottery({
  lotteryId,
  clubId,
}: {
  lotteryId: string;
  clubId: string;
}): Promise<Written<Deleted>> {
  const touches = [scopes.lottery(lotteryId), scopes.club(clubId)];
  return write("delete-lottery", touches, (db) => deleteLottery({ id: lotteryId, clubId }, db));
}

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

/** Keeps what providers told just now, for the next who asks. */
export function keepToldAnswers(answers: readonly Omit<KeptAnswer, "ageMs">[]): Promise<Written<void>> {
  return write("keep-answers", [scopes.films], (db) => keepAnswers(answers, db));
}

/** Keeps films that were found, for whoever saves a form that names them. */
export function keepFoundFilms(films: readonly KeptFilm[]): Promise<Written<void>> {
  return write("keep-films", [scopes.films], (db) => keepFilms(films, db));
}

/** Counts questions to providers; see provider-usage.server.ts. */
export function countProviderUses(
  uses: readonly { provider: string; times: number }[],
): Promise<Written<Map<string, number>>> {
  return write("count-uses", [], (db) => countUses(uses, db));
}

/** Forgets what providers told too long ago. */
export function forgetOldFilms(): Promise<Written<void>> {
  return write("forget-films", [], (db) => sweepCaches(db));
}

/** Runs a write of this name within its budget; its scopes are those whose pages show what is written. */
export function write<T>(
  name: string,
  touches: string[],
  run: (db: ReturnType<typeof database>["db"]) => Promise<T>,
): Promise<Written<T>> {
  const { db, guard, budgets } = database();
  return guard.write({ name, touches, budgetMs: budgets.writeMs, run: () => run(db) });
}
