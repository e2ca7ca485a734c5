import { useWords } from "#app/copy/words.ts";
import { BADGES, type LibraryCounts } from "#app/domain/library/library.ts";
import { ENTER } from "#app/domain/library/ticked.ts";
import { paths } from "#app/paths.ts";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { ChoiceField, TextField } from "#app/ui/forms/field.tsx";
import { useProblemWords } from "#app/ui/forms/problem-words.ts";
import type { Answer } from "./form-answer.ts";
import { openPollForm } from "./open-poll-form.ts";

/** What can be done with the ticked films of this form: each button sends what it does. */
export function TickBar({
  count,
  tags,
  answer,
}: {
  /** How many films are ticked; null before scripts run. */
  count: number | null;
  tags: LibraryCounts["tags"];
  answer: Answer | undefined;
}) {
  const words = useWords();
  const problemWords = useProblemWords();
  const ticked = answer?.ticked;
  const problem = ticked?.problem ?? null;
  const ofTag = problem === "tag-blank" || problem === "label-too-long";
  return (
    <div className="tick-bar">
      {/* What is sent again by itself, or by Enter, which presses the first button. */}
      <input type="hidden" name="do" value={ticked?.command ?? "lottery"} />
      <button name="do" value={ENTER} className="unseen" tabIndex={-1} aria-hidden="true" />
      {problem && !ofTag ? (
        <p className="problems" role="alert">
          {problem === "gone" ? words("library.gone") : problemWords(problem)}
        </p>
      ) : (
        <p className="hint" role="status">
          {count === null ? words("library.lottery-hint") : words("library.ticked", { count })}
        </p>
      )}
      <details open={ticked ? ticked.command !== "lottery" : false}>
        <summary>{words("ticked.more")}</summary>
        <div className="tick-groups">
          <div className="tick-commands">
            <ChoiceField
              name="badge"
              id="ticked-badge"
              label={words("ticked.badge")}
              choices={BADGES.map((badge) => ({ value: badge, words: words(`badge.${badge}`) }))}
              defaultValue={ticked?.badge ?? BADGES[0]}
            />
            <button name="do" value="badge-on" className="button">
              {words("ticked.badge-on")}
            </button>
            <button name="do" value="badge-off" className="button">
              {words("ticked.badge-off")}
            </button>
          </div>
          <div className="tick-commands">
            <TextField
              name="tag"
              id="ticked-tag"
              label={words("ticked.tag")}
              defaultValue={ticked?.tag}
              problems={ofTag ? [problem] : undefined}
              combobox={{ list: "own-tags" }}
            />
            <datalist id="own-tags">
              {tags.map(([tag]) => (
                <option key={tag}>{tag}</option>
              ))}
            </datalist>
            <button name="do" value="tag-on" className="button">
              {words("ticked.tag-on")}
            </button>
            <button name="do" value="tag-off" className="button">
              {words("ticked.tag-off")}
            </button>
          </div>
          <button name="do" value="remove" className="button">
            {words("ticked.remove")}
          </button>
        </div>
      </details>
      <button className="button" formMethod="get" formAction={paths.newPoll} onClick={openPollForm}>
        {words("library.poll")}
      </button>
      <button name="do" value="lottery" className="button primary">
        {words("library.lottery")}
      </button>
      {ticked && answer.unsaved ? <AutoRetry answer={answer} /> : null}
    </div>
  );
}
