import { Form, Link, useNavigation } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths, TV_VIEW } from "#app/paths.ts";
import { TextField } from "../forms/field.tsx";
import { usePageScripts } from "../page-scripts.ts";

/** The button that draws, and the field for a word that goes into the draw. */
export function DrawForm({
  lotteryId,
  number,
  withWord,
  word = "",
  tvView = false,
  problems,
}: {
  lotteryId: string;
  number: number | null;
  /** Whether the field for the word is shown, or only a link to it. */
  withWord: boolean;
  word?: string;
  /** Whether the draw leads back to the television view. */
  tvView?: boolean;
  problems?: readonly string[] | undefined;
}) {
  const words = useWords();
  usePageScripts("routes/l.$id_.draw", paths.draw(lotteryId));
  const drawing = useNavigation().formAction === paths.draw(lotteryId);
  return (
    <Form method="post" action={paths.draw(lotteryId)} className="draw-form" noValidate>
      {tvView ? <input type="hidden" name="view" value={TV_VIEW} /> : null}
      {number === null ? null : <input type="hidden" name="number" value={number} />}
      <button className="button primary draw" aria-disabled={drawing || undefined}>
        {words(drawing ? "lottery.drawing" : "lottery.draw")}
      </button>
      {withWord ? (
        <TextField
          name="word"
          id="word"
          // Whoever follows the link comes to type.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          defaultValue={word}
          problems={problems}
          label={
            <>
              {words("draw.word")} <span className="optional">{words("home.optional")}</span>
            </>
          }
          hint={words("draw.word-hint")}
        />
      ) : (
        <Link to={(tvView ? paths.tvWord : paths.ownWord)(lotteryId)} preventScrollReset replace>
          {words("draw.add-word")}
        </Link>
      )}
    </Form>
  );
}
