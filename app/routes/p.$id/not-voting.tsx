import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { paths } from "#app/paths.ts";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import type { PageData } from "./page-data.server.ts";

/** Without JavaScript a page with nothing to fill in looks this often whether the poll has ended. */
const LOOK_EVERY_S = 5;

/** The films, for who has no personal link where only those vote who have one. */
export function LookOn({ entries, outdated }: { entries: PageData["poll"]["entries"]; outdated: boolean }) {
  const words = useWords();
  const designs = posterDesigns(entries);
  return (
    <>
      <p className="aside-note">{words(outdated ? "poll.link-outdated" : "poll.look-on")}</p>
      <ul className="poster-grid" aria-label={words("lottery.candidates")}>
        {entries.map((entry, index) => (
          <li key={entry.position}>
            <Poster movie={entry} design={designs[index]} />
            <MovieName title={entry.title} year={entry.year} />
          </li>
        ))}
      </ul>
      <LookAgain />
    </>
  );
}

/** What was voted, with the way to change it. */
export function OwnVote({
  poll,
  own,
  token,
}: {
  poll: PageData["poll"];
  own: PageData["own"];
  token: string | null;
}) {
  const words = useWords();
  const { id, entries, method } = poll;
  const { name, ballot } = own;
  const choices = ballot?.choices ?? [];
  const films = choices.flatMap((position) => entries.find((entry) => entry.position === position) ?? []);
  const List = method === "ranked" ? "ol" : "ul";
  return (
    <section className="panel own-vote">
      <h2>{words("poll.own")}</h2>
      {name === null ? null : <p>{words("poll.own-name", { name })}</p>}
      {ballot ? (
        <List>
          {films.map(({ position, title, year }) => (
            <li key={position}>
              <MovieName title={title} year={year} />
            </li>
          ))}
        </List>
      ) : (
        <p>{words("poll.own-elsewhere")}</p>
      )}
      <p>
        <Link className="button" to={paths.voteAgain(id, token)} preventScrollReset>
          {words("poll.change")}
        </Link>
      </p>
      {ballot ? (
        <p className="hint">
          {words("poll.receipt")} <code>{ballot.receipt}</code>
        </p>
      ) : null}
      <LookAgain />
    </section>
  );
}

/** Without JavaScript the page looks by itself whether the poll has ended. */
function LookAgain() {
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(LOOK_EVERY_S)} />
    </noscript>
  );
}
