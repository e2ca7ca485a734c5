import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useEffect, useState } from "react";
import "#app/styles/watched.css";
import { useWords } from "#app/copy/words.ts";
import { isCollecting } from "#app/domain/hat/hat.ts";
import { HAT_SHAPE, readHatForm } from "#app/domain/hat/hat-input.ts";
import { isLotteryId } from "#app/domain/lottery/lottery.ts";
import { remainsOf } from "#app/domain/draw/remains.ts";
import { refuse } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { PLACED } from "#app/visitor/notices.ts";
import { removeDraft } from "#app/ui/forms/draft-store.ts";
import { Deleted } from "#app/ui/deleted.tsx";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import { metaTags } from "#app/sharing/link-tags.ts";
import { carryOut } from "./hat/commands.server.ts";
import { answerTo, type HatAnswer } from "./hat/hat-answer.ts";
import { HatPage } from "./hat/hat-page.tsx";
import { Refusal } from "./hat/refusal.tsx";
import { Unsent } from "./hat/unsent.tsx";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { Drawing } from "./waiting/drawing.tsx";
import { drumMeasures } from "#app/ui/lottery/reveal/drum.tsx";
import { LostFilms } from "./lost-parts.tsx";
import { LotteryPage } from "./lottery-page.tsx";
import { pageData, type PageData } from "./page-data.server.ts";
import { drawStateOf } from "#app/ui/lottery/reveal/draw-state.ts";
import { RevealScope, useFirstOf } from "#app/ui/lottery/reveal/reveal-scope.tsx";
import { galleryMeasures, TvView } from "./reveal/tv-view.tsx";
import { useLive } from "./waiting/use-live.ts";
import { useNotice } from "#app/ui/use-notice.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorToSave } from "#app/visitor/visitor.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isLotteryId(params.id)) throw refuse({ reason: "not-found" });
  const page = await pageData(request, params.id);
  return data(page, { status: page.evening.problems ? 422 : 200 });
}

/** What is done with the hat of a lottery that friends fill. */
export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, HAT_SHAPE);
  const name = readHatForm(form.get("form"));
  if (!isLotteryId(params.id)) throw refuse({ reason: "not-found" });
  if (!name) throw refuse({ reason: "unknown-command" });
  return carryOut(name, { request, form, lotteryId: params.id, sender: await visitorToSave(request) });
}

export const clientAction = offlineFallback((form, address) =>
  form.get("form") === "suggest"
    ? answerTo("suggest", form, { unsaved: "unknown" })
    : repeat("hat")(form, address),
);

export const handle: TitleHandle = {
  title: (_, loaded) => (loaded as PageData).title,
};

export const meta: MetaFunction<typeof loader> = ({ data: loaded, matches }) => [
  ...matches.flatMap((match) => match.meta ?? []),
  ...(loaded ? metaTags(loaded.tags) : []),
];

export default function LotteryRoute() {
  const words = useWords();
  const loaded = useLoaderData<typeof loader>();
  const { lottery, startsInMs, waiting, deleted } = useLive(loaded);
  const answer = useActionData<typeof action>();
  const notice = useNotice();
  const created = notice?.id === "lottery-created" || notice?.id === "hat-opened";
  useEffect(() => {
    if (created) removeDraft("lottery");
  }, [created]);
  // Kept, because what loads next has no notice any more, and nothing may move up.
  const [told] = useState(() => (notice && PLACED.includes(notice.id) ? notice : null));
  const { title, typing, tvView, mine, now } = loaded;
  const drawState = drawStateOf(lottery);
  const run = `${drawState.number} ${drawState.result ? "drawn" : "open"} ${tvView ? "tv" : "page"}`;
  const starts = useFirstOf(run, drawState.result ? startsInMs : null);
  if (deleted) return <Deleted title={words("lottery.deleted")} text={words("lottery.deleted-text")} />;
  if (remainsOf(lottery) === "lost")
    return <LostFilms {...{ lottery, title, mine, now }} fresh={loaded.fresh} />;
  const drawing = <Drawing {...{ lottery, people: waiting, typing, tvView }} />;
  const parts = { loaded, lottery, drawState, playing: starts !== null, drawing };
  return (
    <RevealScope startsInMs={starts} measures={{ ...drumMeasures(drawState), ...galleryMeasures(drawState) }}>
      {tvView ? <TvView {...parts} /> : <Page {...parts} told={told} answer={answer} />}
    </RevealScope>
  );
}

function Page({ answer, ...parts }: Parameters<typeof LotteryPage>[0] & { answer: HatAnswer | undefined }) {
  const { lottery, told } = parts;
  if (isCollecting(lottery.hat)) return <HatPage {...parts} answer={answer} />;
  // What was said of the hat is over with it.
  return (
    <>
      <Refusal answer={answer} cap={0} />
      <LotteryPage {...parts} told={told?.id === "hat-opened" ? null : told} />
    </>
  );
}

export function ErrorBoundary() {
  const answer = useActionData<typeof action>();
  if (answer?.unsaved) return <Unsent answer={{ ...answer, unsaved: answer.unsaved }} />;
  return <ErrorPage />;
}
