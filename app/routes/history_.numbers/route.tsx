import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import "#app/styles/bars.css";
import "#app/styles/numbers.css";
import { useWords } from "#app/copy/words.ts";
import { historyNumbers } from "#app/data/lotteries/reads.server.ts";
import { lastMonths } from "#app/domain/club/history-numbers.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { paths } from "#app/paths.ts";
import { useLength } from "#app/ui/film/film-facts-line.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { RankedBars } from "./ranked-bars.tsx";
import { MonthChart } from "./month-chart.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const { value, ...fresh } = await historyNumbers({ clubId: visitor?.clubId ?? null });
  const now = momentOfPage();
  const language = await languageOf(request);
  const months =
    value && lastMonths(value.months, now).map((each) => ({ ...each, ...namesOf(each.month, language) }));
  return { numbers: value, months, fresh, now };
}

/** What a month is called, in one letter and in full. Here, as not every browser has the same names. */
function namesOf(month: string, language: string) {
  const name = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC" }).format(new Date(`${month}-01`));
  return { letter: name({ month: "narrow" }), name: name({ month: "long", year: "numeric" }) };
}

export const handle: TitleHandle = { title: (words) => words("numbers.title") };

export default function HistoryNumbers() {
  const { numbers, months, fresh, now } = useLoaderData<typeof loader>();
  const words = useWords();
  const length = useLength();
  return (
    <>
      <div className="page-head">
        <h1>{words("numbers.title")}</h1>
        {numbers && numbers.decided > 0 ? (
          <p className="page-lead">
            {words(numbers.more ? "numbers.lead-newest" : "numbers.lead", {
              count: numbers.decided,
              all: numbers.evenings,
            })}
          </p>
        ) : null}
      </div>
      <Freshness of={fresh} now={now} missing="history.away" />
      {numbers?.decided === 0 ? <p className="empty-list">{words("numbers.empty")}</p> : null}
      {numbers && months && numbers.decided > 0 ? (
        <div className="numbers">
          <section aria-labelledby="by-month">
            <h2 id="by-month">{words("numbers.by-month")}</h2>
            <MonthChart months={months} />
          </section>
          <RankedBars
            id="often"
            title={words("numbers.often")}
            none={words("numbers.often-none")}
            rows={numbers.often.map(({ count, ...film }) => ({ count, name: <MovieName {...film} /> }))}
          />
          <RankedBars
            id="waiting"
            title={words("numbers.waiting")}
            none={words("numbers.waiting-none")}
            rows={numbers.waiting.map(({ count, ...film }) => ({ count, name: <MovieName {...film} /> }))}
          />
          <RankedBars
            id="genres"
            title={words("numbers.genres")}
            none={words("numbers.genres-none")}
            rows={numbers.genres.map(({ count, genre }) => ({ count, name: genre }))}
          />
          {numbers.minutes === null ? null : (
            <section aria-labelledby="length">
              <h2 id="length">{words("numbers.length")}</h2>
              <p className="numbers-length">{length(numbers.minutes)}</p>
              <p className="hint">{words("numbers.timed", { count: numbers.timed })}</p>
            </section>
          )}
        </div>
      ) : null}
      <nav className="page-commands">
        <Link to={paths.history}>{words("numbers.back")}</Link>
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
