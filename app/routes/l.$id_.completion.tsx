import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { completionTexts } from "#app/copy/completion-texts.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { lotteryPage } from "#app/data/lotteries/reads.server.ts";
import { completeEntry } from "#app/data/lotteries/writes.server.ts";
import { isCollecting } from "#app/domain/hat/hat.ts";
import { isLotteryId } from "#app/domain/lottery/lottery.ts";
import { ENTRY_COMPLETION_SHAPE } from "#app/domain/film/movie-input.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { findMeant } from "#app/movies/find-for-page.server.ts";
import { films } from "#app/movies/open-films.server.ts";
import { paths } from "#app/paths.ts";
import { FilmChoice } from "#app/ui/film/film-choice.tsx";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const position = new URL(request.url).searchParams.get("entry");
  const { lotteryId, entry } = await entryOf(request, params.id, position);
  const { title, year } = entry;
  const language = await languageOf(request);
  const thisYear = new Date().getUTCFullYear();
  const found = await findMeant(request, { title, year }, { language, thisYear, may: maySearch });
  const words = wordsOf(i18nOf(language));
  return {
    lotteryId,
    position: entry.position,
    found,
    texts: completionTexts(words, { of: "entry", title, found: found.movies }),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, ENTRY_COMPLETION_SHAPE);
  const { lotteryId, clubId, visitorId, entry } = await entryOf(request, params.id, form.get("entry"));
  const asked = { thisYear: new Date().getUTCFullYear(), signal: request.signal };
  const film = await films().wholeFilm(form.get("ref") ?? "", asked);
  if (!film) return data({ gone: true, unsaved: null }, { status: 422 });
  const { position } = entry;
  const result = await withinQuota({ kind: "change", form, visitorId }, () =>
    completeEntry({ lotteryId, clubId, position }, film),
  );
  if (!result.ok)
    return data({ gone: false, unsaved: result.saved }, { status: unsavedStatus(result.saved) });
  if (!result.value) throw refuse({ reason: "not-found" });
  return seeOther(paths.lottery(lotteryId), await notify("movie-completed"));
}

/** The entry at this place of the visitor's own lottery. Throws 404, or 503 while nobody knows. */
async function entryOf(request: Request, id: string | undefined, place: string | null) {
  if (!isLotteryId(id)) throw refuse({ reason: "not-found" });
  const [lottery, visitor] = await Promise.all([lotteryPage({ lotteryId: id }), visitorOf(request)]);
  if (!lottery.value) throw refuse({ reason: lottery.missing });
  const { clubId, hat, entries } = lottery.value;
  const entry = entries.find(({ position }) => `${position}` === place);
  // What is in an open hat has no place in a list yet.
  if (!entry || !visitor || clubId !== visitor.clubId || isCollecting(hat))
    throw refuse({ reason: "not-found" });
  return { lotteryId: id, clubId, visitorId: visitor.id, entry };
}

export const clientAction = offlineFallback(() => ({ gone: false, unsaved: "unknown" }));

export const handle: TitleHandle = {
  title: (_, loaded) => (loaded as Awaited<ReturnType<typeof loader>>).texts.title,
};

export default function EntryCompletion() {
  const { lotteryId, position, found, texts } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <FilmChoice {...{ found, texts, answer }} back={paths.lottery(lotteryId)}>
      <input type="hidden" name="entry" value={position} />
    </FilmChoice>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
