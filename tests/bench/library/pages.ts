import { randomUUID } from "node:crypto";
import { newId } from "#app/data/identity.server.ts";
import type { Db } from "#app/data/reliability/pool.server.ts";
import { TICKED_MAX } from "#app/domain/library/library.ts";
import { formatPlace, type Place } from "#app/domain/library/library-place.ts";
import { paths } from "#app/paths.ts";
import { formWith } from "#tests/support/lotteries.ts";
import type { Club } from "./clubs.ts";
import { FAR_PLACE } from "./far-place.ts";
import type { Question } from "./timing.ts";

/** What is looked up in a club once, so that its pages have addresses. */
type Places = {
  films: string[];
  film: string;
  farFilms: string;
  drawn: string;
  waiting: string;
  farLotteries: string;
};

const LISTS = {
  "the first page": "",
  "by title": "sort=title",
  "by year": "sort=year",
  "by rating": "sort=rating",
  "last drawn first": "sort=won",
  "a badge": "badge=top",
  "no badge": "badge=none",
  "a frequent tag": "tag=с аней",
  "a tag of one film in 500": "tag=редкая",
  "a tag of 30 films": "tag=заветная",
  "a genre": "genre=драма",
  "two genres at once": "genre=драма&genre=ужасы&genres=all",
  years: "from=1970&to=1979",
  "minutes at most": "runtime=95",
  "over by a time": "start=21:00&end=22:30",
  "a rating": "rating=8",
  watched: "watched=yes",
  "not watched": "watched=no",
  "never drawn": "won=never",
  "without the last winners": "skip=20",
  "many at once": "genre=комедия&from=1980&rating=7&watched=no&skip=20&sort=title",
  "a word of many titles": "q=солдат",
  "two words of many titles": "q=в декабре",
  "a word of few titles": "q=безумный экспресс вдали",
  "a word with a mistake": "q=салдат",
  "nothing like it": "q=жжжжжж",
};

const RANDOM = {
  "5 films": "take=5",
  "25 of a filter": "take=25&genre=драма&watched=no",
  "25 of one film in 500": "take=25&tag=редкая",
  "5 that were never drawn": "take=5&won=never",
};

const HISTORY = {
  waiting: "show=waiting",
  drawn: "show=drawn",
  "a search": "search=солдат",
  nothing: "search=жжжжжж",
};

/** Every page of a club and every form that writes to it; `faults` counts answers other than the wanted ones. */
export function pages({ url, db }: { url: string; db: Db }) {
  const faults = new Map<string, number>();
  const known = new Map<string, Places>();

  async function placesOf({ id }: Club): Promise<Places> {
    const places = known.get(id) ?? (await lookUp(id, db));
    known.set(id, places);
    return places;
  }

  function fault(what: string): void {
    faults.set(what, (faults.get(what) ?? 0) + 1);
  }

  async function send(
    name: string,
    { cookie }: Club,
    path: string,
    form?: Record<string, string> | [string, string][],
  ) {
    const answer = await fetch(url + path, {
      redirect: "manual",
      headers: {
        Accept: "text/html",
        "Accept-Language": "ru",
        Cookie: cookie,
        ...(form && { Origin: url, "Sec-Fetch-Site": "same-origin" }),
      },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    const html = await answer.text();
    if (answer.status !== (form ? 303 : 200)) fault(`${name}: ${answer.status}`);
    const old = /data-source="(\w+)"/.exec(html);
    if (old) fault(`${name}: ${old[1]}`);
    return answer.headers.get("Location") ?? "";
  }

  function page(name: string, path: (places: Places) => string): Question {
    return { name, ask: async (club) => send(name, club, path(await placesOf(club))) };
  }

  function listed(
    prefix: string,
    path: string,
    queries: Record<string, string>,
    more: () => Record<string, string> = () => ({}),
  ): Question[] {
    return Object.entries(queries).map(([name, query]) =>
      page(`${prefix}${name}`, () => {
        const asked = new URLSearchParams([...new URLSearchParams(query), ...Object.entries(more())]);
        return `${path}?${asked.toString()}`;
      }),
    );
  }

  function form(
    name: string,
    path: string | ((places: Places, made: string) => string),
    fields: (places: Places, time: number, made: string) => Record<string, string> | [string, string][],
    prepare?: (club: Club) => Promise<string>,
  ): Question {
    const made = new Map<string, string>();
    return {
      name,
      prepare: async (club) => {
        await placesOf(club);
        if (prepare) made.set(club.id, await prepare(club));
      },
      ask: async (club, time) => {
        const places = await placesOf(club);
        const before = made.get(club.id) ?? "";
        const where = typeof path === "string" ? path : path(places, before);
        return send(name, club, where, fields(places, time, before));
      },
    };
  }

  const create = (club: Club) => send("a lottery to draw", club, paths.createLottery, formWith(EVENING));
  const ticked = (
    command: string,
    ids: readonly string[],
    more: Record<string, string> = {},
  ): [string, string][] => [
    ...Object.entries({ form: "lottery", submitKey: randomUUID(), do: command, ...more }),
    ...ids.map((id): [string, string] => ["movie", id]),
  ];

  const questions: Question[] = [
    page("/", () => "/"),
    ...listed("/library: ", paths.library, LISTS),
    page("/library: page 500, or the middle", ({ farFilms }) => `/library?after=${farFilms}`),
    ...listed("/library/random: ", paths.random, RANDOM, () => ({ seed: newId() })),
    page("/library/:movieId", ({ film }) => paths.movie(film)),
    page("/library/trash", () => paths.trash),
    page("/history", () => paths.history),
    page("/history: page 500, or the middle", ({ farLotteries }) => `/history?before=${farLotteries}`),
    ...listed("/history: ", paths.history, HISTORY),
    page("/history/numbers", () => paths.historyNumbers),
    page("/l/:id drawn", ({ drawn }) => paths.lottery(drawn)),
    page("/l/:id waiting", ({ waiting }) => paths.lottery(waiting)),
    page("/l/:id/proof", ({ drawn }) => paths.proof(drawn)),
    page("/club", () => paths.club),
    form("a film is added", paths.library, (_, time) => newFilm(`Новинка ${time}`)),
    form("a film that is there already", paths.library, () => newFilm("Новинка 0")),
    form(
      "what the club thinks of a film",
      ({ film }) => paths.movie(film),
      (_, time) => ({ note: `${time}`, tags: "с аней" }),
    ),
    form("a film of the history was watched", paths.history, ({ drawn }, time) => ({
      kind: "lottery",
      id: drawn,
      entry: "1",
      title: "",
      from: "history",
      do: "watched",
      watchedOn: "2026-11-27",
      ownRating: String(1 + (time % 10)),
    })),
    form("100 ticked get a badge", paths.library, ({ films }, time) =>
      ticked(time % 2 === 0 ? "badge-on" : "badge-off", films, { badge: "favourite" }),
    ),
    form("a film is removed", paths.library, ({ films }, time) => ticked("remove", [films[time]!])),
    form("a lottery of typed films", paths.createLottery, () => formWith(EVENING)),
    form("a lottery of ticked films", paths.library, ({ films }) => ticked("lottery", films.slice(-5))),
    form(
      "a draw",
      (_, made) => `${made}/draw`,
      () => ({ number: "1" }),
      create,
    ),
    form(
      "a lottery is deleted",
      (_, made) => `${made}/deletion`,
      () => ({}),
      create,
    ),
  ];
  return { questions, faults };
}

const EVENING = ["Солярис", "Сталкер", "Зеркало", "Ran", "Alien"].map(
  (title, index) => [title, 1972 + index] as const,
);

function newFilm(title: string): Record<string, string> {
  return { form: "add", submitKey: randomUUID(), title, year: "2026", note: "", poster: "", ref: "" };
}

async function lookUp(clubId: string, db: Db): Promise<Places> {
  const films = await db("movies")
    .where({ club_id: clubId })
    .orderBy("id")
    .limit(TICKED_MAX)
    .pluck<string[]>("id");
  const lottery = async (drawn: boolean) => {
    const { rows } = await db.raw<{ rows: { id: string }[] }>(
      `select id from lotteries where club_id = ? and ${drawn ? "" : "not"} exists (
         select from draws where lottery_id = lotteries.id) order by created_at desc, id desc offset 5 limit 1`,
      [clubId],
    );
    return rows[0]!.id;
  };
  const far = async (...where: Parameters<typeof FAR_PLACE>) =>
    (await db.raw<{ rows: Place[] }>(FAR_PLACE(...where), [clubId, clubId])).rows[0]!;
  const lotteries = await far("lotteries", "created_at");
  return {
    films,
    film: films[7]!,
    farFilms: formatPlace(await far("movies", "added_at")),
    drawn: await lottery(true),
    waiting: await lottery(false),
    farLotteries: `${lotteries.at}-${lotteries.id}`,
  };
}
