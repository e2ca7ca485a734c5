import { useWords } from "#app/copy/words.ts";
import { CLUB_NAME_MAX, FIRST_NAME_MAX } from "#app/domain/club/club.ts";
import { LIST_MAX, SEVERAL_MAX } from "#app/domain/lottery/composer.ts";
import { LABEL_MAX, LABELS_MAX, NOTE_MAX, TICKED_MAX } from "#app/domain/library/library.ts";
import {
  DRAWS_MAX,
  ENTRIES_MAX,
  ENTRIES_MIN,
  NAME_MAX,
  REASON_MAX,
  WORD_MAX,
} from "#app/domain/lottery/lottery.ts";
import { TITLE_MAX, YEAR_MIN, yearMax } from "#app/domain/film/movie.ts";
import { PROBLEMS } from "#app/domain/problem.ts";

/** Turns a problem's code into its sentence. */
export function useProblemWords(): (code: string) => string {
  const words = useWords();
  return (code) => {
    const problem = PROBLEMS.find((each) => each === code);
    if (!problem) return code;
    return words(`problem.${problem}`, {
      titleMax: TITLE_MAX,
      yearMin: YEAR_MIN,
      yearMax: String(yearMax(new Date().getUTCFullYear())),
      nameMax: NAME_MAX,
      noteMax: NOTE_MAX,
      labelMax: LABEL_MAX,
      labelsMax: LABELS_MAX,
      entriesMin: ENTRIES_MIN,
      entriesMax: ENTRIES_MAX,
      tickedMax: TICKED_MAX,
      severalMax: SEVERAL_MAX,
      listMax: LIST_MAX,
      drawsMax: DRAWS_MAX,
      wordMax: WORD_MAX,
      reasonMax: REASON_MAX,
      clubNameMax: CLUB_NAME_MAX,
      firstNameMax: FIRST_NAME_MAX,
    });
  };
}
