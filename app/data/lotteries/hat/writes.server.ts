import type { HatRules } from "#app/domain/hat/hat-rules.ts";
import { database } from "../../database.server.ts";
import { scopes, write, writeWithin } from "../../guarded.server.ts";
import { newId, submitFingerprint } from "../../identity.server.ts";
import type { Db } from "../../reliability/pool.server.ts";
import type { Written } from "../../reliability/writing.server.ts";
import type { Created } from "../../created.server.ts";
import type { NewEntry } from "../../new-entries.server.ts";
import type { Changing } from "./changes.server.ts";
import { changeRules, closeHat, insertHat } from "./hats.server.ts";
import { changeFilm, suggestFilms, takeBack } from "./suggestions.server.ts";
import { letIn, second, takeOut, veto } from "./voices.server.ts";

/** Saves a lottery that friends fill, with the films to begin with; the same submit key never makes a second one. */
export function createHat({
  submitKey,
  ...lottery
}: {
  clubId: string;
  host: string | null;
  name: string | null;
  firstName: string;
  rules: HatRules;
  entries: readonly NewEntry[];
  submitKey: string;
}): Promise<Written<Created>> {
  const { name, entries, rules } = lottery;
  const films = entries.map(({ title, year, posterUrl }) => [title, year, posterUrl]);
  const content = ["collect", name, films, rules];
  const hat = { ...lottery, id: newId(), submitKey, fingerprint: submitFingerprint(content) };
  return writeWithin("create-hat", [scopes.club(lottery.clubId)], (db) => insertHat(hat, db));
}

/** Puts films into a hat; see suggestFilms(). */
export function suggest({
  films,
  ...input
}: Changing & {
  visitorId: string;
  firstName: string;
  films: readonly NewEntry[];
  submitKey: string;
}) {
  const content = [input.firstName, films.map(({ title, year, posterUrl }) => [title, year, posterUrl])];
  const suggestion = { ...input, films, fingerprint: submitFingerprint(content) };
  return writeHat("suggest", input, (db) => suggestFilms(suggestion, db));
}

type OfFilm = Changing & { visitorId: string; filmId: string };

/** What a guest may do with a film in the hat. Doing any of them twice is doing it once. */
export const ofGuests = {
  takeback: (input: OfFilm) => writeHat("take-back", input, (db) => takeBack(input, db)),
  second: (input: OfFilm & { firstName: string }) => writeHat("second", input, (db) => second(input, db)),
  veto: (input: OfFilm & { firstName: string }) => writeHat("veto", input, (db) => veto(input, db)),
  change: (input: OfFilm & { film: NewEntry }) =>
    writeHat("change-film", input, (db) => changeFilm(input, db)),
};

/** What the club that made a lottery may do besides; for any other it is `foreign`. */
export const ofHosts = {
  nod: (input: OfFilm) => writeHat("nod", input, (db) => letIn(input, db)),
  remove: (input: OfFilm & { word: string }) => writeHat("take-out", input, (db) => takeOut(input, db)),
  rules: (input: Changing & { rules: HatRules }) =>
    writeHat("hat-rules", input, (db) => changeRules(input, db)),
};

/** Fixes the list of a hat; see closeHat(). */
export function close(input: Changing) {
  return writeHat("close-hat", input, (db) => closeHat(input, db));
}

/** Runs a write on a hat, which its own page and the lists of its club show. */
async function writeHat<T extends { clubId: string } | null>(
  name: string,
  { lotteryId }: Changing,
  run: (db: Db) => Promise<T>,
): Promise<Written<T>> {
  const result = await write(name, [scopes.lottery(lotteryId)], run);
  if (result.ok && result.value) database().guard.touch([scopes.club(result.value.clubId)]);
  return result;
}
