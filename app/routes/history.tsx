import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { historyPage } from "#app/data/lotteries/reads.server.ts";
import { HISTORY_SHOWN, historyQuery, readHistoryFilter, type HistoryFilter } from "#app/domain/history.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { ChoiceField, TextField } from "#app/ui/field.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { LotteryRows } from "#app/ui/lottery-row.tsx";
import { Pager } from "#app/ui/pager.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const query = new URL(request.url).searchParams;
  const before = query.get("before");
  const filter = readHistoryFilter(query);
  const found = withOurPosters(await historyPage({ clubId: visitor?.clubId ?? null, before, filter }));
  const titleOf = await lotteryTitles(request);
  const items = found.value.items.map((lottery) => ({ ...lottery, title: titleOf(lottery) }));
  const page = { ...found, value: { ...found.value, items } };
  return { page, first: before === null, filter, now: momentOfPage() };
}

export const handle: TitleHandle = { title: (words) => words("history.title") };

export default function History() {
  const { page, first, filter, now } = useLoaderData<typeof loader>();
  const words = useWords();
  const { items, before } = page.value;
  const query = historyQuery(filter);
  return (
    <>
      <div className="page-head">
        <h1>{words("history.title")}</h1>
        <p className="page-lead">{words("history.lead")}</p>
      </div>
      {items.length > 0 || query ? <FilterForm key={query} filter={filter} /> : null}
      <Freshness of={page} now={now} missing="history.away" />
      {items.length === 0 && page.source !== "default" ? (
        <p className="empty-list">{words(query ? "history.nothing" : "history.empty")}</p>
      ) : null}
      <LotteryRows lotteries={items} now={now} />
      <Pager path={`${paths.history}${query}`} before={before} first={first} />
    </>
  );
}

/** Narrows the list, by GET: so that it can be gone back to, and sent to the others. */
function FilterForm({ filter }: { filter: HistoryFilter }) {
  const words = useWords();
  return (
    <Form action={paths.history} className="filter-form">
      <TextField
        name="search"
        id="search"
        type="search"
        label={words("history.search")}
        defaultValue={filter.search}
      />
      <ChoiceField
        name="show"
        id="show"
        label={words("history.show")}
        defaultValue={filter.show}
        choices={HISTORY_SHOWN.map((value) => ({ value, words: words(`history.show-${value}`) }))}
      />
      <button className="button">{words("history.find")}</button>
    </Form>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
