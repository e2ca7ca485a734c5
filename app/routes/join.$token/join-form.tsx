import { Form, Link, useNavigation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { COUNTED_MAX, type Welcome } from "#app/domain/club/club.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { TextField } from "#app/ui/forms/field.tsx";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import type { Answer } from "./form-answer.ts";

/** Which club one joins, what becomes of the films one has, and the button that does it. */
export function JoinForm({ welcome, answer }: { welcome: Welcome; answer: Answer | undefined }) {
  const words = useWords();
  const busy = useNavigation().state === "submitting";
  const { recovery, clubName, madeBy, movies, lotteries, own } = welcome;
  return (
    <section className="message-page">
      <h1>{words(recovery ? "join.title-recovery" : "join.title")}</h1>
      <p className="message-subject" dir="auto">
        {clubName || words("join.nameless")}
      </p>
      {recovery ? <p>{words("join.recovery")}</p> : null}
      {recovery ? null : <p>{madeBy ? words("join.by", { name: madeBy }) : words("join.by-nobody")}</p>}
      <p>{movies > COUNTED_MAX ? words("join.has-many") : words("join.has", { movies, lotteries })}</p>
      <Own own={own} />
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      <Form method="post" className="join-form" noValidate>
        <TextField
          name="firstName"
          id="firstName"
          label={
            <>
              {words("join.me")} <span className="optional">{words("home.optional")}</span>
            </>
          }
          hint={words("join.me-hint")}
          autoComplete="given-name"
          defaultValue={answer?.firstName ?? ""}
          problems={answer?.problems}
        />
        <div className="choices">
          <button className="button primary" aria-disabled={busy || undefined}>
            {words(busy ? "join.joining" : recovery ? "join.yes-recovery" : "join.yes")}
          </button>
          <Link className="button" to={paths.home}>
            {words("join.no")}
          </Link>
        </div>
        {answer?.unsaved && answer.unsaved !== "no-cookie" ? <AutoRetry answer={answer} /> : null}
      </Form>
      <p className="hint">{words("join.nothing-yet")}</p>
    </section>
  );
}

/** What becomes of the films and lotteries that the visitor has; nothing for who has none. */
function Own({ own: { movies, lotteries, alone } }: { own: Welcome["own"] }) {
  const words = useWords();
  if (movies + lotteries === 0) return null;
  if (!alone) return <p>{words("join.own-shared")}</p>;
  if (Math.max(movies, lotteries) > COUNTED_MAX) return <p>{words("join.own-many")}</p>;
  return <p>{words("join.own", { movies, lotteries })}</p>;
}
