import { useWords } from "#app/copy/words.ts";
import type { EveningProblems } from "#app/domain/lottery/evening.ts";
import { paths } from "#app/paths.ts";
import { TextField } from "#app/ui/forms/field.tsx";

export type AskedEvening = { date: string; time: string; problems: EveningProblems | null };

/** When the winner is watched, as a file for calendars. A plain form: what it leads to is no page but a download. */
export function EveningForm({ lotteryId, asked }: { lotteryId: string; asked: AskedEvening }) {
  const words = useWords();
  return (
    <section className="evening" id="evening" aria-labelledby="evening-title">
      <h2 id="evening-title">{words("evening.title")}</h2>
      <form action={paths.evening(lotteryId)} noValidate>
        <TextField
          name="date"
          id="evening-date"
          type="date"
          label={words("evening.date")}
          defaultValue={asked.date}
          problems={asked.problems?.date}
        />
        <TextField
          name="time"
          id="evening-time"
          type="time"
          label={words("evening.time")}
          defaultValue={asked.time}
          problems={asked.problems?.time}
        />
        <button className="button">{words("evening.save")}</button>
      </form>
      <p className="hint">{words("evening.hint")}</p>
    </section>
  );
}
