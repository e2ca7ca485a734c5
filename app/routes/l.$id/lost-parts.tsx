import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Hat } from "#app/domain/hat/hat.ts";
import type { Lottery } from "#app/domain/lottery/lottery.ts";
import { remainsOf } from "#app/domain/draw/remains.ts";
import { paths } from "#app/paths.ts";
import { useAge } from "#app/ui/age.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { Spoken } from "#app/ui/spoken.tsx";

type Known = Omit<Lottery, "clubId" | "hat"> & { hat: Hat | null };

/** Says what the database has lost of a lottery that can still be shown; nothing when it is whole. */
export function LostParts({ lottery, now }: { lottery: Known; now: number }) {
  const words = useWords();
  const age = useAge();
  const { draw, open } = lottery;
  const renewedAt = (open ?? draw?.commitment)?.renewedAt ?? null;
  return (
    <>
      {remainsOf(lottery) === "changed" ? (
        <p className="aside-note" role="status">
          {words("lost.some")}
        </p>
      ) : null}
      {renewedAt === null ? null : (
        <p className="aside-note" role="status">
          {words("lost.secret", { when: age(renewedAt, now) })}
        </p>
      )}
    </>
  );
}

/** A lottery of which no film is left: what can still be told of it, and done with it. */
export function LostFilms({
  lottery,
  title,
  mine,
  fresh,
  now,
}: {
  lottery: Known;
  title: string;
  mine: boolean;
  fresh: Parameters<typeof Freshness>[0]["of"];
  now: number;
}) {
  const words = useWords();
  const age = useAge();
  const { id, createdAt, draws, olderDraws, draw } = lottery;
  const created = words("lost.created", { when: age(createdAt.getTime(), now) });
  const count = draws.length + olderDraws;
  return (
    <section className="message-page">
      <h1>{words("lost.title")}</h1>
      <p className="message-subject" dir="auto">
        <Spoken text={title} />
      </p>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      <p>{words("lost.text")}</p>
      <p>
        {created}{" "}
        {draw
          ? words("lost.drawn", { count, when: age(draw.drawnAt.getTime(), now) })
          : words("lost.undrawn")}
      </p>
      <p>
        <Link to={paths.proof(id)}>{words("lost.proof")}</Link>
      </p>
      <div className="choices">
        <Link className="button" to={paths.home}>
          {words("lottery.another")}
        </Link>
        {mine ? (
          <Link className="button" to={paths.lotteryDeletion(id)}>
            {words("lottery.delete")}
          </Link>
        ) : null}
      </div>
    </section>
  );
}
