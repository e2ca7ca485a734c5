import { randomUUID } from "node:crypto";
import { newId } from "#app/data/identity.server.ts";
import { countsOfLibrary } from "#app/data/library/counts.server.ts";
import { labelMovies } from "#app/data/library/labels.server.ts";
import { moviesAtRandom } from "#app/data/library/random.server.ts";
import { insertMovie } from "#app/data/library/movies.server.ts";
import { searchLibrary } from "#app/data/library/search.server.ts";
import { moveToTrash, putBackMovies } from "#app/data/library/trash.server.ts";
import { newSeed } from "#app/data/lotteries/commitments.server.ts";
import { drawOnce } from "#app/data/lotteries/draws.server.ts";
import { historyOfClub } from "#app/data/lotteries/history.server.ts";
import { numbersOfHistory } from "#app/data/lotteries/history-numbers.server.ts";
import { insertLotteryOfMovies } from "#app/data/lotteries/lotteries.server.ts";
import type { Db } from "#app/data/reliability/pool.server.ts";
import { EVERY_LOTTERY, type HistoryFilter } from "#app/domain/club/history.ts";
import { HISTORY_PAGE, LIBRARY_PAGE, TICKED_MAX } from "#app/domain/library/library.ts";
import { readFilter } from "#app/domain/library/library-filter.ts";
import type { Place } from "#app/domain/library/library-place.ts";
import { FAR_PLACE } from "./far-place.ts";
import type { Question } from "./timing.ts";

type Case = { name: string; ask: (asked: Asked) => Promise<unknown> };
type Asked = { clubId: string; time: number; db: Db };

/** The statement behind each question to a library, and behind each write. */
export function statements(db: Db): Question[] {
  return CASES.map(({ name, ask }) => ({ name, ask: ({ id }, time) => ask({ clubId: id, time, db }) }));
}

const MONTH = ["в июле", "в декабре", "in July", "in December"];
const TYPOS = ["салдат", "солдвт", "корбль", "birchwod", "forgoten"];
const RARE = ["тихий берёзник на луне", "frozen waltz at sunset", "безумный экспресс вдали"];

const CASES: Case[] = [
  list("the first page", ""),
  list("by title", "sort=title"),
  list("by year", "sort=year"),
  list("by rating", "sort=rating"),
  list("last drawn first", "sort=won"),
  { name: "page 500, or the middle", ask: farPage },
  list("a badge", "badge=top"),
  list("no badge", "badge=none"),
  list("a frequent tag", "tag=с аней"),
  list("a tag of one film in 500", "tag=редкая"),
  list("a tag of 30 films", "tag=заветная"),
  list("a genre", "genre=драма"),
  list("two genres at once", "genre=драма&genre=ужасы&genres=all"),
  list("years", "from=1970&to=1979"),
  list("minutes at most", "runtime=95"),
  list("over by a time", "start=21:00&end=22:30"),
  list("a rating", "rating=8"),
  list("watched", "watched=yes"),
  list("not watched", "watched=no"),
  list("never drawn", "won=never"),
  list("without the last winners", "skip=20"),
  list("many filters at once", "genre=комедия&from=1980&rating=7&watched=no&skip=20&sort=title"),
  search("a word of many titles", ["солдат", "корабль", "forest", "winter"]),
  search("two words of many titles", MONTH),
  search("a word of few titles", RARE),
  search("a word with a mistake", TYPOS),
  search("nothing like it", ["жжжжжж", "qqqqqq"]),
  { name: "the counts beside the filters", ask: ({ clubId, db }) => countsOfLibrary({ clubId }, db) },
  take("5 at random", "", 5),
  take("25 of a filter at random", "genre=драма&watched=no", 25),
  take("25 of one film in 500 at random", "tag=редкая", 25),
  take("25 of 30 films at random", "tag=заветная", 25),
  take("5 at random, never drawn", "won=never", 5),
  { name: "history", ask: history({}) },
  { name: "history: waiting", ask: history({ show: "waiting" }) },
  { name: "history: drawn", ask: history({ show: "drawn" }) },
  { name: "history: a search that finds many", ask: history({ search: "солдат" }) },
  { name: "history: one that finds nothing", ask: history({ search: "жжжжжж" }) },
  { name: "the numbers of the history", ask: ({ clubId, db }) => numbersOfHistory({ clubId }, db) },
  { name: "a film is added", ask: addFilm },
  { name: "100 ticked get a badge", ask: labelHundred },
  { name: "10 are removed, and put back", ask: removeTen },
  { name: "a lottery of ticked films is made and drawn", ask: createAndDraw },
];

function list(name: string, query: string): Case {
  return { name, ask: (asked) => page(asked, query) };
}

function search(name: string, texts: readonly string[]): Case {
  const query = (time: number) => new URLSearchParams({ q: texts[time % texts.length]! }).toString();
  return { name: `search: ${name}`, ask: (asked) => page(asked, query(asked.time)) };
}

function take(name: string, query: string, count: number): Case {
  const filter = filterOf(query);
  return { name, ask: ({ clubId, db }) => moviesAtRandom({ clubId, filter, count, seed: newId() }, db) };
}

function page({ clubId, db }: Asked, query: string, after: Place | null = null) {
  const asked = { clubId, language: "ru" as const, after, limit: LIBRARY_PAGE, typos: true };
  return searchLibrary({ ...asked, filter: filterOf(query) }, db);
}

/** Where page 500 begins, or the second half of a smaller library. */
async function farPage(asked: Asked): Promise<unknown> {
  return page(asked, "", await farPlace(asked));
}

const farPlace = remembered(async ({ clubId, db }: Asked) => {
  const { rows } = await db.raw<{ rows: Place[] }>(FAR_PLACE("movies", "added_at"), [clubId, clubId]);
  return rows[0]!;
});

const someFilms = remembered(({ clubId, db }: Asked) =>
  db("movies").where({ club_id: clubId }).orderBy("id").limit(TICKED_MAX).pluck<string[]>("id"),
);

async function labelHundred(asked: Asked): Promise<unknown> {
  const { clubId, time, db } = asked;
  const ids = await someFilms(asked);
  return labelMovies({ ids, clubId, badge: "favourite", on: time % 2 === 0 }, db);
}

async function removeTen(asked: Asked): Promise<unknown> {
  const { clubId, db } = asked;
  const ids = (await someFilms(asked)).slice(0, 10);
  const removal = randomUUID();
  await moveToTrash({ ids, clubId, removal }, db);
  return putBackMovies({ clubId, removal }, db);
}

function addFilm({ clubId, time, db }: Asked): Promise<unknown> {
  const film = { title: `Новинка ${time}`, year: 2026, posterUrl: null };
  return insertMovie({ ...film, id: newId(), clubId, note: "", submitKey: randomUUID() }, db);
}

async function createAndDraw(asked: Asked): Promise<unknown> {
  const { clubId, db } = asked;
  const movieIds = (await someFilms(asked)).slice(0, 5);
  const lottery = { id: newId(), clubId, host: null, name: null, seed: newSeed(), submitKey: randomUUID() };
  await insertLotteryOfMovies({ ...lottery, fingerprint: "", movieIds }, db);
  return drawOnce({ lotteryId: lottery.id }, db);
}

/** Asked once for each club. */
function remembered<T>(find: (asked: Asked) => Promise<T>): (asked: Asked) => Promise<T> {
  const known = new Map<string, T>();
  return async (asked) => {
    const value = known.get(asked.clubId) ?? (await find(asked));
    known.set(asked.clubId, value);
    return value;
  };
}

function history(filter: Partial<HistoryFilter>): Case["ask"] {
  const asked = {
    before: null,
    limit: HISTORY_PAGE + 1,
    entriesEach: 5,
    filter: { ...EVERY_LOTTERY, ...filter },
  };
  return ({ clubId, db }) => historyOfClub({ clubId, seen: true, ...asked }, db);
}

function filterOf(query: string) {
  return readFilter(new URLSearchParams(query), { thisYear: new Date().getUTCFullYear() }).filter;
}
