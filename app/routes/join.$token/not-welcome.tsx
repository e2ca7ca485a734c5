import { Link } from "@remix-run/react";
import { type MessageId, useWords } from "#app/copy/words.ts";
import { DEVICES_MAX, FILMS_MAX, LOTTERIES_MAX, type Unwelcome } from "#app/domain/club/club.ts";
import { paths } from "#app/paths.ts";

/** Why a link lets this visitor in no more, or need not. */
export function NotWelcome({ why }: { why: Unwelcome }) {
  const words = useWords();
  return (
    <section className="message-page">
      <h1>{words(TITLES[why])}</h1>
      <p>{words(`join.${why}`, { max: DEVICES_MAX, films: FILMS_MAX, evenings: LOTTERIES_MAX })}</p>
      <p>
        <Link className="button" to={why === "member" ? paths.library : paths.home}>
          {words(why === "member" ? "join.to-library" : "error.back")}
        </Link>
      </p>
    </section>
  );
}

const TITLES: Record<Unwelcome, MessageId> = {
  used: "join.refused",
  expired: "join.refused",
  revoked: "join.refused",
  full: "join.full-title",
  member: "join.member-title",
  many: "join.many-title",
};
