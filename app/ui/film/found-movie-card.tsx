import { useWords } from "#app/copy/words.ts";
import type { Found, FoundMovie } from "#app/domain/film/found-movie.ts";
import type { PosterDesign } from "#app/domain/posters/poster-design.ts";
import { Poster } from "./poster.tsx";
import { Spoken } from "../spoken.tsx";

/** A film that was found: poster, title, year, and what else tells it from others. */
export function FoundMovieCard({ movie, design }: { movie: FoundMovie; design: PosterDesign | undefined }) {
  const words = useWords();
  const { title, originalTitle, year, runtime, picture } = movie;
  const minutes = runtime === null ? null : words("movie.minutes", { minutes: runtime });
  return (
    <>
      <Poster movie={{ title, year, posterUrl: picture }} design={design} />
      <p className="found-name">
        <strong dir="auto">
          <Spoken text={title} />
        </strong>{" "}
        <span className="found-year">{year}</span>
        <span className="found-facts">{[originalTitle, minutes].filter(Boolean).join(" · ")}</span>
      </p>
    </>
  );
}

/** How many films were found, in words, why there are not more, and whose they are; null when there is nothing to say. */
export function useFoundWords({ text, movies, quiet, by = [] }: Found) {
  const words = useWords();
  const names = by.map((each) => words(`find.source-${each}`)).join(", ");
  const asked = quiet !== "too-many" && quiet !== "away";
  const nothing = asked ? words("find.nothing", { text }) : null;
  return {
    sum: movies.length > 0 ? words("find.found", { count: movies.length, text }) : nothing,
    quiet: quiet && words(`find.quiet-${quiet}`),
    credit: names && words("find.sources", { names }),
  };
}
