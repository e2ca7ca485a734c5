import { useWords } from "#app/copy/words.ts";
import { FIRST_NAME_MAX } from "#app/domain/club/club.ts";
import { type NamesProblem, VOTERS_MAX } from "#app/domain/poll/poll-voters.ts";

/** The field for the names of those who vote, one a line. */
export function VoterNames({ typed, problem }: { typed: string; problem: NamesProblem | null }) {
  const words = useWords();
  return (
    <div className="field">
      <label htmlFor="names">{words("poll.names")}</label>
      <textarea
        name="names"
        id="names"
        dir="auto"
        rows={5}
        defaultValue={typed}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? "names-problems names-hint" : "names-hint"}
      />
      <span className="hint" id="names-hint">
        {words("poll.names-hint", { max: VOTERS_MAX })}
      </span>
      {problem ? (
        <span className="problems" id="names-problems">
          {words(`poll.${problem.code}`, {
            name: problem.name,
            max: problem.code === "names-many" ? VOTERS_MAX : FIRST_NAME_MAX,
          })}
        </span>
      ) : null}
    </div>
  );
}
