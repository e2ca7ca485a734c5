import { randomUUID } from "node:crypto";
import { data, type LoaderFunctionArgs, type MetaFunction, type SerializeFrom } from "@remix-run/node";
import { Link, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { useWords, wordsOf } from "#app/copy/words.ts";
import { peopleWaiting } from "#app/data/live.server.ts";
import { lotteryPage } from "#app/data/pages.server.ts";
import { readEvening } from "#app/domain/evening.ts";
import { isId } from "#app/domain/lottery.ts";
import { languageOfWords } from "#app/domain/preview.ts";
import { revealAt } from "#app/domain/reveal.ts";
import { refuse } from "#app/http/answer.ts";
import { absoluteUrl } from "#app/http/share.server.ts";
import { visitorOf } from "#app/http/visitor.server.ts";
import { paths } from "#app/paths.ts";
import { removeDraft } from "#app/ui/draft-store.ts";
import { DrawForm } from "#app/ui/draw-form.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { previewOf, previewTags } from "#app/ui/preview.ts";
import { Entries } from "./entries.tsx";
import { type AskedEvening, EveningForm } from "./evening.tsx";
import { Fairness } from "./fairness.tsx";
import { Reveal } from "./reveal.tsx";
import { Share } from "./share.tsx";
import { useLive } from "./use-live.ts";
import { Deleted, Waiting } from "./waiting.tsx";
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
  const evening = askedEvening(query, shown.draw ? now : null);
  const page = {
    lottery: shown,
    /** When the reveal of its draw starts, from now; null when it is over. */
    startsInMs: shown.draw && revealAt(shown.draw.drawnAt, now),
    waiting: peopleWaiting({ lotteryId: params.id, visitorId: visitor?.id ?? null }),
    typing: query.has("word"),
    mine: clubId === visitor?.clubId,
    fresh: { source: lottery.source, asOf: lottery.asOf },
    link,
    preview: previewOf(shown, { words: wordsOf(i18nOf(language)), language, link, image }),
    evening,
    submitKey: randomUUID(),
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

export default function LotteryPage() {
  const loaded = useLoaderData<typeof loader>();
  const { mine, typing, fresh, link, evening, submitKey, now } = loaded;
  const { lottery, waiting, deleted } = useLive(loaded);
  const words = useWords();
  const root = useRouteLoaderData<{ notice: { id: string } | null }>("root");
  const created = root?.notice?.id === "lottery-created";
  useEffect(() => {
    if (created) removeDraft("lottery");
  }, [created]);
  if (deleted) return <Deleted />;
  const { draw, open } = lottery;
  const winner = lottery.entries.find((entry) => entry.position === draw?.winner) ?? null;
  const share = <Share lottery={lottery} link={link} />;
  return (
    <>
      <div className="hero">
        <h1 dir="auto">{lottery.name ?? words("lottery.untitled")}</h1>
        <p className="lead">{words("lottery.films", { count: lottery.entries.length })}</p>
      </div>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      {winner ? <Reveal entries={lottery.entries} winner={winner} /> : null}
      {open ? (
        <section className="stage">
          <DrawForm lotteryId={lottery.id} number={open.number} withWord={typing} />
          <Waiting id={lottery.id} people={waiting} typing={typing} />
        </section>
      ) : null}
      {winner && !open ? <EveningForm lotteryId={lottery.id} asked={evening} /> : null}
      {mine ? share : null}
      <Entries lotteryId={lottery.id} entries={lottery.entries} winner={winner} submitKey={submitKey} />
      {mine ? null : share}
      <Fairness lottery={lottery} />
      <nav className="page-commands">
        <Link to={paths.home}>{words("lottery.another")}</Link>
        {mine && lottery.draw && !lottery.open ? (
          <Link to={paths.redraw(lottery.id)}>{words("redraw.link")}</Link>
        ) : null}
        {mine ? <Link to={paths.lotteryDeletion(lottery.id)}>{words("lottery.delete")}</Link> : null}
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
