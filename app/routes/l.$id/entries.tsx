import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery.ts";
import { paths } from "#app/paths.ts";
import { MovieName } from "#app/ui/movie-name.tsx";
import { Poster } from "#app/ui/poster.tsx";

/** The candidates as posters, each with the button that takes it into the library. */
export function Entries({
  lotteryId,
  entries,
  winner,
  submitKey,
}: {
  lotteryId: string;
  entries: readonly Entry[];
  winner: Entry | null;
  submitKey: string;
}) {
  const words = useWords();
  return (
    <section className="candidates" aria-labelledby="candidates-title">
      <h2 id="candidates-title">{words("lottery.candidates")}</h2>
      <Form method="post" action={paths.library}>
        <input type="hidden" name="form" value="keep" />
        <input type="hidden" name="submitKey" value={submitKey} />
        <input type="hidden" name="lottery" value={lotteryId} />
        <ul className="posters">
          {entries.map((entry) => (
            <li key={entry.position} data-winner={entry.position === winner?.position || undefined}>
              <Poster movie={entry} />
              <MovieName title={entry.title} year={entry.year} />
              {entry.position === winner?.position ? (
                <span className="winner-badge">{words("lottery.winner-badge")}</span>
              ) : null}
              <button
                name="entry"
                value={entry.position}
                className="plain keep"
                aria-label={words("lottery.keep-film", { title: entry.title })}
              >
                {words("lottery.keep")}
              </button>
            </li>
          ))}
        </ul>
      </Form>
    </section>
  );
}
