import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useEffect, useState } from "react";
import { isLotteryId } from "#app/domain/lottery.ts";
import { remainsOf } from "#app/domain/remains.ts";
import { refuse } from "#app/http/answer.ts";
import { PLACED } from "#app/visitor/notices.ts";
import { removeDraft } from "#app/ui/draft-store.ts";
import { metaTags } from "#app/sharing/link-tags.ts";
import { Drawing } from "./waiting/drawing.tsx";
import { drumMeasures } from "#app/ui/reveal/drum.tsx";
import { LostFilms } from "./lost-parts.tsx";
import { LotteryPage } from "./lottery-page.tsx";
import { pageData, type PageData } from "./page-data.server.ts";
import { drawStateOf } from "#app/ui/reveal/draw-state.ts";
import { RevealScope, useFirstOf } from "#app/ui/reveal/reveal-scope.tsx";
import { galleryMeasures, TvView } from "./reveal/tv-view.tsx";
import { useLive } from "./waiting/use-live.ts";
import { Deleted } from "./waiting/waiting.tsx";
import { useNotice } from "#app/ui/use-notice.ts";
import type { TitleHandle } from "#app/ui/title.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isLotteryId(params.id)) throw refuse({ reason: "not-found" });
  const page = await pageData(request, params.id);
  return data(page, { status: page.evening.problems ? 422 : 200 });
}

export const handle: TitleHandle = {
  title: (_, loaded) => (loaded as PageData).title,
};

export const meta: MetaFunction<typeof loader> = ({ data: loaded, matches }) => [
  ...matches.flatMap((match) => match.meta ?? []),
  ...(loaded ? metaTags(loaded.tags) : []),
];

export default function LotteryRoute() {
  const loaded = useLoaderData<typeof loader>();
  const { lottery, startsInMs, waiting, deleted } = useLive(loaded);
  const notice = useNotice();
  const created = notice?.id === "lottery-created";
  useEffect(() => {
    if (created) removeDraft("lottery");
  }, [created]);
  // Kept, because what loads next has no notice any more, and nothing may move up.
  const [told] = useState(() => (notice && PLACED.includes(notice.id) ? notice : null));
  const { title, typing, tvView, mine, now } = loaded;
  const drawState = drawStateOf(lottery);
  const run = `${drawState.number} ${drawState.result ? "drawn" : "open"} ${tvView ? "tv" : "page"}`;
  const starts = useFirstOf(run, drawState.result ? startsInMs : null);
  if (deleted) return <Deleted />;
  if (remainsOf(lottery) === "lost")
    return <LostFilms {...{ lottery, title, mine, now }} fresh={loaded.fresh} />;
  const drawing = <Drawing {...{ lottery, people: waiting, typing, tvView }} />;
  const parts = { loaded, lottery, drawState, playing: starts !== null, drawing };
  return (
    <RevealScope startsInMs={starts} measures={{ ...drumMeasures(drawState), ...galleryMeasures(drawState) }}>
      {tvView ? <TvView {...parts} /> : <LotteryPage {...parts} told={told} />}
    </RevealScope>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
