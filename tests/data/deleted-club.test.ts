import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { clubById } from "#app/data/club/club-page.server.ts";
import { deviceById } from "#app/data/club/devices.server.ts";
import { insertInvite, welcomeTo } from "#app/data/club/invites.server.ts";
import { joinClub } from "#app/data/club/joining.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { completionProgress, orderCompletions } from "#app/data/library/completions.server.ts";
import { countsOfLibrary } from "#app/data/library/counts.server.ts";
import { importById, insertImport } from "#app/data/library/imports.server.ts";
import { movieById, moviesAfter } from "#app/data/library/movie-rows.server.ts";
import { insertMovie, insertMovieOfEntry } from "#app/data/library/movies.server.ts";
import { moviesAtRandom } from "#app/data/library/random.server.ts";
import { searchLibrary } from "#app/data/library/search.server.ts";
import { moveToTrash, putBackMovies, trashOfClub } from "#app/data/library/trash.server.ts";
import { deleteWatched, insertWatched, watchedInLottery } from "#app/data/library/watched.server.ts";
import { newSeed } from "#app/data/lotteries/commitments.server.ts";
import { drawOnce } from "#app/data/lotteries/draws.server.ts";
import { insertHat } from "#app/data/lotteries/hat/hats.server.ts";
import { suggestFilms } from "#app/data/lotteries/hat/suggestions.server.ts";
import { numbersOfHistory } from "#app/data/lotteries/history-numbers.server.ts";
import { historyOfClub } from "#app/data/lotteries/history.server.ts";
import { insertLottery, lotteryById } from "#app/data/lotteries/lotteries.server.ts";
import { standingsOf } from "#app/data/lotteries/standings.server.ts";
import { castBallot, ownOf } from "#app/data/polls/ballots.server.ts";
import { moviesByIds } from "#app/data/polls/picked-movies.server.ts";
import { insertPoll, pollById } from "#app/data/polls/polls.server.ts";
import { pollStandingsOf } from "#app/data/polls/standings.server.ts";
import { USUAL_RULES } from "#app/domain/hat/hat-rules.ts";
import { readRules } from "#app/domain/hat/hat-rules-input.ts";
import { titleKey } from "#app/domain/film/movie.ts";
import { testDatabase } from "#tests/support/database.ts";
import { withClient } from "#tests/support/with-client.ts";
import { BROTHER, HER, libraryAsked, libraryMovie, lotteryOf, SOLARIS, STALKER } from "./fixtures.ts";

const { db, url } = await testDatabase();

/** A club that has one of everything. */
async function aClub() {
  const clubId = randomUUID();
  const [film, other, trashed] = [STALKER, SOLARIS, BROTHER].map((each) => libraryMovie(each, { clubId }));
  for (const movie of [film!, other!, trashed!]) await insertMovie(movie, db);
  const removal = randomUUID();
  await moveToTrash({ ids: [trashed!.id], clubId, removal }, db);
  await orderCompletions({ clubId, language: "ru" }, db);
  const reading = { fileName: "", films: [], unreadable: [], unreadableCount: 0, now: 0 };
  const imported = await insertImport({ ...reading, clubId, submitKey: randomUUID() }, db);
  const lottery = lotteryOf([STALKER, HER], { clubId });
  await insertLottery(lottery, db);
  const hatRules = { firstName: "Аня", rules: readRules(USUAL_RULES, 0).rules };
  const { seed: _, ...hat } = { ...lotteryOf([HER], { clubId }), ...hatRules };
  await insertHat(hat, db);
  const [poll, voted] = [await aPoll(clubId), await aPoll(clubId)];
  const voter = { visitorId: randomUUID(), tokenHash: null };
  await castBallot(ballot(voted, voter), db);
  const invite = { id: randomUUID(), clubId, deviceId: randomUUID(), tokenHash: newId() };
  await insertInvite({ ...invite, days: 7, uses: null, submitKey: randomUUID() }, db);
  const movieId = film!.id;
  return {
    clubId,
    movieId,
    removal,
    imported: imported!,
    lotteryId: lottery.id,
    hatId: hat.id,
    poll,
    voted,
    voter,
    invite,
  };
}

async function aPoll(clubId: string): Promise<string> {
  const entries = [STALKER, HER].map((film, index) => ({
    ...film,
    position: index + 1,
    titleKey: titleKey(film.title),
  }));
  const made = { id: newId(), clubId, host: null, name: null, seed: newSeed(), fingerprint: "" };
  const terms = { method: "one", open: false, hours: 24, voters: [], submitKey: randomUUID() } as const;
  const created = await insertPoll({ ...made, ...terms, films: { from: "form", entries } }, db);
  return created!.id;
}

const ballot = (pollId: string, voter: { visitorId: string; tokenHash: null }) =>
  ({ pollId, voter, method: "one", choices: [1], receipt: newId(), submitKey: randomUUID() }) as const;

type Scene = Awaited<ReturnType<typeof aClub>>;

const somebody = () => ({ visitorId: randomUUID(), tokenHash: null });
const filmOf = (kind: "lottery" | "poll", { clubId, lotteryId, poll }: Scene) =>
  ({ kind, id: kind === "poll" ? poll : lotteryId, entry: 1, clubId }) as const;
const said = () => ({ on: null, rating: null, known: false, movieId: newId(), submitKey: randomUUID() });
const { filter } = libraryAsked({});
const ask = <Row extends object>(text: string, values: unknown[]) =>
  withClient(url, async (client) => (await client.query<Row>(text, values)).rows);
const page = { before: null, limit: 5, entriesEach: 1 };
const newcomer = () => ({
  ownDevice: randomUUID(),
  ownClub: randomUUID(),
  deviceId: randomUUID(),
  firstName: "",
});

/** Everything that asks for something of a club, and what it finds when there is nothing. */
const LOOKS: [what: string, look: (scene: Scene) => Promise<unknown>, nothing: unknown][] = [
  ["its page", ({ clubId }) => clubById({ id: clubId }, db), null],
  ["a device", ({ clubId, invite }) => deviceById({ id: invite.deviceId, clubId }, db), null],
  [
    "what an invite offers",
    ({ invite }) => welcomeTo({ ...newcomer(), tokenHash: invite.tokenHash }, db),
    null,
  ],
  ["joining it", ({ invite }) => joinClub({ ...newcomer(), tokenHash: invite.tokenHash }, db), null],
  ["a movie", ({ clubId, movieId }) => movieById({ id: movieId, clubId }, db), null],
  ["all movies", ({ clubId }) => moviesAfter({ clubId, after: "", limit: 9 }, db), []],
  ["movies at random", ({ clubId }) => moviesAtRandom({ clubId, filter, count: 2, seed: "5" }, db), []],
  ["a search", async ({ clubId }) => (await searchLibrary(libraryAsked({ clubId }), db)).items, []],
  ["what is counted", async ({ clubId }) => (await countsOfLibrary({ clubId }, db)).films, 0],
  ["what waits to be filled in", async ({ clubId }) => (await completionProgress({ clubId }, db)).ordered, 0],
  ["an import", ({ clubId, imported }) => importById({ id: imported, clubId, from: 0 }, db), null],
  ["the trash", ({ clubId }) => trashOfClub({ clubId, before: null, limit: 5 }, db), []],
  ["putting back", async ({ clubId, removal }) => (await putBackMovies({ clubId, removal }, db)).back, 0],
  ["picked movies", ({ clubId, movieId }) => moviesByIds({ clubId, movieIds: [movieId] }, db), []],
  ["a lottery", ({ lotteryId }) => lotteryById({ id: lotteryId }, db), null],
  ["how it stands", async ({ lotteryId }) => (await standingsOf([lotteryId], ask)).size, 0],
  ["a draw", ({ lotteryId }) => drawOnce({ lotteryId }, db), null],
  [
    "an entry for another club",
    (scene) => insertMovieOfEntry({ ...keptBy(scene), submitKey: randomUUID() }, db),
    null,
  ],
  [
    "a film of a lottery as watched",
    (scene) => insertWatched({ ...filmOf("lottery", scene), ...said() }, db),
    null,
  ],
  [
    "a film of a poll as watched",
    (scene) => insertWatched({ ...filmOf("poll", scene), ...said() }, db),
    null,
  ],
  [
    "what was watched",
    ({ lotteryId, clubId }) => watchedInLottery({ lotteryId, entry: 1, clubId }, db),
    null,
  ],
  ["a film as not watched", (scene) => deleteWatched(filmOf("lottery", scene), db), null],
  ["a suggestion", ({ hatId }) => suggestFilms(suggestion(hatId), db), null],
  ["a poll", ({ poll }) => pollById({ id: poll }, db), null],
  ["how a poll stands", async ({ poll }) => (await pollStandingsOf([poll], ask)).size, 0],
  ["a first vote", ({ poll }) => castBallot(ballot(poll, somebody()), db), null],
  ["a later vote", ({ voted }) => castBallot(ballot(voted, somebody()), db), null],
  [
    "an own vote",
    async ({ voted, voter }) => (await ownOf({ pollId: voted, voter, clubId: null }, db)).ballot,
    null,
  ],
  ["lotteries of the history", async (scene) => idsIn(await history(scene), scene.lotteryId), []],
  ["polls of the history", async (scene) => idsIn(await history(scene), scene.poll), []],
  ["numbers of its evenings", async ({ clubId }) => (await numbersOfHistory({ clubId }, db)).evenings, 0],
];

const keptBy = ({ lotteryId }: Scene) => ({ id: newId(), clubId: randomUUID(), lotteryId, position: 1 });
const history = ({ clubId }: Scene) => historyOfClub({ clubId, ...page }, db);
const idsIn = (rows: { id: string }[], id: string) => rows.filter((row) => row.id === id);
const suggestion = (lotteryId: string) => ({
  lotteryId,
  visitorId: randomUUID(),
  clubId: randomUUID(),
  films: [SOLARIS],
  firstName: "Боря",
  submitKey: randomUUID(),
  fingerprint: "",
});

const [standing, gone] = [await aClub(), await aClub()];
await db("gone_clubs").insert({ id: gone.clubId });

test.each(LOOKS)(
  "of a club that is deleted, and not swept yet, nothing is found: %s",
  async (_, look, nothing) => {
    expect(await look(gone)).toEqual(nothing);
    expect(await look(standing)).not.toEqual(nothing);
  },
);

test("who was alone in a club that is deleted brings nothing of it along, however much there is", async () => {
  const own = await aClub();
  // As many with the lowest ids as a library has of them that is full.
  const most = 1_001;
  await db.raw(
    `insert into movies (id, club_id, title, title_key, submit_key, payload_hash)
     select '22' || lpad(number::text, 8, '0'), cast(:clubId as uuid), 'Фильм ' || number, 'фильм ' || number, gen_random_uuid(), ''
     from generate_series(1, cast(:most as integer)) as number`,
    { clubId: own.clubId, most },
  );
  const { tokenHash } = standing.invite;
  const joining = { ...newcomer(), ownDevice: own.invite.deviceId, ownClub: own.clubId, tokenHash };
  expect(await joinClub(joining, db)).toEqual({ kind: "refused", why: "many" });
  await db("gone_clubs").insert({ id: own.clubId });
  expect(await joinClub(joining, db)).toMatchObject({ kind: "joined", clubId: standing.clubId });
  expect(await db("movies").where({ club_id: own.clubId })).toHaveLength(most + 2);
});
