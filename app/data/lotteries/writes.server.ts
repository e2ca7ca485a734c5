import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { newSeed, insertCommitment, type Opened } from "./commitments.server.ts";
import { completeEntryOf, type OwnEntry } from "./entry-details.server.ts";
import { database } from "../database.server.ts";
import { drawOnce, type Drawn } from "./draws.server.ts";
import type { Written } from "../reliability/writing.server.ts";
import { deleteLottery, insertLottery, insertLotteryOfMovies, type Deleted } from "./lotteries.server.ts";
import type { Created } from "../created.server.ts";
import type { NewEntry } from "../new-entries.server.ts";
import { scopes, write, writeWithin } from "../guarded.server.ts";
import { newId, submitFingerprint } from "../identity.server.ts";

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
  return writeWithin("create-lottery", [scopes.club(clubId)], (db) => insertLottery(lottery, db));
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
  return writeWithin("create-lottery", [scopes.club(clubId)], async (db) => {
    return (await insertLotteryOfMovies(lottery, db)) ?? { kind: "gone" };
  });
}

/** Keeps with an entry of a lottery of this club what was told of its film; false when the club has no such entry. */
export function completeEntry(entry: OwnEntry, details: MovieDetails): Promise<Written<boolean>> {
  const touches = [scopes.lottery(entry.lotteryId), scopes.club(entry.clubId)];
  return write("complete-entry", touches, (db) => completeEntryOf(entry, details, db));
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
