import { useWords } from "#app/copy/words.ts";
import { drawStateOf } from "#app/ui/lottery/reveal/draw-state.ts";
import { drumMeasures } from "#app/ui/lottery/reveal/drum.tsx";
import { Reveal } from "#app/ui/lottery/reveal/reveal.tsx";
import { RevealScope, useFirstOf } from "#app/ui/lottery/reveal/reveal-scope.tsx";
import type { Outcome } from "#app/domain/poll/poll.ts";
import { candidatesOfLot } from "#app/domain/poll/poll-lot.ts";
import { paths } from "#app/paths.ts";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { Poster } from "#app/ui/film/poster.tsx";
import { WatchedFold } from "#app/ui/film/watched-fold.tsx";
import type { PageData } from "../page-data.server.ts";
import { Bars } from "./bars.tsx";
import { Rounds } from "./rounds.tsx";

type Poll = PageData["poll"];

/** What won, and how it was counted. Films that were level are drawn from before everybody's eyes. */
export function Result({ poll, outcome, loaded }: { poll: Poll; outcome: Outcome; loaded: PageData }) {
  const words = useWords();
  const { rounds, winner } = outcome;
  const last = rounds.at(-1);
  const film = poll.entries.find(({ position }) => position === winner);
  if (!last || winner === null) return <p className="aside-note">{words("poll.nobody-voted")}</p>;
  if (last.lot && film) {
    return (
      <TieBreak {...{ poll, outcome, loaded }} lot={last.lot}>
        <Seen film={film} loaded={loaded} />
        <Counted {...{ poll, outcome }} own={loaded.own.ballot} />
      </TieBreak>
    );
  }
  return (
    <>
      <section className="panel poll-winner" aria-labelledby="poll-winner">
        {film ? <Poster movie={film} eager /> : null}
        <div>
          <p>{words("poll.won")}</p>
          <h2 id="poll-winner">
            {film ? <MovieName title={film.title} year={film.year} /> : words("lost.film")}
          </h2>
          <p>{words("poll.won-with", { count: last.votes[0]?.votes ?? 0, all: outcome.ballots })}</p>
        </div>
        {film ? <Seen film={film} loaded={loaded} /> : null}
      </section>
      <Counted {...{ poll, outcome }} own={loaded.own.ballot} />
    </>
  );
}

/** Whether the club has watched what won, and the form that says so; nothing for others. */
function Seen({
  film: { position, title },
  loaded: { poll, mine, own, today },
}: {
  film: Poll["entries"][number];
  loaded: PageData;
}) {
  if (!mine) return null;
  const film = { kind: "poll", id: poll.id, entry: position, title, from: "page" } as const;
  return <WatchedFold film={film} watched={own.watched} today={today} />;
}

/** The draw among films that were level, with the reveal of a lottery. */
function TieBreak({
  poll,
  outcome,
  lot,
  loaded: { startsInMs, token },
  children,
}: {
  poll: Poll;
  outcome: Outcome;
  loaded: PageData;
  lot: NonNullable<Outcome["rounds"][number]["lot"]>;
  children: React.ReactNode;
}) {
  const words = useWords();
  const number = outcome.rounds.length;
  const drawn = {
    number,
    winner: lot.drawn,
    drawnAt: poll.endsAt,
    word: "",
    commitment: null,
    unproven: null,
  };
  const entries = candidatesOfLot(poll.entries, lot.among);
  const drawState = drawStateOf({ id: poll.id, entries, facts: {}, draw: drawn, open: null });
  const starts = useFirstOf(poll.id, startsInMs);
  if (!drawState.result) return children;
  return (
    <RevealScope startsInMs={starts} measures={drumMeasures(drawState)}>
      <p className="tie-note">{words("poll.tie", { count: lot.among.length })}</p>
      <section className="stage" aria-label={words("poll.tie-draw")}>
        <Reveal drawState={drawState} result={drawState.result} playing={starts !== null}>
          <a href={paths.pollReveal(poll.id, token)}>{words("reveal.again")}</a>
        </Reveal>
        <div className="curtain" />
      </section>
      <div className="after-reveal poll-after">{children}</div>
    </RevealScope>
  );
}

function Counted({ poll, outcome, own }: { poll: Poll; outcome: Outcome; own: PageData["own"]["ballot"] }) {
  const words = useWords();
  const { entries, method } = poll;
  const { rounds, winner, ballots } = outcome;
  return (
    <section className="poll-result" aria-labelledby="poll-result">
      <h2 id="poll-result">{words("poll.result")}</h2>
      {method === "ranked" ? (
        <Rounds {...{ entries, rounds, winner, ballots }} />
      ) : (
        <Bars entries={entries} votes={rounds[0]?.votes ?? []} of={ballots} winner={winner} />
      )}
      {own ? (
        <p className="hint">
          {words("poll.receipt")} <code>{own.receipt}</code>
        </p>
      ) : null}
    </section>
  );
}
