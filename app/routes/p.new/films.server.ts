import { libraryPage } from "#app/data/library/reads.server.ts";
import { lotteryPage } from "#app/data/lotteries/reads.server.ts";
import { pickedMovies } from "#app/data/polls/reads.server.ts";
import { readFilter } from "#app/domain/library/library-filter.ts";
import { ENTRIES_MAX } from "#app/domain/lottery/lottery.ts";
import { distinctMovies, type Movie } from "#app/domain/film/movie.ts";
import { pollFilmsIn } from "#app/domain/poll/poll-input.ts";
import { languageOf } from "#app/http/request-language.server.ts";

/** A film that a poll may be made of; `id` is that of the library, and null for the film of a lottery. */
export type PollFilm = Movie & { id: string | null };

/** What a poll is to be made of. `lottery` is its id, or null for films of the library. */
export type Asked = { lottery: string | null; films: PollFilm[]; away: boolean };

/**
 * The films that an address asks for: ticked ones of the library, those of a lottery of this club, or the first that fit
 * a search of the library. `away` when that is not known at the moment.
 */
export async function askedFilms(request: Request, clubId: string | null): Promise<Asked> {
  const query = new URL(request.url).searchParams;
  const asked = pollFilmsIn(query);
  if (asked?.from === "lottery") return ofLottery(asked.lotteryId, clubId);
  if (asked && asked.movieIds.length > 0) {
    const { value, source } = await pickedMovies({
      clubId,
      movieIds: asked.movieIds.slice(0, ENTRIES_MAX + 1),
    });
    return { lottery: null, films: value, away: source === "default" };
  }
  const { filter } = readFilter(query, { thisYear: new Date().getUTCFullYear() });
  const page = await libraryPage({
    clubId,
    filter,
    language: await languageOf(request),
    after: null,
    show: ENTRIES_MAX,
  });
  return { lottery: null, films: page.value.items, away: page.source === "default" };
}

async function ofLottery(lotteryId: string, clubId: string | null): Promise<Asked> {
  const { value, source } = await lotteryPage({ lotteryId });
  if (!value) return { lottery: lotteryId, films: [], away: source === "default" };
  // Of others it is as if it were not there.
  if (value.clubId !== clubId) return { lottery: null, films: [], away: false };
  const films = distinctMovies(value.entries, ENTRIES_MAX).map((film) => ({ ...film, id: null }));
  return { lottery: lotteryId, films, away: false };
}
