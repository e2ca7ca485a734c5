import type { SerializeFrom } from "@remix-run/node";
import { NOTHING_OWN } from "#app/data/polls/ballots.server.ts";
import { ownOfPoll, pollPage } from "#app/data/polls/reads.server.ts";
import { revealAt, REVEAL_DELAY_MS } from "#app/domain/draw/reveal-time.ts";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { languageOfWords } from "#app/domain/lottery/link-card.ts";
import { refuse } from "#app/http/answer.ts";
import { momentOfPage, submitKeyForPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { absoluteUrl } from "#app/sharing/absolute-url.server.ts";
import { pollTagsOf } from "#app/sharing/link-tags.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { voterOf } from "./voter.server.ts";

/** What the page of a poll shows, as the browser gets it. */
export type PageData = NonNullable<SerializeFrom<Awaited<ReturnType<typeof pageData>>>>;

/** Everything that the page of a poll shows; null when nothing is known of it. Throws 404 when there is none, 410 when it went with its club. */
export async function pageData(request: Request, pollId: string) {
  const { visitor, token, voter } = await voterOf(request);
  const [poll, own] = await Promise.all([
    pollPage({ pollId }),
    voter
      ? ownOfPoll({ pollId, voter, clubId: visitor?.clubId ?? null })
      : { value: NOTHING_OWN, source: "fresh" as const },
  ]);
  if (poll.missing === "away") return null;
  if (!poll.value) throw refuse({ reason: poll.missing });
  const { clubId, ...shown } = withOurPosters(poll.value);
  const { searchParams: query } = new URL(request.url);
  const now = momentOfPage();
  const language = languageOfWords(shown);
  const link = absoluteUrl(paths.poll(shown.id));
  const image = absoluteUrl(paths.pollCard(shown.id));
  const decidedByLot = Boolean(shown.outcome?.rounds.at(-1)?.lot);
  return {
    poll: shown,
    title: (await lotteryTitles(request))(shown),
    mine: clubId === visitor?.clubId,
    own: own.value,
    /** Whether it is not known what this visitor has to do with it. */
    ownUnknown: own.source === "default",
    /** The token of the personal link that this page was opened by. */
    token,
    again: query.has("again"),
    /** How long from now until the reveal of the draw that decided it starts; null when it is over, or there is none. */
    startsInMs: decidedByLot ? (query.has("reveal") ? REVEAL_DELAY_MS : revealAt(shown.endsAt, now)) : null,
    fresh: { source: poll.source, asOf: poll.asOf },
    link,
    tags: pollTagsOf(shown, { words: wordsOf(i18nOf(language)), language, link, image }),
    submitKey: submitKeyForPage(),
    today: new Date(now).toISOString().slice(0, 10),
    now,
  };
}
