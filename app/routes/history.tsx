import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { historyPage } from "#app/data/reads.server.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { LotteryRows } from "#app/ui/lottery-row.tsx";
import { Pager } from "#app/ui/pager.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const before = new URL(request.url).searchParams.get("before");
  const found = withOurPosters(await historyPage({ clubId: visitor?.clubId ?? null, before }));
  const titleOf = await lotteryTitles(request);
  const items = found.value.items.map((lottery) => ({ ...lottery, title: titleOf(lottery) }));
  const page = { ...found, value: { ...found.value, items } };
  return { page, first: before === null, now: momentOfPage() };
}

export const handle: TitleHandle = { title: (words) => words("history.title") };

export default function History() {
  const { page, first, now } = useLoaderData<typeof loader>();
  const words = useWords();
  const { items, before } = page.value;
  return (
    <>
      <div className="page-head">
        <h1>{words("history.title")}</h1>
        <p className="page-lead">{words("history.lead")}</p>
      </div>
      <Freshness of={page} now={now} missing="history.away" />
      {items.length === 0 && page.source !== "default" ? (
        <p className="empty-list">{words("history.empty")}</p>
      ) : null}
      <LotteryRows lotteries={items} now={now} />
      <Pager path={paths.history} before={before} first={first} />
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
