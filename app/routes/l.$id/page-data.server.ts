import type { SerializeFrom } from "@remix-run/node";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { watchedPage } from "#app/data/library/reads.server.ts";
import { lotteryPage } from "#app/data/lotteries/reads.server.ts";
import { readEvening } from "#app/domain/lottery/evening.ts";
import { hatForAll, hatForOne, isCollecting, isShut, type KeptHat } from "#app/domain/hat/hat.ts";
import { languageOfWords } from "#app/domain/lottery/link-card.ts";
import { winnerOf } from "#app/domain/draw/remains.ts";
import { REVEAL_DELAY_MS, revealAt } from "#app/domain/draw/reveal-time.ts";
import { refuse } from "#app/http/answer.ts";
import { momentOfPage, submitKeyForPage } from "#app/http/single-use.server.ts";
import { peopleWaiting } from "#app/live/live.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths, TV_VIEW } from "#app/paths.ts";
import { absoluteUrl } from "#app/sharing/absolute-url.server.ts";
import { linkTagsOf } from "#app/sharing/link-tags.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { firstNameOf } from "#app/visitor/first-name-cookie.server.ts";
import { type Visitor, visitorOf } from "#app/visitor/visitor.server.ts";
import type { AskedEvening } from "./result/evening-form.tsx";

/** What the page of a lottery shows, as the browser gets it. */
export type PageData = SerializeFrom<Awaited<ReturnType<typeof pageData>>>;

/** Everything that the page of a lottery shows. Throws the page of a refusal: 404, 410 when it went with its club, or 503 when nothing is known. */
export async function pageData(request: Request, lotteryId: string) {
  const [lottery, visitor] = await Promise.all([lotteryPage({ lotteryId }), visitorOf(request)]);
  if (!lottery.value) throw refuse({ reason: lottery.missing });
  const { clubId, hat: kept, ...rest } = withOurPosters(lottery.value);
  const shown = { ...rest, hat: kept && hatForAll(kept) };
  const mine = clubId === visitor?.clubId;
  const link = absoluteUrl(paths.lottery(shown.id));
  const image = absoluteUrl(paths.linkCard(shown.id));
  const language = languageOfWords(shown);
  const now = momentOfPage();
  const { searchParams: query } = new URL(request.url);
  const winner = winnerOf(shown);
  const evening = askedEvening(query, winner ? now : null);
  return {
    lottery: shown,
    title: (await lotteryTitles(request))(shown),
    /** How long from now until the reveal of its draw starts; null when it is over. */
    startsInMs: query.has("reveal") ? REVEAL_DELAY_MS : shown.draw && revealAt(shown.draw.drawnAt, now),
    waiting: peopleWaiting({ lotteryId, visitorId: visitor?.id ?? null }),
    typing: query.has("word"),
    tvView: query.get("view") === TV_VIEW,
    mine,
    /** Whether its club has watched the film; for others nothing. */
    watched: mine && winner ? await watchedOf({ clubId, lotteryId: shown.id, entry: winner.position }) : null,
    today: new Date(now).toISOString().slice(0, 10),
    /** What this browser alone sees of a hat that is being filled. */
    hat: kept && isCollecting(kept) ? await ownHat(request, { kept, visitor, mine, now }) : null,
    /** Whether it was made here a moment ago, by a browser that keeps no cookie. */
    stranger: query.has("stranger") && visitor === null,
    fresh: { source: lottery.source, asOf: lottery.asOf },
    link,
    tags: linkTagsOf(shown, { words: wordsOf(i18nOf(language)), language, link, image }),
    evening,
    now,
  };
}

async function watchedOf(film: Parameters<typeof watchedPage>[0]) {
  return (await watchedPage(film)).value;
}

async function ownHat(
  request: Request,
  { kept, visitor, mine, now }: { kept: KeptHat; visitor: Visitor | null; mine: boolean; now: number },
) {
  return {
    own: hatForOne(kept, { visitorId: visitor?.id ?? null, mine }),
    firstName: await firstNameOf(request),
    shut: isShut(hatForAll(kept), now),
    submitKey: submitKeyForPage(),
  };
}

/**
 * The evening that was asked for: a calendar file that cannot be made leads back here. Judged only where `now` is
 * given.
 */
function askedEvening(query: URLSearchParams, now: number | null): AskedEvening {
  const typed = { date: query.get("date") ?? "", time: query.get("time") ?? "20:00" };
  return { ...typed, problems: now !== null && query.has("date") ? readEvening(typed, now).problems : null };
}
