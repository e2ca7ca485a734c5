import { Form, Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import type { Unsaved } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { Problems, TextField } from "#app/ui/forms/field.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";

type Answer = {
  typed: { number: string; reason: string; leaveOut: boolean };
  problems: string[];
  leaveOutProblem: boolean;
  unsaved: Unsaved | null;
};

/** Asks why it is drawn again, and whether the films drawn so far take part. */
export function RedrawForm({
  id,
  number,
  drawn,
  answer,
}: {
  id: string;
  /** The number of the draw it would be; null while the database does not answer. */
  number: number | null;
  drawn: readonly Entry[];
  answer: Answer | undefined;
}) {
  const words = useWords();
  return (
    <>
      <p>{words("redraw.text")}</p>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      <Form method="post" className="redraw-form" noValidate>
        <input type="hidden" name="number" value={number ?? answer?.typed.number} />
        <TextField
          name="reason"
          id="reason"
          label={words("redraw.reason")}
          hint={words("redraw.reason-hint")}
          defaultValue={answer?.typed.reason ?? ""}
          problems={answer?.problems}
        />
        <div className="leave-out">
          <label>
            <input
              type="checkbox"
              name="leaveOut"
              defaultChecked={answer?.typed.leaveOut ?? true}
              aria-describedby={answer?.leaveOutProblem ? "leave-out-problem" : undefined}
            />{" "}
            {words("redraw.leave-out", { count: drawn.length })}
          </label>
          <ul className="leave-out-films">
            {drawn.map(({ position, title, year }) => (
              <li key={position}>
                <MovieName title={title} year={year} />
              </li>
            ))}
          </ul>
          <Problems
            id="leave-out-problem"
            problems={answer?.leaveOutProblem ? ["too-few-left"] : undefined}
          />
        </div>
        <div className="choices">
          <button className="button primary">{words("redraw.yes")}</button>
          <Link className="button" to={paths.lottery(id)}>
            {words("redraw.no")}
          </Link>
        </div>
        {answer?.unsaved ? <AutoRetry answer={answer} /> : null}
      </Form>
    </>
  );
}
