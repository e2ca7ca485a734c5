import { data, type LoaderFunctionArgs, type MetaFunction, type SerializeFrom } from "@remix-run/node";
import { useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { peopleWaiting } from "#app/live/live.server.ts";
import { lotteryPage } from "#app/data/reads.server.ts";
import { readEvening } from "#app/domain/evening.ts";
import { isId } from "#app/domain/lottery.ts";
import { languageOfWords } from "#app/domain/picture.ts";
import { remainsOf, winnerOf } from "#app/domain/remains.ts";
import { REVEAL_DELAY_MS, revealAt } from "#app/domain/reveal.ts";
import { refuse } from "#app/http/answer.ts";
import { absoluteUrl } from "#app/sharing/absolute-url.server.ts";
import { visitorOf } from "#app/http/visitor.server.ts";
import { paths, STAGE } from "#app/paths.ts";
import { removeDraft } from "#app/ui/draft-store.ts";
import { previewOf, previewTags } from "#app/sharing/link-tags.ts";
import { Drawing } from "./drawing.tsx";
import { drumMeasures } from "./drum.tsx";
import type { AskedEvening } from "./evening.tsx";
import { LostFilms } from "./losses.tsx";
import { LotteryPage } from "./lottery-page.tsx";
import { showOf } from "./show.ts";
import { Showing, useFirstOf } from "./showing.tsx";
import { galleryMeasures, Theatre } from "./theatre.tsx";
import { useLive } from "./use-live.ts";
import { Deleted } from "./waiting.tsx";
import type { TitleHandle } from "#app/ui/title.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isId(params.id)) throw refuse({ reason: "not-found" });
  const [lottery, visitor] = await Promise.all([lotteryPage({ lotteryId: params.id }), visitorOf(request)]);
  if (!lottery.value) throw refuse({ reason: lottery.source === "default" ? "away" : "not-found" });
  const { clubId, ...shown } = lottery.value;
  const link = absoluteUrl(paths.lottery(shown.id));
  const image = absoluteUrl(paths.preview(shown.id));
  const language = languageOfWords(shown);
  const now = Date.now();
  const { searchParams: query } = new URL(request.url);
  const evening = askedEvening(query, winnerOf(shown) ? now : null);
  const page = {
    lottery: shown,
    /** When the reveal of its draw starts, from now; null when it is over. */
    startsInMs: query.has("reveal") ? REVEAL_DELAY_MS : shown.draw && revealAt(shown.draw.drawnAt, now),
    waiting: peopleWaiting({ lotteryId: params.id, visitorId: visitor?.id ?? null }),
    typing: query.has("word"),
    onStage: query.get("view") === STAGE,
    mine: clubId === visitor?.clubId,
    fresh: { source: lottery.source, asOf: lottery.asOf },
    link,
    preview: previewOf(shown, { words: wordsOf(i18nOf(language)), language, link, image }),
    evening,
    now,
  };
  return data(page, { status: evening.problems ? 422 : 200 });
}

/** What a download that was not possible sends back here; judged at a time, or not at all. */
function askedEvening(query: URLSearchParams, now: number | null): AskedEvening {
  const typed = { date: query.get("date") ?? "", time: query.get("time") ?? "20:00" };
  return { ...typed, problems: now !== null && query.has("date") ? readEvening(typed, now).problems : null };
}

export const handle: TitleHandle = {
  title: (words, loaded) =>
    (loaded as SerializeFrom<typeof loader>).lottery.name ?? words("lottery.untitled"),
};

export const meta: MetaFunction<typeof loader> = ({ data: loaded, matches }) => [
  ...matches.flatMap((match) => match.meta ?? []),
  ...(loaded ? previewTags(loaded.preview) : []),
];

export default function LotteryRoute() {
  const loaded = useLoaderData<typeof loader>();
  const { lottery, startsInMs, waiting, deleted } = useLive(loaded);
  const root = useRouteLoaderData<{ notice: { id: string } | null }>("root");
  const created = root?.notice?.id === "lottery-created";
  useEffect(() => {
    if (created) removeDraft("lottery");
  }, [created]);
  const { typing, onStage, mine, now } = loaded;
  const show = showOf(lottery);
  const run = `${show.number} ${show.result ? "drawn" : "open"} ${onStage ? "stage" : "page"}`;
  const starts = useFirstOf(run, show.result ? startsInMs : null);
  if (deleted) return <Deleted />;
  if (remainsOf(lottery) === "lost") return <LostFilms {...{ lottery, mine, now }} fresh={loaded.fresh} />;
  const drawing = <Drawing {...{ lottery, people: waiting, typing, onStage }} />;
  const parts = { loaded, lottery, show, playing: starts !== null, drawing };
  return (
    <Showing startsInMs={starts} measures={{ ...drumMeasures(show), ...galleryMeasures(show) }}>
      {onStage ? <Theatre {...parts} /> : <LotteryPage {...parts} />}
    </Showing>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
