import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import "#app/styles/watched.css";
import { useWords } from "#app/copy/words.ts";
import { historyPage } from "#app/data/lotteries/reads.server.ts";
import { historyQuery, readHistoryFilter } from "#app/domain/club/history.ts";
import type { LotterySummary } from "#app/domain/lottery/lottery.ts";
import { WATCHED_SHAPE } from "#app/domain/library/watched-input.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { LotteryRows } from "#app/ui/lottery/lottery-row.tsx";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import { Pager } from "#app/ui/pager.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { WatchedFold } from "#app/ui/film/watched-fold.tsx";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { FilterForm } from "./filter-form.tsx";
import { answerTo } from "./form-answer.ts";
import { SentAgain } from "./sent-again.tsx";
import { sayWatched } from "./submission.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const query = new URL(request.url).searchParams;
  const before = query.get("before");
  const filter = readHistoryFilter(query);
  const found = withOurPosters(await historyPage({ clubId: visitor?.clubId ?? null, before, filter }));
  const titleOf = await lotteryTitles(request);
  const items = found.value.items.map((lottery) => ({ ...lottery, title: titleOf(lottery) }));
  const page = { ...found, value: { ...found.value, items } };
  const now = momentOfPage();
  return { page, first: before === null, filter, now, today: new Date(now).toISOString().slice(0, 10) };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, WATCHED_SHAPE);
  return sayWatched(request, form);
}

export const clientAction = offlineFallback((form, address) =>
  form.get("from") === "page" ? repeat("watched")(form, address) : answerTo(form, { unsaved: "unknown" }),
);

export const handle: TitleHandle = { title: (words) => words("history.title") };

export default function History() {
  const { page, first, filter, now, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { items, before } = page.value;
  const query = historyQuery(filter);
  return (
    <>
      <div className="page-head">
        <h1>{words("history.title")}</h1>
        <p className="page-lead">
          {words("history.lead")}{" "}
          {items.length > 0 ? <a href={paths.historyNumbers}>{words("history.numbers")}</a> : null}
        </p>
      </div>
      {answer ? <SentAgain answer={answer} /> : null}
      {items.length > 0 || query ? <FilterForm key={query} filter={filter} /> : null}
      <Freshness of={page} now={now} missing="history.away" />
      {items.length === 0 && page.source !== "default" ? (
        <p className="empty-list">{words(query ? "history.nothing" : "history.empty")}</p>
      ) : null}
      <LotteryRows lotteries={items} now={now} renderBelow={(lottery) => <Seen {...{ lottery, today }} />} />
      <Pager path={`${paths.history}${query}`} before={before} first={first} />
    </>
  );
}

/** Whether the film of an evening was watched, and the form that says so. Nothing while there is none. */
function Seen({ lottery: { id, poll, winner, seen }, today }: { lottery: LotterySummary; today: string }) {
  if (!winner || !seen) return null;
  const film = { kind: poll ? "poll" : "lottery", id, entry: seen.entry, title: winner.title } as const;
  return <WatchedFold film={{ ...film, from: "history" }} watched={seen.watched} today={today} />;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
