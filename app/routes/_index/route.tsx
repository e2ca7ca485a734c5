import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { homeShelf } from "#app/data/lotteries/reads.server.ts";
import { LOTTERY_SHAPE } from "#app/domain/lottery/lottery-input.ts";
import { distinctMovies } from "#app/domain/film/movie.ts";
import { asTheyHang } from "#app/domain/posters/poster-hanging.ts";
import { seeOther, unsavedStatus } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { momentOfPage, submitKeyForPage } from "#app/http/single-use.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { LotteryRows, ROW_POSTERS } from "#app/ui/lottery/lottery-row.tsx";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { Backdrop, BACKDROP_POSTERS } from "./backdrop.tsx";
import { Conflict, Faults } from "./submit-outcome.tsx";
import { LotteryForm } from "./lottery-form.tsx";
import { fetchPicked, findTyped } from "./find-typed.server.ts";
import { create } from "./create.server.ts";
import { chosenLanguage, sharedFilm } from "./on-the-side.server.ts";
import { readLottery, unread, withFreshKey } from "./submission.server.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf, visitorToSave } from "#app/visitor/visitor.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const shelf = await homeShelf({ clubId: visitor?.clubId ?? null });
  const films = shelf.value.flatMap(({ first }) => first);
  const latest = asTheyHang(distinctMovies(films, BACKDROP_POSTERS));
  const titleOf = await lotteryTitles(request);
  // A row only shows a few films of each lottery; the others would make the page larger for nothing.
  const value = shelf.value.map((lottery) => ({
    ...lottery,
    title: titleOf(lottery),
    first: lottery.first.slice(0, ROW_POSTERS),
  }));
  const shared = sharedFilm(request);
  const shown = withOurPosters({ shelf: { ...shelf, value }, latest });
  return { ...shown, shared, submitKey: submitKeyForPage(), now: momentOfPage() };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, LOTTERY_SHAPE);
  const thisYear = new Date().getUTCFullYear();
  if (form.has("language")) {
    const headers = { "Set-Cookie": await chosenLanguage(form) };
    return data({ reply: unread(form, thisYear), conflict: null, unsaved: null, found: null }, { headers });
  }
  const found = form.has("find") ? await findTyped(request, form, thisYear) : null;
  if (found) return data({ reply: unread(form, thisYear), conflict: null, unsaved: null, found });
  const { intent, submission } = readLottery(form, thisYear);
  if (intent?.type === "pick") fetchPicked(intent, thisYear);
  if (intent || submission.status !== "success") {
    const reply = submission.reply();
    const faulty = !intent || reply.intent?.type === "validate";
    return data({ reply, conflict: null, unsaved: null, found: null }, { status: faulty ? 422 : 200 });
  }
  const { visitor, known, cookie } = await visitorToSave(request);
  const { result, pageOf, notice } = await create(request, form, {
    visitor,
    known,
    input: submission.value,
  });
  const headers: HeadersInit = cookie ? { "Set-Cookie": cookie } : {};
  const reply = submission.reply({ formErrors: [] });
  if (!result.ok)
    return data(
      { reply, conflict: null, unsaved: result.saved, found: null },
      { status: unsavedStatus(result.saved), headers },
    );
  const page = pageOf(result.value.id);
  if (result.value.kind === "key-reused") {
    const conflict = { page };
    return data(
      { reply: withFreshKey(reply, submitKeyForPage()), conflict, unsaved: null, found: null },
      { status: 409, headers },
    );
  }
  // Also when it existed already: whoever sends the form again after a lost answer does not know yet.
  return seeOther(page, cookie, await notify(notice));
}

export const clientAction = offlineFallback(() => ({
  reply: null,
  conflict: null,
  unsaved: "unknown",
  found: null,
}));

export const handle: TitleHandle = { title: (words) => words("nav.create") };

export default function Home() {
  const { shelf, latest, shared, submitKey, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  return (
    <>
      <Backdrop latest={latest} />
      <div className="page-head">
        <h1>{words("home.title")}</h1>
        <p className="page-lead">{words("home.lead")}</p>
      </div>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.reply ? <Faults reply={answer.reply} /> : null}
      {answer?.conflict ? <Conflict page={answer.conflict.page} /> : null}
      <LotteryForm {...{ submitKey, answer, shared }} thisYear={new Date(now).getUTCFullYear()} />
      <Freshness of={shelf} now={now} missing="home.recent-away" />
      {shelf.value.length > 0 ? (
        <section className="recent-lotteries">
          <h2>{words("home.recent")}</h2>
          <LotteryRows lotteries={shelf.value} now={now} />
        </section>
      ) : null}
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
