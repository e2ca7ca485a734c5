import { newId } from "#app/data/identity.server.ts";
import { countsOfLibrary } from "#app/data/library/counts.server.ts";
import { labelMovies } from "#app/data/library/labels.server.ts";
import { moviesAtRandom } from "#app/data/library/random.server.ts";
import { searchLibrary } from "#app/data/library/search.server.ts";
import { historyOfClub } from "#app/data/lotteries/history.server.ts";
import type { Db } from "#app/data/reliability/pool.server.ts";
import { HISTORY_PAGE, LIBRARY_PAGE, TICKED_MAX } from "#app/domain/library.ts";
import { readFilter } from "#app/domain/library-filter.ts";
import type { Place } from "#app/domain/library-place.ts";

/** A question to a library. `time` counts, for questions that are to differ from each other. */
export type Case = { name: string; ask: (asked: Asked) => Promise<unknown> };
type Asked = { clubId: string; time: number; db: Db };

const MONTH = ["в июле", "в декабре", "in July", "in December"];
const TYPOS = ["салдат", "солдвт", "корбль", "birchwod", "forgoten"];
const RARE = ["тихий берёзник на луне", "frozen waltz at sunset", "безумный экспресс вдали"];

export const CASES: Case[] = [
  list("the first page", ""),
  list("by title", "sort=title"),
  list("by year", "sort=year"),
  list("by rating", "sort=rating"),
  list("last drawn first", "sort=won"),
  { name: "page 500, or the middle", ask: farPage },
  list("a badge", "badge=top"),
  list("no badge", "badge=none"),
  list("a frequent tag", "tag=с аней"),
  list("a rare tag", "tag=редкая"),
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
  take("25 of a rare tag at random", "tag=редкая", 25),
  take("5 at random, never drawn", "won=never", 5),
  { name: "100 ticked get a badge", ask: labelHundred },
  {
    name: "history",
    ask: ({ clubId, db }) =>
      historyOfClub({ clubId, before: null, limit: HISTORY_PAGE + 1, entriesEach: 5 }, db),
  },
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

const far = new Map<string, Place>();

/** Where page 500 begins, or the second half of a smaller library. */
async function farPage(asked: Asked): Promise<unknown> {
  const { clubId, db } = asked;
  const known = far.get(clubId);
  if (known) return page(asked, "", known);
  const { rows } = await db.raw<{ rows: { at: string; id: string }[] }>(
    `select (extract(epoch from added_at) * 1000)::bigint::text as at, id from movies where club_id = :clubId
     order by added_at desc, id desc
     offset least(500 * ${LIBRARY_PAGE}, (select count(*) / 2 from movies where club_id = :clubId)) limit 1`,
    { clubId },
  );
  far.set(clubId, rows[0]!);
  return page(asked, "", rows[0]);
}

const ticked = new Map<string, string[]>();

async function labelHundred({ clubId, time, db }: Asked): Promise<unknown> {
  const ids =
    ticked.get(clubId) ??
    (await db("movies").where({ club_id: clubId }).orderBy("id").limit(TICKED_MAX).pluck<string[]>("id"));
  ticked.set(clubId, ids);
  return labelMovies({ ids, clubId, badge: "favourite", on: time % 2 === 0 }, db);
}

function filterOf(query: string) {
  return readFilter(new URLSearchParams(query), { thisYear: new Date().getUTCFullYear() }).filter;
}
