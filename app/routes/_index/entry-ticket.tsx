import { type FieldMetadata, type useForm } from "@conform-to/react";
import { useWords } from "#app/copy/words.ts";
import type { LotteryInput } from "#app/domain/lottery/lottery-input.ts";
import type { repeats } from "#app/domain/film/movie.ts";
import type { PosterDesign } from "#app/domain/posters/poster-design.ts";
import { Problems, TextField, WrappingField } from "#app/ui/forms/field.tsx";
import { Poster } from "#app/ui/film/poster.tsx";

type EntryField = FieldMetadata<NonNullable<LotteryInput["entries"]>[number], LotteryInput>;
type RemoveButton = ReturnType<ReturnType<typeof useForm<LotteryInput>>[0]["remove"]["getButtonProps"]> & {
  onClick: () => void;
};

/**
 * One film of the list, as a ticket: drawn poster, title and year to correct, a poster address, and a button to remove
 * it.
 */
export function EntryTicket({
  entry,
  index,
  namesake,
  design,
  remove,
}: {
  entry: EntryField;
  index: number;
  /** An earlier film of the same title, if there is one. */
  namesake: ReturnType<typeof repeats>[number] | undefined;
  design: PosterDesign | undefined;
  remove: RemoveButton;
}) {
  const words = useWords();
  const number = index + 1;
  const { title, year, poster, ref } = entry.getFieldset();
  return (
    <li className="ticket" aria-label={words("home.entry", { number })}>
      <Poster movie={{ ...shownOf(entry), posterUrl: null }} design={design} />
      <div className="ticket-fields">
        <input key={ref.key} type="hidden" name={ref.name} defaultValue={ref.initialValue ?? ""} />
        <WrappingField
          key={title.key}
          text={title.value ?? ""}
          name={title.name}
          id={`entry-${index}-title`}
          defaultValue={title.initialValue}
          label={words("home.entry-title", { number })}
          labelHidden
          problems={title.errors}
          hint={
            namesake && !namesake.sameYear ? words("home.namesake", { number: namesake.of + 1 }) : undefined
          }
          className="ticket-title"
        />
        <TextField
          key={year.key}
          name={year.name}
          id={`entry-${index}-year`}
          defaultValue={year.initialValue}
          inputMode="numeric"
          label={words("home.entry-year", { number })}
          labelHidden
          placeholder={words("home.year")}
          problems={year.errors}
        />
        <details className="ticket-poster" open={Boolean(poster.initialValue || poster.errors)}>
          <summary>{words("home.poster")}</summary>
          <TextField
            key={poster.key}
            name={poster.name}
            id={`entry-${index}-poster`}
            defaultValue={poster.initialValue}
            inputMode="url"
            label={words("home.entry-poster")}
          />
        </details>
        <Problems id={`entry-${index}-poster-problems`} problems={poster.errors} />
      </div>
      <button {...remove} className="ticket-remove" aria-label={words("home.remove", { number })}>
        <span aria-hidden="true">×</span>
      </button>
    </li>
  );
}

/** What the ticket's poster shows. */
export function shownOf(entry: EntryField): { title: string; year: number | null } {
  const { title, year } = nameOf(entry);
  return { title: title || "…", year };
}

/** Title and year as they stand in the form. */
export function nameOf(entry: EntryField): { title: string; year: number | null } {
  const { title, year } = entry.getFieldset();
  return { title: title.value ?? "", year: Number(year.value) || null };
}
